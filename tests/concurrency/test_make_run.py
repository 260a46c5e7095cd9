"""The recipe of `make run` as it stands in the Makefile. Here, for it takes seconds."""

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


@contextlib.contextmanager
def make_run(folder, **variables):
    """`make run` with what `make` would install taken for installed, on SQLite; ended with the block."""
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


def test_nobody_else_can_read_what_make_run_makes_or_finds(tmp_path):
    folder = tmp_path / "bank"
    for _ in range(2):
        with make_run(folder) as process:
            assert any(line.startswith("Serving on ") for line in process.stdout)
            private = {name: mode for name, mode in modes(folder).items() if not name.endswith(("-wal", "-shm"))}
            assert private == {"bank": 0o700, "bank.sqlite3": 0o600, "secret_key": 0o600}
        folder.chmod(0o755)  # as an earlier release left them
        (folder / "bank.sqlite3").chmod(0o644)


@pytest.mark.parametrize(("given", "status"), [({}, 201), ({"EMAIL_CONFIRMATION": "1"}, 202)], ids=["default", "set"])
def test_registration_needs_no_confirmation_unless_make_is_told_so(tmp_path, given, status):
    form = {"email": "new@example.com", "password": "a long enough passphrase", "full_name": "New"}
    with make_run(tmp_path / "bank", **given) as process:
        served = next(line for line in process.stdout if line.startswith("Serving on "))
        port = served.partition("localhost:")[2].partition(" ")[0]
        url = f"http://localhost:{port}/api/users/register/"
        assert httpx.post(url, json=form, trust_env=False).status_code == status


def test_a_code_that_is_no_currency_stops_the_start_before_anything_is_written_in_it(tmp_path):
    with make_run(tmp_path / "bank", BANK_CURRENCY="XAU") as process:
        said, _ = process.communicate(timeout=120)
    assert process.returncode == 2
    assert "bank.E010" in said
    assert "demo bank" not in said


def test_port_that_is_in_use_stops_the_start_before_anything_is_loaded(tmp_path):
    with make_run(tmp_path / "one") as first:
        served = next(line for line in first.stdout if line.startswith("Serving on "))
        port = served.partition("localhost:")[2].partition(" ")[0]
        with make_run(tmp_path / "two", PORT=port) as second:
            said, _ = second.communicate(timeout=120)
    assert second.returncode == 2
    assert f"Port {port} is already in use." in said
    assert not (tmp_path / "two" / "bank.sqlite3").exists()
