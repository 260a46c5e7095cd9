"""A real server on a free port, with its own database; what tests of races and scenarios talk to."""

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
MEMORY = "/dev/shm" if Path("/dev/shm").is_dir() else None  # nothing here outlives a test: no disk need be waited for
PEOPLE = {
    "member@example.com": "member",
    "member2@example.com": "member",
    "cashier@bank.com": "cashier",
    "manager@bank.com": "manager",
}
DEFAULT_LIMITS = {  # of the settings that `Server` widens
    "THROTTLE_ANON": "100/hour",
    "THROTTLE_USER": "1000/hour",
    "THROTTLE_LOGIN_SUCCESS": "60/hour",
    "THROTTLE_REFRESH": "30/minute",
    "MAX_SESSIONS": "20",
}


class Server:
    """`manage.py serve` with `workers` processes on a database of its own: in `DATABASE_URL`'s server, or a file.

    `settings` are environment variables. The limits per user and address are wide, unless a test narrows them.
    """

    serving = "/readyz"  # what answers 200 once the server serves

    def __init__(self, name, workers=4, **settings):
        self.folder = tempfile.TemporaryDirectory(prefix="bank-server-", dir=MEMORY)
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
        with self.log.open("w") as log:
            # A group of its own, so that its workers end with it whatever happens.
            self.process = subprocess.Popen(
                [sys.executable, "manage.py", "serve"], cwd=ROOT, env=self.environ, stdout=log, stderr=log,
                start_new_session=True,
            )  # fmt: skip
        self._wait()
        self.add_people(PEOPLE)
        return self

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
        """Brings the empty database to where the server can start."""
        self.manage("migrate", "--verbosity", "0")

    def manage(self, *command):
        """Runs a management command on this server's database; returns what it printed."""
        done = subprocess.run(
            [sys.executable, "manage.py", *command], cwd=ROOT, env=self.environ, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def browser(self, user_agent=None):
        """A new browser, closed with the test."""
        browser = RemoteBrowser(self.url, **({"user_agent": user_agent} if user_agent else {}))
        self.browsers.append(browser)
        return browser

    def close_browsers(self):
        while self.browsers:
            self.browsers.pop().close()

    def sql(self, statement, *parameters):
        """Runs one statement on the database, past Django; returns its rows. `%s` marks a parameter."""
        with contextlib.closing(self._connect()) as connection:
            cursor = connection.cursor()
            text = statement if self._is_mariadb() else statement.replace("%s", "?")
            cursor.execute(text, parameters)
            rows = cursor.fetchall() if cursor.description else []
            connection.commit()
            return rows

    def add_people(self, people):
        """`{email: role}`; all with the password `PASSWORD`, whose hash is computed once."""
        encoded = _encoded()
        now = datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%S")
        for email, role in people.items():
            self.sql(
                "INSERT INTO users (email, full_name, phone, role, is_active, is_superuser, date_joined, password) "
                "VALUES (%s, %s, '', %s, 1, 0, %s, %s)",
                email, email.partition("@")[0], role, now, encoded,
            )  # fmt: skip

    def reset(self):
        """Forgets sessions and limits and counted hashes; people stay."""
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
        given = os.environ.get("DATABASE_URL", "")
        if not given.startswith("mysql"):
            return f"sqlite:///{self.folder.name}/bank.sqlite3"
        parts = urlsplit(given)
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
        deadline = time.monotonic() + 60
        with httpx.Client(trust_env=False, timeout=5, verify=False) as client:  # each that could TLS costs 40 ms
            while time.monotonic() < deadline:
                assert self.process.poll() is None, self.log.read_text()
                with contextlib.suppress(httpx.TransportError):
                    if client.get(f"{self.url}{self.serving}").status_code == 200:
                        return
                time.sleep(0.05)  # what starts needs the processor
        raise AssertionError(f"the server did not start: {self.log.read_text()}")


class DemoServer(Server):
    """Has the demo bank's people and settings, as after `make run`, and the limits that a newcomer meets."""

    def __init__(self, name, workers=4, **settings):
        super().__init__(name, workers, **{"EMAIL_CONFIRMATION": 0, **settings})

    def add_people(self, people):
        self.manage("load_demo")


_kept = []


def _encoded():
    if not _kept:
        from users.authentication.hashers import BankArgon2Hasher

        hasher = BankArgon2Hasher()
        _kept.append(hasher.encode(PASSWORD, hasher.salt()))
    return _kept[0]
