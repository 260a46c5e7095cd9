"""A command that needs the bank's tables fails on a database without them, with one sentence and status 1."""

import contextlib
import os
import subprocess
import sys
from urllib.parse import urlsplit

import pytest

from tests.servers import ROOT
from tools.mariadb import free_port

pytestmark = pytest.mark.slow

COMMANDS = ["verify_ledger", "snapshot_balances", "cleanup_expired_sessions", "seed", "load_demo",
            "end_all_sessions", "reencrypt_factors", "set_time_zone"]  # fmt: skip
DATABASE_URL = os.environ.get("DATABASE_URL", "")


def run(command, url, folder):
    environ = {"PATH": os.environ["PATH"], "DEBUG": "1", "DATA_DIR": str(folder), "DATABASE_URL": url}
    return subprocess.run([sys.executable, "manage.py", command], cwd=ROOT, env=environ, capture_output=True, text=True)


@pytest.fixture(scope="module")
def empty_database_url(tmp_path_factory):
    """The URL of a database without tables."""
    if not DATABASE_URL.startswith("mysql"):
        yield f"sqlite:///{tmp_path_factory.mktemp('empty_database_url')}/bank.sqlite3"
        return
    import MySQLdb

    parts, name = urlsplit(DATABASE_URL), f"empty_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
    with contextlib.closing(MySQLdb.connect(host=parts.hostname, port=parts.port, user=parts.username)) as root:
        root.cursor().execute(f"CREATE DATABASE {name}")
        yield DATABASE_URL.replace(parts.path, f"/{name}")
        root.cursor().execute(f"DROP DATABASE {name}")


@pytest.mark.parametrize("command", COMMANDS)
def test_command_on_a_database_without_tables_is_an_error(command, empty_database_url, tmp_path):
    result = run(command, empty_database_url, tmp_path)
    assert result.returncode == 1
    assert result.stdout == ""
    (sentence,) = result.stderr.splitlines()
    assert sentence.startswith("CommandError: The database ")
    assert "is not migrated" in sentence
    assert sentence.endswith("Run `manage.py migrate` on the bank's database.")


@pytest.mark.parametrize("command", COMMANDS)
def test_command_without_its_database_server_is_an_error(command, tmp_path):
    """On MariaDB no server listens on the port; on SQLite the folder does not exist."""
    url = (
        f"mysql://root@127.0.0.1:{free_port()}/bank"
        if DATABASE_URL.startswith("mysql")
        else f"sqlite:///{tmp_path}/no/bank"
    )
    result = run(command, url, tmp_path)
    assert result.returncode == 1
    assert result.stdout == ""
    (sentence,) = result.stderr.splitlines()
    assert sentence.startswith("CommandError: The database does not answer: ")
