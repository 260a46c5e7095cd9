"""Three Galera nodes, HAProxy with one writer, Redis, and four portals behind another HAProxy: `make test-cluster`."""

import contextlib
import json
import os
import shutil
import socket
import subprocess
from functools import partial
from pathlib import Path

import httpx
import pytest

from tests.certificates import make_certificate
from tests.cluster.clients import Crowd, LoadedBank, Tab
from tests.deploy.documented_bank import DocumentedBank, as_root, statements
from tests.deploy.proxies import HOST, SEARCHED, HAProxy
from tests.servers import ROOT
from tests.waiting import wait_until
from tools.galera import PROVIDER, cluster, stable_port

PORTALS = 4
REPORT = ROOT / "build" / "cluster"
PRODUCTION = {
    "DEBUG": 0, "ALLOWED_HOSTS": HOST, "FRONTEND_URL": "https://app.bank.example", "TRUSTED_PROXY_COUNT": 1,
    "THREADS": 6, "BROWSER_SESSION_TOUCH_SECONDS": 5, "CASHIER_LIMIT": "1000000",
}  # fmt: skip


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item):
    """Runs before any fixture, so that no server is started for a skipped test."""
    if not os.environ.get("IN_CLUSTER"):
        pytest.skip("make test-cluster")
    for program in ("haproxy", "redis-server", "socat", "mariadb-backup", "mariadbd"):
        if not shutil.which(program, path=SEARCHED) or not Path(PROVIDER).exists():
            pytest.skip("apt-get install galera-4 mariadb-server mariadb-backup haproxy redis-server socat rsync")


class DatabaseProxy:
    """HAProxy with deploy/haproxy/galera.cfg: `port` leads to the writer."""

    def __init__(self, folder, nodes, checks, *, fail_back=False):
        self.port, self.folder, self.log = stable_port(), folder, folder / "database.log"
        text = (ROOT / "deploy" / "haproxy" / "galera.cfg").read_text()
        text = text.replace("127.0.0.1:3306", f"127.0.0.1:{self.port}").replace(
            "127.0.0.1:10000", f"127.0.0.1:{stable_port()}"
        )
        for number, (node, check) in enumerate(zip(nodes, checks, strict=True), start=1):
            old = f"server db{number} 10.0.0.2{number}:3306"
            assert old in text
            text = text.replace(old, f"server db{number} 127.0.0.1:{node.port} port {check}")
        if fail_back:  # what the file guards against
            lines = [line for line in text.splitlines() if "stick" not in line]
            text = "\n".join(lines).replace(" on-marked-down shutdown-sessions", "") + "\n"
        self._file = folder / "galera.cfg"
        self._file.write_text(text)

    def __enter__(self):
        with self.log.open("w") as log:
            command = [shutil.which("haproxy", path=SEARCHED), "-db", "-f", str(self._file)]
            self._process = subprocess.Popen(command, stdout=log, stderr=log)
        return self

    def __exit__(self, *exc):
        self._process.terminate()
        self._process.wait(20)

    def wait_until_up(self):
        """Waits until a connection reaches a node, which sends a greeting."""

        def is_greeted():
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), 5) as connection:
                return connection.recv(5)

        wait_until(is_greeted, report=self.log.read_text)


class WebProxy(HAProxy):
    """HAProxy with deploy/haproxy/haproxy.cfg, and four servers in place of two."""

    def replaced(self, times):
        text = super().replaced(times)
        for number, port in enumerate(self.servers[2:], start=3):
            text += f"    server portal{number} 127.0.0.1:{port}\n"
        return text


class Portal(DocumentedBank):
    """One of the servers; the first one migrates and adds the people."""

    start_timeout = 240

    def __init__(self, port, node, first=None, **settings):
        self.node = node
        super().__init__(port, people=first is None, workers=1, **(PRODUCTION | settings))
        self._is_first = first is None
        self.port = stable_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.environ["PORT"] = str(self.port)

    def prepare(self):
        """Migrates on a node itself: a statement may take longer than the proxy's view of the nodes is stable."""
        if self._is_first:
            proxy = self.environ["DATABASE_URL"]
            self.use_node(self.node)
            super().prepare()
            self.environ["DATABASE_URL"] = proxy

    def use_node(self, node):
        """Connects to a node, and not to the proxy, from the next start on."""
        url = self.environ["DATABASE_URL"]
        self.environ["DATABASE_URL"] = url.replace(f":{self.database_port}/", f":{node.port}/")

    def kill(self):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, 9)
        self.process.wait()

    def restart(self):
        self.process.terminate()
        self.process.wait(30)
        self.start()


class ClusterBank(LoadedBank):
    """The bank with its nodes, portals and proxies."""

    def __init__(self, nodes, portals, proxy, database, redis):
        self.nodes, self.portals, self.database, self.redis = nodes, portals, database, redis
        super().__init__(proxy, portals[0])

    def connections(self, node):
        """How many connections of the portal a node has; it is asked again where it does not answer in time."""
        rows = []

        def answers():
            statement = "SELECT COUNT(*) FROM information_schema.processlist WHERE user = 'bank_app'"
            rows[:] = node.query(statement)
            return rows or node.process.poll() is not None

        wait_until(answers)
        return int(rows[0][0]) if rows else 0

    def writer(self):
        """The node with the portal's connections."""
        return max(self.nodes, key=self.connections)

    def is_up(self, node):
        """Whether the check that HAProxy asks lets it use the node."""
        with contextlib.suppress(httpx.TransportError):
            return httpx.get(f"http://127.0.0.1:{node.check}/", trust_env=False).status_code == 200
        return False

    def answers(self):
        """The statuses of a read at each portal."""
        with Tab(self.proxy, self.manager) as tab:
            return {tab.send("GET", "/api/users/auth/check/").status_code for _ in self.portals}

    def wait_until_complete(self):
        """Waits until every node knows of all three: one that was frozen learns late that it was expelled."""
        wait_until(lambda: all(node.is_synced() and node.cluster_size() == 3 for node in self.nodes), seconds=180)

    def transfers(self, node):
        """How often a node has each transfer, by description; a node that cannot answer yet is asked again."""
        statement, rows = "SELECT description, COUNT(*) FROM bank.transactions WHERE kind = 'transfer' GROUP BY 1", []

        def answers():
            rows[:] = node.query(statement)
            return rows

        wait_until(answers)
        return {name: int(count) for name, count in rows}

    def assert_whole(self, crowd):
        """Every acknowledged transfer is on all nodes exactly once, the sessions live, the ledger is consistent."""
        assert crowd.violations == []
        assert set(crowd.statuses) <= {200, 201, 503}, crowd.statuses
        assert crowd.reads
        self.wait_until_complete()
        for node in self.nodes:
            counts = self.transfers(node)
            assert {counts.get(name, 0) for name in crowd.acknowledged} == {1}, node.name
            assert set(counts.values()) == {1}, node.name
        self.assert_sessions_live()
        assert self.portals[0].manage("verify_ledger").startswith("The ledger is consistent")


@contextlib.contextmanager
def health_checks(folder, nodes):
    """Serves deploy/galera/clustercheck.sh for each node on a port; yields the ports."""
    with contextlib.ExitStack() as stack:
        ports = []
        for node in nodes:
            file = folder / f"check-{node.name}.cnf"
            file.write_text(f"[client]\nsocket={node.folder}/s.sock\nuser=bank_check\npassword=choose-one\n")
            node.check = stable_port()
            ports.append(node.check)
            script = f"{ROOT}/deploy/galera/clustercheck.sh {file}"
            command = ["socat", f"TCP-LISTEN:{ports[-1]},bind=127.0.0.1,reuseaddr,fork", f"EXEC:{script}"]
            process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            stack.callback(process.wait)
            stack.callback(process.terminate)
        yield ports


@contextlib.contextmanager
def redis_server(folder):
    """A Redis server; yields a function that starts it, after it was killed, and its port."""
    port, processes = stable_port(), []

    def start():
        command = ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(folder)]
        processes.append(subprocess.Popen(command, stdout=subprocess.DEVNULL))

    def kill():
        processes[-1].kill()
        processes[-1].wait()

    start()
    try:
        yield port, start, kill
    finally:
        kill()


@contextlib.contextmanager
def running_bank(folder, *, portals=PORTALS, sst="mariabackup", fail_back=False, environ=None, **settings):
    """Starts everything; a safeguard can be left out (`sst="rsync"`, `fail_back=True`). The nodes have `environ`."""
    certificate = make_certificate(folder / "certificate", name=HOST)
    with contextlib.ExitStack() as stack:
        nodes = stack.enter_context(cluster(sst, **(environ or {})))
        as_root(nodes[0].port, *(line for line in statements() if not line.startswith("CREATE DATABASE")),
                "CREATE USER bank_check@localhost IDENTIFIED BY 'choose-one'")  # fmt: skip
        checks = stack.enter_context(health_checks(folder, nodes))
        database = stack.enter_context(DatabaseProxy(folder, nodes, checks, fail_back=fail_back))
        database.wait_until_up()
        redis = stack.enter_context(redis_server(folder))
        settings = {"REDIS_URL": f"redis://127.0.0.1:{redis[0]}/0"} | settings
        servers = [stack.enter_context(Portal(database.port, nodes[0], **settings))]
        servers += [
            stack.enter_context(Portal(database.port, nodes[0], servers[0], **settings)) for _ in range(portals - 1)
        ]
        (folder / "proxy").mkdir()
        ports = [server.port for server in servers] + [1] * (2 - portals)
        proxy = stack.enter_context(WebProxy(folder / "proxy", certificate, ports))
        yield ClusterBank(nodes, servers, proxy, database, redis)


@pytest.fixture(scope="session")
def cluster_bank(tmp_path_factory):
    with running_bank(tmp_path_factory.mktemp("cluster")) as bank:
        yield bank


@pytest.fixture
def bank(cluster_bank):
    cluster_bank.wait_until_complete()
    return cluster_bank


@pytest.fixture
def crowd(bank):
    crowd = Crowd(bank)
    crowd.wait_for_transfers(20)
    yield crowd
    crowd.stop()


@pytest.fixture
def figure(request):
    """Writes figures of the test into the report."""
    return partial(write_figure, request.node.name)


def write_figure(name, **values):
    """Writes figures into build/cluster/figures.json."""
    REPORT.mkdir(parents=True, exist_ok=True)
    file = REPORT / "figures.json"
    known = json.loads(file.read_text()) if file.exists() else {}
    known[name] = {key: round(value, 2) for key, value in values.items()}
    file.write_text(json.dumps(known, indent=2, sort_keys=True) + "\n")
