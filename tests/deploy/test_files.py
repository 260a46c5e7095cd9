"""The files of `deploy/` that no test starts: settings, systemd units, the container; and what says so."""

import os
import re
import shutil
import subprocess
import sys

import pytest
import yaml
from django.apps import apps
from django.core.management import get_commands

from tests.deploy.mdwe import HAS_MDWE
from tests.servers import ROOT, Server
from tools import settings_reference

pytestmark = pytest.mark.any_database

DEPLOY = ROOT / "deploy"
SYSTEMD = DEPLOY / "systemd"
OPERATIONS = (ROOT / "docs" / "operations.md").read_text()
needs_systemd = pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="apt-get install systemd")
UNITS = sorted(path.name for path in SYSTEMD.iterdir())


def settings():
    """All settings that docs/settings.md names, with the `_FILE` of secrets."""
    rows = re.findall(r"^\| `(\w+)`( \*F\*)? \|", settings_reference.DOCUMENT.read_text(), re.MULTILINE)
    return {name for name, _ in rows} | {f"{name}_FILE" for name, secret in rows if secret}


def example():
    lines = (DEPLOY / "env" / "bank-portal.env").read_text().splitlines()
    return dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))


@pytest.mark.slow
def test_settings_of_the_example_exist_and_pass_the_checks_of_production():
    assert example().keys() <= settings()
    environ = {"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "bankportal.settings", **example()}
    if "HOME" in os.environ:
        environ["HOME"] = os.environ["HOME"]
    code = (
        "import bankportal.env_file; bankportal.env_file.read_env_file = lambda path: None\n"
        "import django; django.setup()\n"
        "from bankportal.checks import check_production_settings; check_production_settings(); print('ok')"
    )
    pytest.importorskip("MySQLdb")
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=environ, capture_output=True, text=True)
    assert done.stdout == "ok\n", done.stderr


def test_settings_in_the_documentation_are_those_of_the_example():
    block = re.search(r"```ini\n(SECRET_KEY=.*?)```", OPERATIONS, re.DOTALL)[1]
    documented = {line.partition("=")[0] for line in block.splitlines()}
    assert documented <= example().keys()
    assert example().keys() - documented <= {"LOG_FORMAT", "METRICS_TOKEN"}


@needs_systemd
@pytest.mark.parametrize("unit", [name for name in UNITS if name.endswith(".service")])
def test_exposure_of_a_unit_is_below_two(unit):
    command = ["systemd-analyze", "security", "--offline=true", "--threshold=19", "--no-pager", str(SYSTEMD / unit)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[-200:] + done.stderr
    assert "Overall exposure level" in done.stdout


@needs_systemd
@pytest.mark.slow
def test_units_are_valid(tmp_path):
    """With paths and a user that exist here; a directive that systemd does not know is an error."""
    for name in UNITS:
        text = (SYSTEMD / name).read_text().replace("/srv/bank-portal/.venv/bin/python", sys.executable)
        text = text.replace("/srv/bank-portal", str(ROOT)).replace("=bank-portal\n", "=root\n")
        (tmp_path / name).write_text(text)
    units = [str(tmp_path / name.replace("@.", "@verify_ledger.")) for name in UNITS]
    (tmp_path / "bank-portal-job@verify_ledger.service").write_text((tmp_path / "bank-portal-job@.service").read_text())
    command = ["systemd-analyze", "verify", "--man=no", "--generators=no", "--recursive-errors=no", *units]
    done = subprocess.run(command, capture_output=True, text=True, env=os.environ | {"SYSTEMD_LOG_LEVEL": "warning"})
    problems = [line for line in done.stderr.splitlines() if str(tmp_path) in line or "bank-portal" in line]
    assert problems == []


def test_each_job_of_the_documentation_has_a_timer_whose_command_exists():
    documented = set(re.findall(r"^\S+ \S+ \* \* \*.*manage\.py (\w+)", OPERATIONS, re.MULTILINE)) | {"clearsessions"}
    timers = {name.removeprefix("bank-portal-").removesuffix(".timer") for name in UNITS if name.endswith(".timer")}
    assert timers == documented
    assert timers <= get_commands().keys()
    for name in timers:
        assert f"Unit=bank-portal-job@{name}.service" in (SYSTEMD / f"bank-portal-{name}.timer").read_text()


@pytest.mark.slow
@pytest.mark.skipif(not HAS_MDWE, reason="this kernel has no PR_SET_MDWE")
def test_server_runs_without_memory_that_is_writable_and_executable():
    """As with the unit's MemoryDenyWriteExecute and NoNewPrivileges."""

    class Hardened(Server):
        command = (sys.executable, "-m", "tests.deploy.mdwe", "manage.py", "serve")

    with Hardened(f"hardened_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}", 1) as server:
        browser = server.browser()
        assert browser.log_in("member@example.com").status_code == 200
        assert browser.check().status_code == 200


def compose():
    return yaml.safe_load((DEPLOY / "container" / "compose.yaml").read_text())


def test_settings_secrets_and_commands_of_compose_exist():
    document = compose()
    portal = document["services"]["portal"]
    assert portal["environment"].keys() <= settings()
    for service in ("portal", "migrate"):
        secrets = set(document["services"][service]["secrets"])
        files = {
            value for name, value in document["services"][service]["environment"].items() if name.endswith("_FILE")
        }
        assert files == {f"/run/secrets/{name}" for name in secrets}
        assert secrets <= document["secrets"].keys()
    assert document["services"]["migrate"]["command"] == [".venv/bin/python", "manage.py", "migrate"]
    for service in document["services"].values():
        assert set(service["networks"]) <= document["networks"].keys()
        assert set(service.get("depends_on", {})) <= document["services"].keys()


def test_image_has_every_app_the_documented_packages_and_no_root():
    text = (DEPLOY / "container" / "Containerfile").read_text()
    copied = set(re.findall(r"^COPY (\w+) \1$", text, re.MULTILINE))
    own = {app.name.partition(".")[0] for app in apps.get_app_configs() if (ROOT / app.name.partition(".")[0]).is_dir()}
    assert copied == own | {"locale"}
    for line in re.findall(r"-m pip install .*-r requirements-\w+\.txt", text):
        assert line.replace(" --no-cache-dir", "") in OPERATIONS
    assert re.findall(r"^USER (.*)$", text, re.MULTILINE) == ["10001:10001"]
    for names in re.findall(r"^COPY ((?!--)[^\n]+) \S+$", text, re.MULTILINE):
        assert all((ROOT / name).exists() for name in names.split())


@pytest.mark.parametrize("name", ["Containerfile", "compose.yaml"])
def test_file_that_ci_cannot_run_says_so_in_its_first_line(name):
    assert (DEPLOY / "container" / name).read_text().startswith("# Cannot be ")
