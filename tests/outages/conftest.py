"""Real servers on a MariaDB of these tests' own, which they may freeze, fill and set to read-only.

They take seconds each and need MariaDB: they run with `make test-mariadb`.
"""

import contextlib
import os
import time

import httpx
import pytest

from tests.certificates import make_certificate
from tests.servers import Server
from tools.mariadb import running

PASSWORD = "choose-one"
RIGHTS = "SELECT, INSERT, UPDATE, DELETE, CREATE, ALTER, DROP, INDEX, REFERENCES, TRIGGER"  # as the README grants


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item):
    """Before any fixture: no server is started for a test that is not run."""
    if not os.environ.get("DATABASE_URL", "").startswith("mysql"):
        pytest.skip("needs MariaDB: make test-mariadb")


class BankServer(Server):
    """A server whose database user has the rights that the documentation grants, and no others.

    Its database outlives it: those that follow find it migrated, which takes seconds.
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
        known = {row[0] for row in self.sql("SELECT email FROM users")}
        super().add_people({email: role for email, role in people.items() if email not in known})

    def as_root(self, statement):
        """One statement by the database's administrator."""
        with contextlib.closing(self._connect()) as connection:
            cursor = connection.cursor()
            cursor.execute(statement)
            return cursor.fetchall()

    def get(self, path):
        """The answer over a connection of its own."""
        with httpx.Client(trust_env=False, timeout=30, verify=False) as client:
            return client.get(f"{self.url}{path}")

    def wait_until_ready(self):
        deadline = time.monotonic() + 30
        while self.get("/readyz").status_code != 200:
            assert time.monotonic() < deadline, self.log.read_text()

    def wait_until_not_ready(self):
        """The body of `/readyz` when it is no longer 200: an answer is given again for a second."""
        deadline = time.monotonic() + 10
        while (response := self.get("/readyz")).status_code == 200:
            assert time.monotonic() < deadline, "the server says that it is ready"
        assert int(response.headers["Retry-After"]) >= 1
        return response.json()

    def lines(self, *words):
        """The lines of the server's log with all these words in them."""
        return [line for line in self.log.read_text().splitlines() if all(word in line for word in words)]


@pytest.fixture(scope="session")
def certificate(tmp_path_factory):
    return make_certificate(tmp_path_factory.mktemp("mariadb"))


@pytest.fixture(scope="session")
def mariadb(certificate):
    """It offers TLS, and takes connections without it as well."""
    with running(f"--ssl-cert={certificate.cert}", f"--ssl-key={certificate.key}") as server:
        yield server


@pytest.fixture
def start(mariadb):
    """Starts a portal on it: `start(SETTING=value)`."""
    with contextlib.ExitStack() as stack:
        yield lambda **settings: stack.enter_context(BankServer(mariadb, **settings))
        mariadb.thaw()


@pytest.fixture
def start_with(tmp_path):
    """Starts a database server with a certificate of another name; gives its address and the authority's file."""
    with contextlib.ExitStack() as stack:

        def start(name):
            made = make_certificate(tmp_path / "certificate", name=name)
            server = stack.enter_context(running(f"--ssl-cert={made.cert}", f"--ssl-key={made.key}"))
            return server.url.replace("/bank", "/mysql"), str(made.ca)

        yield start
