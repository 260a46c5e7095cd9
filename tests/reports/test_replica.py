"""Reports are read from a replica that has caught up, else from the database itself."""

import contextlib
import time

import pytest
from django.db import OperationalError, connection

from core.db import replica
from core.db.replica import read_from_replica
from tests.deploy.documented_bank import DocumentedBank, as_root, statements
from tools.mariadb import running

BINLOG = ("--log-bin=bank-bin", "--binlog-format=ROW", "--log-bin-trust-function-creators=1")
REPORT = "/api/reports/trial-balance/"


class FakeReplica:
    """A connection that answers the wait for a position, or fails."""

    closed = False

    def __init__(self, reached=0, error=None):
        self.reached, self.error = reached, error

    def cursor(self):
        if self.error:
            raise self.error
        return contextlib.nullcontext(self)

    def execute(self, statement, parameters=()):
        pass

    def fetchone(self):
        return (self.reached,)

    def close(self):
        self.closed = True


@pytest.fixture
def with_replica(monkeypatch):
    """Configures a replica; returns the list of connections that reads have used."""

    class Connections(dict):
        settings = {"default": {}, "reports": {}}

    def configure(fake):
        used = []
        connections = Connections(default=FakeReplica(), reports=fake)
        monkeypatch.setattr(replica, "connections", connections)
        return connections, used

    return configure


def test_without_a_replica_the_database_is_read():
    assert read_from_replica(lambda: connection.alias) == "default"


def test_replica_that_has_caught_up_is_read_and_the_connection_is_restored(with_replica):
    connections, _ = with_replica(fake := FakeReplica())
    primary = connections["default"]
    assert read_from_replica(lambda: connections["default"]) is fake
    assert connections["default"] is primary


@pytest.mark.parametrize(
    "fake",
    [FakeReplica(reached=-1), FakeReplica(reached=None), FakeReplica(error=OperationalError(2002, "refused"))],
    ids=["behind", "no replica", "down"],
)
def test_replica_that_cannot_serve_is_left_out(fake, with_replica, caplog):
    connections, _ = with_replica(fake)
    assert read_from_replica(lambda: connections["default"]) is not fake
    assert "a report reads the database itself" in caplog.text


def test_report_is_read_again_where_the_replica_fails_in_the_middle(with_replica):
    connections, used = with_replica(fake := FakeReplica())

    def read():
        used.append(connections["default"])
        if used[-1] is fake:
            raise OperationalError(2013, "Lost connection")
        return "report"

    assert read_from_replica(read) == "report"
    assert used == [fake, connections["default"]]
    assert fake.closed


def test_error_of_a_report_itself_is_raised(with_replica):
    connections, _ = with_replica(FakeReplica())
    primary = connections["default"]
    with pytest.raises(ZeroDivisionError):
        read_from_replica(lambda: 1 // 0)
    assert connections["default"] is primary


@pytest.fixture
def replicated_bank():
    """A portal, its database, and a replica of it."""
    pytest.importorskip("MySQLdb")
    with running(*BINLOG, "--server-id=1") as first, running("--server-id=2", "--read-only=1") as second:
        as_root(first.port, *statements(), "CREATE USER replica@localhost IDENTIFIED BY 'choose-one'",
                "GRANT REPLICATION SLAVE ON *.* TO replica@localhost")  # fmt: skip
        as_root(
            second.port,
            f"CHANGE MASTER TO MASTER_HOST='127.0.0.1', MASTER_PORT={first.port}, MASTER_USER='replica', "
            "MASTER_PASSWORD='choose-one', MASTER_USE_GTID=slave_pos",
            "START SLAVE",
        )
        url = f"mysql://bank_app:choose-one@127.0.0.1:{second.port}/bank"
        with DocumentedBank(first.port, workers=1, REPORTS_DATABASE_URL=url) as server:
            yield server, second


def questions(server):
    """How many statements a database server has run for clients."""
    return int(as_root(server.port, "SHOW GLOBAL STATUS LIKE 'Com_select'")[0][1])


@pytest.mark.slow
def test_report_of_a_running_server_is_read_from_a_replica_that_is_not_behind(replicated_bank):
    server, second = replicated_bank
    manager = server.browser()
    assert manager.log_in("manager@bank.com").status_code == 200
    before = questions(second)
    expected = manager.get(REPORT)
    assert expected.status_code == 200
    assert questions(second) - before > 3
    as_root(second.port, "STOP SLAVE")
    server.sql("UPDATE users SET phone = '1'")  # the replica lacks it
    started = time.monotonic()
    assert manager.get(REPORT).json() == expected.json()
    assert time.monotonic() - started >= replica.MAX_WAIT
    assert "the replica is more than 2 s behind" in server.log.read_text()
    second.process.kill()
    assert manager.get(REPORT).json() == expected.json()
    assert "the replica does not answer" in server.log.read_text()
