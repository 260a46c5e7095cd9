"""A server on a free port with its own database, for tests of concurrency and scenarios."""

import contextlib
import os
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import httpx

from tests.browsers import RemoteBrowser
from tests.hashers import PASSWORD
from tools.mariadb import free_port

ROOT = Path(__file__).resolve().parent.parent
# In memory where possible: the data is temporary, and a disk is slower.
TEMPORARY_FOLDER = "/dev/shm" if Path("/dev/shm").is_dir() else None
PEOPLE = {
    "member@example.com": "member",
    "member2@example.com": "member",
    "cashier@bank.com": "cashier",
    "manager@bank.com": "manager",
}
DEFAULT_LIMITS = {  # the defaults of settings that `Server` raises
    "THROTTLE_ANON": "100/hour",
    "THROTTLE_USER": "1000/hour",
    "THROTTLE_LOGIN_SUCCESS": "60/hour",
    "THROTTLE_REFRESH": "30/minute",
    "MAX_SESSIONS": "20",
}


class Server:
    """`manage.py serve` with `workers` processes and its own database: on the server of `DATABASE_URL`, or in a file.

    `settings` are environment variables. The limits per user and address are high, unless a test lowers them.
    """

    serving = "/readyz"  # returns 200 when the server is ready
    command = (sys.executable, "manage.py", "serve")
    start_timeout = 120  # seconds; a busy machine may need more than a minute
    tree = ROOT  # the checkout whose code runs

    def __init__(self, name, workers=4, **settings):
        self.folder = tempfile.TemporaryDirectory(prefix="bank-server-", dir=TEMPORARY_FOLDER)
        self.hashes = Path(self.folder.name) / "hashes"
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.environ = {
            **{k: v for k, v in os.environ.items() if k in {"PATH", "HOME", "LANG", "VIRTUAL_ENV"}},
            "DJANGO_SETTINGS_MODULE": "tests.server_settings",
            "DEBUG": "1",
            "SECRET_KEY": "server-key-0123456789-abcdefghijklmnopqrstuvwxyz-0123456789",
            "DATA_DIR": self.folder.name,
            "DATABASE_URL": self._make_database(name),
            "HASH_COUNT_FILE": str(self.hashes),
            "PORT": str(self.port),
            "WORKERS": str(workers),
            "THROTTLE_ANON": "1000000/hour",
            "THROTTLE_USER": "1000000/hour",
            "THROTTLE_LOGIN_SUCCESS": "1000/second",
            "THROTTLE_REFRESH": "250/second",
            "MAX_SESSIONS": "1000",
            **{name: str(value) for name, value in settings.items()},
        }
        self.log = Path(self.folder.name) / "log"
        self.process = None
        self.browsers = []

    def __enter__(self):
        self.prepare()
        try:
            self.start()
            self.add_people(PEOPLE)
        except BaseException:
            self.__exit__()
            raise
        return self

    def start(self):
        """Starts the server, and waits until it serves."""
        with self.log.open("a") as log:
            # A process group of its own, so that the workers always end with the server.
            self.process = subprocess.Popen(
                self.command, cwd=self.tree, env=self.environ, stdout=log, stderr=log,
                start_new_session=True,
            )  # fmt: skip
        self._wait()

    def __exit__(self, *exc):
        self.close_browsers()
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGTERM)
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(20)
        self.folder.cleanup()

    def prepare(self):
        """Migrates the empty database."""
        self.manage("migrate", "--verbosity", "0")

    def manage(self, *command):
        """Runs a management command on this server's database; returns its output."""
        result = subprocess.run(
            [sys.executable, "manage.py", *command], cwd=self.tree, env=self.environ, capture_output=True, text=True
        )
        assert result.returncode == 0, result.stdout + result.stderr
        return result.stdout

    def browser(self, user_agent=None):
        """Opens a browser, which is closed after the test."""
        browser = RemoteBrowser(self.url, **({"user_agent": user_agent} if user_agent else {}))
        self.browsers.append(browser)
        return browser

    def close_browsers(self):
        while self.browsers:
            self.browsers.pop().close()

    def sql(self, statement, *parameters):
        """Runs a statement on the database without Django; returns its rows. `%s` is a placeholder."""
        with contextlib.closing(self._connect()) as connection:
            cursor = connection.cursor()
            text = statement if self._is_mariadb() else statement.replace("%s", "?")
            cursor.execute(text, parameters)
            rows = cursor.fetchall() if cursor.description else []
            connection.commit()
            return rows

    def add_people(self, people):
        """Adds `{email: role}`, all with the password `PASSWORD`, whose hash is computed once."""
        encoded = _password_hash()
        now = datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%S")
        for email, role in people.items():
            self.sql(
                "INSERT INTO users (email, full_name, phone, role, is_active, is_superuser, date_joined, password) "
                "VALUES (%s, %s, '', %s, 1, 0, %s, %s)",
                email, email.partition("@")[0], role, now, encoded,
            )  # fmt: skip

    def reset(self):
        """Deletes sessions, rate limits and the count of hashes, but no users."""
        for table in (
            "browser_sessions",
            "limits",
            "token_blacklist_blacklistedtoken",
            "token_blacklist_outstandingtoken",
        ):
            self.sql(f"DELETE FROM {table}")
        self.hashes.unlink(missing_ok=True)

    def hashes_computed(self):
        return self.hashes.stat().st_size if self.hashes.exists() else 0

    def _is_mariadb(self):
        return self.environ["DATABASE_URL"].startswith("mysql")

    def _make_database(self, name):
        database_url = os.environ.get("DATABASE_URL", "")
        if not database_url.startswith("mysql"):
            return f"sqlite:///{self.folder.name}/bank.sqlite3"
        parts = urlsplit(database_url)
        self._mariadb = {"host": parts.hostname, "port": parts.port, "user": parts.username}
        with contextlib.closing(self._connect(database="mysql")) as connection:
            cursor = connection.cursor()
            cursor.execute(f"DROP DATABASE IF EXISTS {name}")
            cursor.execute(f"CREATE DATABASE {name} CHARACTER SET utf8mb4")
        self._mariadb["database"] = name
        return f"mysql://{parts.username}@{parts.hostname}:{parts.port}/{name}"

    def _connect(self, **other):
        if hasattr(self, "_mariadb"):
            import MySQLdb

            return MySQLdb.connect(**(self._mariadb | other), init_command="SET time_zone='+00:00'")
        return sqlite3.connect(Path(self.folder.name) / "bank.sqlite3", timeout=30)

    def _wait(self):
        deadline = time.monotonic() + self.start_timeout
        with httpx.Client(trust_env=False, timeout=5, verify=False) as client:  # loading certificates takes 40 ms
            while time.monotonic() < deadline:
                assert self.process.poll() is None, self.log.read_text()
                with contextlib.suppress(httpx.TransportError):
                    if client.get(f"{self.url}{self.serving}").status_code == 200:
                        return
                time.sleep(0.05)  # leave the processor to the server
        raise AssertionError(f"the server did not start: {self.log.read_text()}")


class DemoServer(Server):
    """A server with the demo bank's data and settings, as after `make run`."""

    def __init__(self, name, workers=4, **settings):
        super().__init__(name, workers, **{"EMAIL_CONFIRMATION": 0, **settings})

    def add_people(self, people):
        self.manage("load_demo")


_password_hashes = []


def _password_hash():
    if not _password_hashes:
        from users.authentication.hashers import BankArgon2Hasher

        hasher = BankArgon2Hasher()
        _password_hashes.append(hasher.encode(PASSWORD, hasher.salt()))
    return _password_hashes[0]
