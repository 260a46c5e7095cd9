"""`DATABASE_URL` and `DATABASE_CA`: rejected options, verification of the server, and statement timeouts."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from bankportal.database import database_settings
from core.db.timeouts import mysql_timeouts
from tests.servers import ROOT

URL = "mysql://bank:secret@db.bank.example:3306/bank"


def options(query="", ca=""):
    return database_settings(f"{URL}{query}", debug=False, data_dir=Path("/nowhere"), ca=ca, timeout=3600)["OPTIONS"]


def run(*command, **environ):
    environ = {"PATH": os.environ["PATH"], "DEBUG": "1", "SECRET_KEY": "k3y-ABCD" * 8} | environ
    return subprocess.run([sys.executable, *command], cwd=ROOT, env=environ, capture_output=True, text=True)


@pytest.mark.parametrize("mode", ["REQUIRED", "PREFERRED", "required", "Preferred", "true", "1"])
def test_ssl_mode_that_may_connect_in_plain_text_is_refused_with_a_hint(mode):
    with pytest.raises(ImproperlyConfigured, match=r"DATABASE_URL: ssl_mode=.+ may connect in plain text") as refusal:
        options(f"?ssl_mode={mode}")
    assert "Write ssl_mode=VERIFY_IDENTITY (DATABASE_CA names" in str(refusal.value)


@pytest.mark.parametrize(
    "option", ["read_timeout", "write_timeout", "init_command", "isolation_level", "charset", "ssl"]
)
def test_option_that_the_portal_sets_itself_is_refused(option):
    with pytest.raises(ImproperlyConfigured, match=f"DATABASE_URL: the option {option} is not allowed"):
        options(f"?{option}=1")


@pytest.mark.parametrize(
    ("query", "ca", "expected"),
    [
        ("", "", {}),
        ("?ssl_mode=VERIFY_IDENTITY", "", {"ssl_mode": "VERIFY_IDENTITY"}),
        ("?ssl_mode=verify_ca", "", {"ssl_mode": "VERIFY_CA"}),
        ("?ssl_mode=DISABLED", "", {"ssl_mode": "DISABLED"}),
        ("", "ca.pem", {"ssl_mode": "VERIFY_IDENTITY", "ssl": {"ca": "ca.pem"}}),
        ("?ssl_mode=VERIFY_CA", "ca.pem", {"ssl_mode": "VERIFY_CA", "ssl": {"ca": "ca.pem"}}),
    ],
)
def test_encryption_options_follow_from_ssl_mode_and_ca(query, ca, expected):
    options_found = options(query, ca)
    assert {name: value for name, value in options_found.items() if name.startswith("ssl")} == expected


def test_ca_without_encryption_is_refused():
    with pytest.raises(ImproperlyConfigured, match="DATABASE_CA is set, but DATABASE_URL says ssl_mode=DISABLED"):
        options("?ssl_mode=DISABLED", "ca.pem")


def test_other_options_of_the_url_are_kept():
    found = options("?unix_socket=/run/mysqld/mysqld.sock&connect_timeout=3")
    assert (found["unix_socket"], found["connect_timeout"]) == ("/run/mysqld/mysqld.sock", 3)


@pytest.mark.slow
@pytest.mark.parametrize("command", ["migrate", "verify_ledger", "serve"])
def test_refused_url_stops_every_command_with_one_sentence(command, tmp_path):
    result = run("manage.py", command, DATABASE_URL=f"{URL}?ssl_mode=REQUIRED", DATA_DIR=str(tmp_path))
    assert result.returncode != 0
    assert result.stdout == ""
    assert result.stderr.startswith("ImproperlyConfigured: DATABASE_URL: ssl_mode=REQUIRED")
    assert len(result.stderr.splitlines()) == 1


@pytest.mark.slow
@pytest.mark.parametrize("name", ["DATABASE_CA", "REDIS_CA"])
def test_ca_file_that_cannot_be_read_stops_every_command(name, tmp_path):
    result = run("manage.py", "migrate", DATA_DIR=str(tmp_path), **{name: str(tmp_path / "absent.pem")})
    assert result.returncode != 0
    assert result.stderr.strip().endswith("absent.pem' cannot be read: No such file or directory.")


@pytest.mark.slow
@pytest.mark.parametrize("command", ["migrate", "verify_ledger", "snapshot_balances", "clearsessions"])
def test_command_without_a_database_is_an_error_and_makes_no_file(command, tmp_path):
    result = run("manage.py", command, DEBUG="0", DATA_DIR=str(tmp_path))
    assert result.returncode != 0
    assert result.stderr.startswith("ImproperlyConfigured: DATABASE_URL is not set.")
    assert len(result.stderr.splitlines()) == 1
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
def test_statement_timeout_of_a_command_is_longer_than_that_of_a_request(tmp_path):
    pytest.importorskip("MySQLdb", reason="the driver is in requirements-mysql.txt")
    script = "from django.db import connections; print(connections.settings['default']['OPTIONS']['read_timeout'])"
    environ = {"DATABASE_URL": "mysql://root@127.0.0.1:1/bank", "DATA_DIR": str(tmp_path)}
    as_command = run("manage.py", "shell", "--no-imports", "-c", script, **environ)
    as_server = run("-c", f"import bankportal.wsgi; {script}", **environ)
    as_set = run("-c", f"import bankportal.wsgi; {script}", DATABASE_TIMEOUT="12", **environ)
    assert [result.stdout for result in (as_command, as_server, as_set)] == ["3600\n", "7\n", "12\n"], as_server.stderr


def test_timeouts_of_a_request_are_in_ascending_order():
    limits = mysql_timeouts(7, connect=2, end_statement=True)
    assert "innodb_lock_wait_timeout=5 " in limits["init_command"]
    assert "max_statement_time=6 " in limits["init_command"]
    assert "max_execution_time=6000 " in limits["init_command"]
    assert (limits["connect_timeout"], limits["read_timeout"], limits["write_timeout"]) == (2, 7, 7)
    short = mysql_timeouts(3, connect=2, end_statement=True)["init_command"]
    assert "innodb_lock_wait_timeout=1 /*M! , max_statement_time=2 */" in short
