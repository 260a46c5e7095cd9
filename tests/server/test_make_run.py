"""The recipe of `make run` in the Makefile."""

import contextlib
import os
import signal
import stat
import subprocess
import sys

import httpx
import pytest

from tests.servers import ROOT
from tools.mariadb import free_port

pytestmark = [pytest.mark.slow, pytest.mark.any_database]


@contextlib.contextmanager
def make_run(folder, **variables):
    """Runs `make run` on SQLite without its installation step; stops it at the end of the block."""
    given = {
        "RUN_READY": "",
        "VENV": sys.prefix,
        "DATA_DIR": folder,
        "PORT": free_port(),
        "DATABASE_URL": "",
        **variables,
    }
    command = ["make", "run", *(f"{name}={value}" for name, value in given.items())]
    environ = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    with subprocess.Popen(
        command, cwd=ROOT, env=environ, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, umask=0o022,
        start_new_session=True,
    ) as process:  # fmt: skip
        try:
            yield process
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGTERM)


def modes(folder):
    return {path.name: stat.S_IMODE(path.stat().st_mode) for path in [folder, *folder.iterdir()]}


def test_make_run_makes_new_and_existing_data_files_private(tmp_path):
    folder = tmp_path / "bank"
    for _ in range(2):
        with make_run(folder) as process:
            assert any(line.startswith("Serving on ") for line in process.stdout)
            private = {name: mode for name, mode in modes(folder).items() if not name.endswith(("-wal", "-shm"))}
            assert private == {"bank": 0o700, "bank.sqlite3": 0o600, "secret_key": 0o600}
        folder.chmod(0o755)  # as created by an earlier release
        (folder / "bank.sqlite3").chmod(0o644)


@pytest.mark.parametrize(("given", "status"), [({}, 201), ({"EMAIL_CONFIRMATION": "1"}, 202)], ids=["default", "set"])
def test_make_run_registers_without_confirmation_unless_email_confirmation_is_set(tmp_path, given, status):
    form = {"email": "new@example.com", "password": "a long enough passphrase", "full_name": "New"}
    with make_run(tmp_path / "bank", **given) as process:
        line = next(line for line in process.stdout if line.startswith("Serving on "))
        port = line.partition("localhost:")[2].partition(" ")[0]
        url = f"http://localhost:{port}/api/users/register/"
        assert httpx.post(url, json=form, trust_env=False).status_code == status


def test_invalid_currency_prevents_startup_before_the_demo_bank_is_loaded(tmp_path):
    with make_run(tmp_path / "bank", BANK_CURRENCY="XAU") as process:
        output, _ = process.communicate(timeout=120)
    assert process.returncode == 2
    assert "bank.E010" in output
    assert "demo bank" not in output


def test_port_in_use_prevents_startup_before_the_database_is_created(tmp_path):
    with make_run(tmp_path / "one") as first:
        line = next(line for line in first.stdout if line.startswith("Serving on "))
        port = line.partition("localhost:")[2].partition(" ")[0]
        with make_run(tmp_path / "two", PORT=port) as second:
            output, _ = second.communicate(timeout=120)
    assert second.returncode == 2
    assert f"Port {port} is already in use." in output
    assert not (tmp_path / "two" / "bank.sqlite3").exists()
