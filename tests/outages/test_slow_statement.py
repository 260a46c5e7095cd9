"""The database ends slow statements of requests; statements of commands may take longer."""

import os
import subprocess
import sys
import time

import pytest

from tests.servers import ROOT

SLOW = "c.execute('SELECT SLEEP(4)'); print(c.fetchone())"
REQUEST, COMMAND = "import bankportal.wsgi", "import django; django.setup()"


def run(url, folder, setup, statement):
    """Runs a statement as in a request or a command; returns the output, the last line of stderr, and the seconds."""
    connect = "from django.db import connection; c = connection.cursor(); print('began', flush=True)"
    environ = {
        "PATH": os.environ["PATH"],
        "DJANGO_SETTINGS_MODULE": "bankportal.settings",
        "DEBUG": "1",
        "SECRET_KEY": "k3y-ABCD" * 8,
        "DATA_DIR": str(folder),
        "DATABASE_URL": url,
        "DATABASE_TIMEOUT": "3",
    }
    with subprocess.Popen(
        [sys.executable, "-c", f"{setup}; {connect}; {statement}"],
        cwd=ROOT,
        env=environ,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout.readline() == "began\n", process.stderr.read()
        since = time.monotonic()
        output, error = process.communicate(timeout=60)
    return output, (error.splitlines() or [""])[-1], time.monotonic() - since


@pytest.fixture
def url(mariadb):
    """The URL of a database that exists on every server."""
    return mariadb.url.replace("/bank", "/mysql")


def test_database_ends_a_slow_statement_of_a_request_before_the_connection_times_out(url, tmp_path):
    output, error, seconds = run(url, tmp_path, REQUEST, SLOW)
    assert (output, "(1969, " in error) == ("", True), error
    assert seconds < 4


def test_slow_statement_of_a_command_succeeds(url, tmp_path):
    output, error, _ = run(url, tmp_path, COMMAND, SLOW)
    assert (output, error) == ("(0,)\n", "")
