"""TLS to the database: only a server with a certificate of the configured authority is accepted."""

import os
import subprocess
import sys

import pytest

from tests.certificates import make_certificate
from tests.servers import ROOT

CIPHER = (
    "from django.db import connection; c = connection.cursor(); c.execute(\"SHOW STATUS LIKE 'Ssl_cipher'\"); "
    "print(c.fetchone()[1])"
)


@pytest.fixture
def cipher(tmp_path):
    """Runs a command that prints the TLS cipher of its connection: `cipher(url, DATABASE_CA=…)`."""

    def run(url, **settings):
        environ = {"PATH": os.environ["PATH"], "DEBUG": "1", "DATA_DIR": str(tmp_path), "DATABASE_URL": url} | settings
        return subprocess.run(
            [sys.executable, "manage.py", "shell", "--no-imports", "-c", CIPHER],
            cwd=ROOT, env=environ, capture_output=True, text=True,
        )  # fmt: skip

    return run


@pytest.fixture
def url(mariadb):
    """The URL of a database that exists on every server."""
    return mariadb.url.replace("/bank", "/mysql")


@pytest.mark.parametrize("mode", ["", "?ssl_mode=VERIFY_IDENTITY", "?ssl_mode=VERIFY_CA"])
def test_connection_is_encrypted_with_the_banks_own_authority(mode, url, cipher, certificate):
    result = cipher(f"{url}{mode}", DATABASE_CA=str(certificate.ca))
    assert result.returncode == 0, result.stderr
    assert result.stdout.startswith("TLS_")


def test_server_of_an_unknown_authority_is_refused(url, cipher, tmp_path):
    for settings in ({}, {"DATABASE_CA": str(make_certificate(tmp_path / "other").ca)}):
        result = cipher(f"{url}?ssl_mode=VERIFY_IDENTITY", **settings)
        assert result.returncode != 0
        assert "(2026, " in result.stderr


def test_server_without_encryption_is_refused(cipher, certificate):
    """The MariaDB server of the test suite has no certificate."""
    plain = os.environ["DATABASE_URL"]
    assert cipher(plain).stdout == "\n"
    result = cipher(plain, DATABASE_CA=str(certificate.ca))
    assert result.returncode != 0
    assert "(2026, " in result.stderr


def test_server_with_the_certificate_of_another_name_is_refused(start_mariadb, cipher):
    """MariaDB's client checks the name with VERIFY_CA as well."""
    url, ca = start_mariadb("db.bank.example")
    for mode in ("VERIFY_IDENTITY", "VERIFY_CA"):
        result = cipher(f"{url}?ssl_mode={mode}", DATABASE_CA=ca)
        assert result.returncode != 0
        assert "(2026, " in result.stderr
