"""Real servers on a private MariaDB, which the tests may freeze, fill and set to read-only.

These tests take seconds each and need MariaDB: they run with `make test-mariadb`.
"""

import contextlib
import os

import httpx
import pytest

from tests.certificates import make_certificate
from tests.servers import Server
from tests.waiting import wait_until
from tools.mariadb import running

PASSWORD = "choose-one"
RIGHTS = "SELECT, INSERT, UPDATE, DELETE, CREATE, ALTER, DROP, INDEX, REFERENCES, TRIGGER"  # as in docs/operations.md


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item):
    """Runs before any fixture, so that no server is started for a skipped test."""
    if not os.environ.get("DATABASE_URL", "").startswith("mysql"):
        pytest.skip("needs MariaDB: make test-mariadb")


class BankServer(Server):
    """A server whose database user has only the documented rights.

    The database is kept for the next server, because migrating it takes seconds.
    """

    def __init__(self, mariadb, **settings):
        self.mariadb = mariadb
        super().__init__("bank", **{"workers": 1, **settings})

    def _make_database(self, name):
        self._mariadb = {"host": "127.0.0.1", "port": self.mariadb.port, "user": "root"}
        self.as_root(f"CREATE DATABASE IF NOT EXISTS {name} CHARACTER SET utf8mb4")
        self.as_root(f"CREATE USER IF NOT EXISTS bank_app@localhost IDENTIFIED BY '{PASSWORD}'")
        self.as_root(f"GRANT {RIGHTS} ON {name}.* TO bank_app@localhost")
        self._mariadb["database"] = name
        return f"mysql://bank_app:{PASSWORD}@127.0.0.1:{self.mariadb.port}/{name}"

    def add_people(self, people):
        existing = {row[0] for row in self.sql("SELECT email FROM users")}
        super().add_people({email: role for email, role in people.items() if email not in existing})

    def as_root(self, statement):
        """Executes a statement as the database's administrator."""
        with contextlib.closing(self._connect()) as connection:
            cursor = connection.cursor()
            cursor.execute(statement)
            return cursor.fetchall()

    def get(self, path):
        """Sends a GET request on a new connection."""
        with httpx.Client(trust_env=False, timeout=30, verify=False) as client:
            return client.get(f"{self.url}{path}")

    def wait_until_ready(self):
        wait_until(lambda: self.get("/readyz").status_code == 200, seconds=30, report=self.log.read_text)

    def wait_until_not_ready(self):
        """Waits until `/readyz` is not 200, and returns its body; a response is cached for a second."""

        def refusal():
            response = self.get("/readyz")
            return response if response.status_code != 200 else None

        response = wait_until(refusal, seconds=10, report=lambda: "the server says that it is ready")
        assert int(response.headers["Retry-After"]) >= 1
        return response.json()

    def lines(self, *words):
        """The lines of the server's log that contain all these words."""
        return [line for line in self.log.read_text().splitlines() if all(word in line for word in words)]


@pytest.fixture(scope="session")
def certificate(tmp_path_factory):
    return make_certificate(tmp_path_factory.mktemp("mariadb"))


@pytest.fixture(scope="session")
def mariadb(certificate):
    """A MariaDB server that accepts connections with and without TLS."""
    with running(f"--ssl-cert={certificate.cert}", f"--ssl-key={certificate.key}") as server:
        yield server


@pytest.fixture
def start_portal(mariadb):
    """Starts a portal on `mariadb`: `start_portal(SETTING=value)`."""
    with contextlib.ExitStack() as stack:
        yield lambda **settings: stack.enter_context(BankServer(mariadb, **settings))
        mariadb.thaw()


@pytest.fixture
def start_mariadb(tmp_path):
    """Starts a MariaDB server whose certificate has this name; returns its URL and the path of the CA certificate."""
    with contextlib.ExitStack() as stack:

        def start(name):
            made = make_certificate(tmp_path / "certificate", name=name)
            server = stack.enter_context(running(f"--ssl-cert={made.cert}", f"--ssl-key={made.key}"))
            return server.url.replace("/bank", "/mysql"), str(made.ca)

        yield start
