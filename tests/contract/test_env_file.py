"""A `.env` that exists and cannot be read stops every command, because it names the bank's database."""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from bankportal.env_file import read_env_file
from tests.servers import ROOT

pytestmark = pytest.mark.any_database

COMMANDS = ["migrate", "verify_ledger", "snapshot_balances", "cleanup_expired_sessions", "check", "serve", "shell"]


@pytest.fixture
def project(tmp_path):
    """A copy of the project in its own folder, in which a test can create a `.env`."""
    folder = tmp_path / "project"
    folder.mkdir()
    for path in ROOT.iterdir():
        if (path / "__init__.py").is_file() and path.name not in {"tests", "bench", "bankportal"}:
            (folder / path.name).symlink_to(path)
    # Copied, because the settings look for `.env` beside their own package.
    shutil.copytree(ROOT / "bankportal", folder / "bankportal", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "manage.py", folder)
    return folder


def run(project, command):
    environ = {"PATH": os.environ["PATH"], "DEBUG": "1"}
    return subprocess.run(
        [sys.executable, "manage.py", command], cwd=project, env=environ, capture_output=True, text=True,
        stdin=subprocess.DEVNULL,
    )  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("command", COMMANDS)
def test_unreadable_env_file_stops_command(command, project):
    (
        project / ".env"
    ).mkdir()  # the tests may run as root, which can read any file, but cannot read a directory as a file
    result = run(project, command)
    assert result.returncode != 0
    assert result.stdout == ""
    assert result.stderr == (
        f"ImproperlyConfigured: {project}/.env cannot be read: Is a directory. Run this as the portal's user.\n"
    )
    assert not (project / "var").exists()


@pytest.mark.slow
def test_readable_env_file_is_used(project, tmp_path):
    (project / ".env").write_text(f"DATA_DIR={tmp_path}/elsewhere\n")
    assert run(project, "migrate").returncode == 0
    assert (tmp_path / "elsewhere" / "bank.sqlite3").is_file()


def test_missing_env_file_is_not_an_error(tmp_path):
    read_env_file(tmp_path / ".env")


def test_link_to_a_missing_env_file_is_refused(tmp_path):
    (tmp_path / ".env").symlink_to(tmp_path / "absent")
    with pytest.raises(ImproperlyConfigured, match=r"\.env cannot be read: No such file or directory"):
        read_env_file(tmp_path / ".env")


def test_env_file_that_is_not_utf8_is_refused(tmp_path):
    (tmp_path / ".env").write_bytes(b"BANK_NAME=Caf\xe9\n")
    with pytest.raises(ImproperlyConfigured, match=r"\.env cannot be read: it is not UTF-8"):
        read_env_file(tmp_path / ".env")


@pytest.mark.skipif(os.geteuid() != 0, reason="becomes another user")
@pytest.mark.parametrize(("folder_mode", "file_mode"), [(0o755, 0o400), (0o700, 0o444)])
def test_env_file_of_another_user_is_refused(folder_mode, file_mode):
    """As when an operator runs a command as the wrong user."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / ".env"
        file.write_text("BANK_NAME=The Bank\n")
        file.chmod(file_mode)
        Path(folder).chmod(folder_mode)
        imports = "import os; from pathlib import Path; from bankportal.env_file import read_env_file"
        script = f"{imports}; os.setuid(65534); read_env_file(Path({str(file)!r}))"
        result = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True)
    assert result.returncode != 0
    assert result.stderr.splitlines()[-1].endswith(
        ".env cannot be read: Permission denied. Run this as the portal's user."
    )
