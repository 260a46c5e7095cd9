"""The recipe of `make run` as it stands in the Makefile, up to the server. Here, for it takes seconds."""

import os
import stat
import subprocess
import sys

from tests.servers import ROOT


def make_run(folder, **variables):
    """With what `make` would install taken for installed, and a port that the server refuses."""
    given = {"RUN_READY": "", "VENV": sys.prefix, "DATA_DIR": folder, "PORT": "none", "DATABASE_URL": "", **variables}
    command = ["make", "run", *(f"{name}={value}" for name, value in given.items())]
    environ = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return subprocess.run(command, cwd=ROOT, env=environ, capture_output=True, text=True, timeout=120, umask=0o022)


def modes(folder):
    return {path.name: stat.S_IMODE(path.stat().st_mode) for path in [folder, *folder.iterdir()]}


def test_nobody_else_can_read_what_make_run_makes_or_finds(tmp_path):
    folder = tmp_path / "bank"
    for _ in range(2):
        done = make_run(folder)
        assert "PORT='none'" in done.stderr, done.stderr
        assert modes(folder) == {"bank": 0o700, "bank.sqlite3": 0o600, "secret_key": 0o600}
        folder.chmod(0o755)  # as an earlier release left them
        (folder / "bank.sqlite3").chmod(0o644)


def test_a_code_that_is_no_currency_stops_the_start_before_anything_is_written_in_it(tmp_path):
    done = make_run(tmp_path / "bank", BANK_CURRENCY="XAU")
    assert done.returncode == 2
    assert "bank.E010" in done.stderr
    assert "demo bank" not in done.stdout
