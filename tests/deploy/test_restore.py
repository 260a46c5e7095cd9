"""A dump and a copy of the files that were taken under load are restored by the scripts of `deploy/`.

These tests need MariaDB and take minutes: they run with `make test-long`.
"""

import contextlib
import os
import shutil
import subprocess
import threading
import uuid
from pathlib import Path

import pytest

from tests.api_payments import transfer
from tests.concurrency.bank_fixtures import CASHIER, Bank
from tests.deploy.documented_bank import PASSWORD, DocumentedBank, as_root, statements
from tests.servers import ROOT
from tests.waiting import wait_until
from tools.mariadb import running

MySQLdb = pytest.importorskip("MySQLdb", reason="the driver is in requirements-mysql.txt")
SCRIPTS = ROOT / "deploy" / "backup"
BINLOG = ("--log-bin=bank-bin", "--binlog-format=ROW", "--server-id=1", "--log-bin-trust-function-creators=1")
pytestmark = pytest.mark.long


@pytest.fixture(autouse=True, scope="module")
def _needs_mariadb():
    if not os.environ.get("DATABASE_URL", "").startswith("mysql"):
        pytest.skip("needs MariaDB: make test-long")
    if not shutil.which("mariadb-backup") or not shutil.which("mariadbd", path="/usr/sbin:/usr/bin"):
        pytest.skip("apt-get install mariadb-server mariadb-backup")


class Load:
    """Transfers at random in threads until `stop`; `acknowledged` has the description of each that was 201."""

    def __init__(self, bank, clients=4):
        self.acknowledged, self._stop = [], threading.Event()
        self.numbers = [bank.account("1000.00") for _ in range(4)]
        tabs = bank.tabs(CASHIER, clients)
        self._threads = [threading.Thread(target=self._run, args=(tab, at)) for at, tab in enumerate(tabs)]
        for thread in self._threads:
            thread.start()

    def _run(self, tab, at):
        while not self._stop.is_set():
            name = uuid.uuid4().hex
            source, target = self.numbers[at % 4], self.numbers[(at + 1) % 4]
            if transfer(tab, source, target, "0.01", description=name, key=name).status_code == 201:
                self.acknowledged.append(name)

    def wait_for(self, count):
        wait_until(
            lambda: len(self.acknowledged) >= count, seconds=120, report=lambda: f"{len(self.acknowledged)} transfers"
        )

    def stop(self):
        self._stop.set()
        for thread in self._threads:
            thread.join()


@pytest.fixture(scope="module")
def source():
    with running(*BINLOG) as mariadb:
        as_root(mariadb.port, *statements())
        with DocumentedBank(mariadb.port) as server:
            server.mariadb = mariadb
            yield server


@pytest.fixture
def defaults(tmp_path):
    """Writes the defaults file of a user of a server; returns its path."""

    def write(mariadb, user, password=PASSWORD):
        file = tmp_path / f"{user}-{mariadb.port}.cnf"
        file.write_text(
            f"[client]\nhost=127.0.0.1\nport={mariadb.port}\nuser={user}\npassword={password}\nprotocol=tcp\n"
        )
        return str(file)

    return write


def run(script, *arguments):
    done = subprocess.run([SCRIPTS / script, *map(str, arguments)], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout.strip()


def descriptions(server):
    return [row[0] for row in server.sql("SELECT description FROM transactions WHERE kind = 'transfer'")]


def assert_whole(server, *, lost=(), kept):
    """Asserts that every kept transfer is there exactly once, that the ledger is consistent and refuses changes."""
    found = descriptions(server)
    assert len(found) == len(set(found))
    assert set(kept) <= set(found)
    assert not set(lost) & set(found)
    assert server.manage("verify_ledger").startswith("The ledger is consistent")
    with pytest.raises(MySQLdb.OperationalError, match="insert-only"):
        server.sql("DELETE FROM entries LIMIT 1")


@pytest.fixture
def restored(defaults):
    """Restores a dump into a new server with the documented users, and starts a portal there."""
    with contextlib.ExitStack() as stack:

        def restore(dump, *, before=lambda _: None):
            mariadb = stack.enter_context(running(*BINLOG))
            as_root(mariadb.port, *statements())
            run("restore.sh", defaults(mariadb, "bank"), "bank", dump)
            before(mariadb)
            return stack.enter_context(DocumentedBank(mariadb.port, people=False))

        yield restore


def test_dump_under_load_is_restored_sessions_are_ended_and_the_ledger_is_consistent(
    source, tmp_path, defaults, restored
):
    bank = Bank(source)
    load = Load(bank)
    try:
        load.wait_for(30)
        before_dump = list(load.acknowledged)
        dump = run("dump.sh", defaults(source.mariadb, "bank_backup"), "bank", tmp_path)
        load.wait_for(len(load.acknowledged) + 10)
    finally:
        load.stop()
    server = restored(dump)
    assert_whole(server, kept=before_dump)
    assert len(descriptions(server)) < len(descriptions(source))
    token = {"Authorization": f"Bearer {bank.cashier.access}"}
    cookie = {"Cookie": "; ".join(f"{name}={value}" for name, value in bank.cashier.client.cookies.items())}
    client = server.browser()
    assert client.get("/api/users/auth/check/", headers=token | cookie).status_code == 200  # it is back
    ended = int(server.manage("end_all_sessions").split()[0])
    assert ended >= 2
    refused = client.get("/api/users/auth/check/", headers=token | cookie)
    assert (refused.status_code, refused.json()["code"]) == (401, "session_ended")
    audited = server.sql("SELECT details FROM audit_events WHERE event = 'session_revoked'")
    assert sum("end_all_sessions" in details for (details,) in audited) == ended
    assert server.as_migrating_user("migrate", "--check") == ""


def test_binary_log_repeats_what_came_after_the_dump_up_to_a_position(source, tmp_path, defaults, restored):
    load = Load(Bank(source))
    try:
        dump = run("dump.sh", defaults(source.mariadb, "bank_backup"), "bank", tmp_path)
        load.wait_for(len(load.acknowledged) + 30)
    finally:
        load.stop()
    kept = list(load.acknowledged)
    file, position = as_root(source.mariadb.port, "SHOW MASTER STATUS")[0][:2]
    load = Load(Bank(source))  # what is to be undone
    try:
        load.wait_for(5)
    finally:
        load.stop()
    logs = [source.mariadb.data / row[0] for row in as_root(source.mariadb.port, "SHOW BINARY LOGS")]
    assert logs[-1].name == file

    def replay(mariadb):
        as_root(mariadb.port, "SET PASSWORD FOR root@localhost = PASSWORD('administrator')")
        arguments = defaults(mariadb, "root", "administrator"), "bank", dump, f"--stop-position={position}"
        run("replay.sh", *arguments, *logs)
        remove_root_password(mariadb)

    assert_whole(restored(dump, before=replay), kept=kept, lost=load.acknowledged)


def remove_root_password(mariadb):
    """The test itself connects without a password."""
    connection = MySQLdb.connect(host="127.0.0.1", port=mariadb.port, user="root", passwd="administrator")
    with contextlib.closing(connection):
        connection.cursor().execute("SET PASSWORD FOR root@localhost = PASSWORD('')")


def test_copy_of_the_files_under_load_is_the_data_of_a_new_server(source, tmp_path, defaults):
    load = Load(Bank(source))
    try:
        load.wait_for(10)
        before_copy = list(load.acknowledged)
        file = defaults(source.mariadb, "bank_backup")
        with Path(file).open("a") as text:
            text.write(f"[mysqld]\ndatadir={source.mariadb.data}\n")
        run("backup.sh", file, tmp_path / "copy")
        load.wait_for(len(load.acknowledged) + 10)
    finally:
        load.stop()
    with running(*BINLOG, data=tmp_path / "copy") as mariadb, DocumentedBank(mariadb.port, people=False) as server:
        assert_whole(server, kept=before_copy)


def test_dump_is_not_restored_into_a_database_that_is_not_empty(source, tmp_path, defaults):
    dump = run("dump.sh", defaults(source.mariadb, "bank_backup"), "bank", tmp_path)
    command = [SCRIPTS / "restore.sh", defaults(source.mariadb, "bank"), "bank", dump]
    done = subprocess.run(command, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (1, "The database bank is not empty.\n")


def test_dump_without_a_database_fails_and_leaves_no_file(source, tmp_path, defaults):
    command = [SCRIPTS / "dump.sh", defaults(source.mariadb, "bank_backup"), "no_such_database", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode != 0
    assert list(tmp_path.glob("*.sql.gz")) == []
