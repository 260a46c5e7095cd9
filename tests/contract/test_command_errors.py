"""A command that works on the bank's tables is an error where there are none, in one sentence and with status 1."""

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
            "end_all_sessions"]  # fmt: skip
GIVEN = os.environ.get("DATABASE_URL", "")


def run(command, url, folder):
    environ = {"PATH": os.environ["PATH"], "DEBUG": "1", "DATA_DIR": str(folder), "DATABASE_URL": url}
    return subprocess.run([sys.executable, "manage.py", command], cwd=ROOT, env=environ, capture_output=True, text=True)


@pytest.fixture(scope="module")
def empty(tmp_path_factory):
    """The address of a database without tables."""
    if not GIVEN.startswith("mysql"):
        yield f"sqlite:///{tmp_path_factory.mktemp('empty')}/bank.sqlite3"
        return
    import MySQLdb

    parts, name = urlsplit(GIVEN), f"empty_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
    with contextlib.closing(MySQLdb.connect(host=parts.hostname, port=parts.port, user=parts.username)) as root:
        root.cursor().execute(f"CREATE DATABASE {name}")
        yield GIVEN.replace(parts.path, f"/{name}")
        root.cursor().execute(f"DROP DATABASE {name}")


@pytest.mark.parametrize("command", COMMANDS)
def test_command_on_a_database_without_tables_is_an_error(command, empty, tmp_path):
    done = run(command, empty, tmp_path)
    assert done.returncode == 1
    assert done.stdout == ""
    (sentence,) = done.stderr.splitlines()
    assert sentence.startswith("CommandError: The database ")
    assert "is not migrated" in sentence
    assert sentence.endswith("Run `manage.py migrate` on the bank's database.")


@pytest.mark.parametrize("command", COMMANDS)
def test_command_without_its_database_server_is_an_error(command, tmp_path):
    """MariaDB: nobody listens. SQLite: the folder is not there."""
    url = f"mysql://root@127.0.0.1:{free_port()}/bank" if GIVEN.startswith("mysql") else f"sqlite:///{tmp_path}/no/bank"
    done = run(command, url, tmp_path)
    assert done.returncode == 1
    assert done.stdout == ""
    (sentence,) = done.stderr.splitlines()
    assert sentence.startswith("CommandError: The database does not answer: ")
