"""Starts a private cluster of three MariaDB servers with Galera on loopback, whose nodes tests kill, freeze and wipe.

State is transferred by `mariadb-backup`, so that the donor goes on serving. Commits are written to the operating system
(`innodb_flush_log_at_trx_commit=2`): they survive the kill of the process, which is all that tests do. A bank uses 1.
"""

import contextlib
import getpass
import os
import random
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from tools.mariadb import create_data, find_program

PROVIDER = "/usr/lib/galera/libgalera_smm.so"
_CONFIGURATION = """[mysqld]
user={user}
datadir={data}
socket={folder}/s.sock
pid-file={folder}/pid
tmpdir={folder}/tmp
log-error={folder}/server.log
bind-address=127.0.0.1
port={port}
max-connections=300
character-set-server=utf8mb4
log-bin-trust-function-creators=1
innodb-buffer-pool-size=128M
innodb-flush-log-at-trx-commit=2
innodb-autoinc-lock-mode=2
binlog-format=ROW
wsrep-on=ON
wsrep-provider={provider}
wsrep-cluster-name=bank
wsrep-cluster-address=gcomm://{peers}
wsrep-node-name={name}
wsrep-node-address=127.0.0.1
wsrep-sst-method={sst}
wsrep-sst-auth=bank_sst:choose-one
wsrep-sst-receive-address=127.0.0.1:{sst_port}
wsrep-sync-wait=1
wsrep-provider-options=gmcast.listen_addr=tcp://127.0.0.1:{group_port};ist.recv_addr=127.0.0.1:{ist_port};gcache.size=64M;pc.recovery=TRUE
[sst]
tmpdir={folder}/tmp
"""


def stable_port() -> int:
    """A free port that stays free while its server is down: the system gives it to no outgoing connection."""
    while True:
        port = random.randint(15000, 30000)
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port


class Node:
    """One server of the cluster."""

    def __init__(
        self, folder: Path, name: str, group_ports: list[int], group_port: int, sst: str, environ: dict[str, str]
    ) -> None:
        self.name, self.folder, self.data = name, folder / name, folder / name / "data"
        self.port, self.process = stable_port(), None
        self._environ = os.environ | environ
        (self.folder / "tmp").mkdir(parents=True)
        self.file = self.folder / "my.cnf"
        self.file.write_text(
            _CONFIGURATION.format(
                user=getpass.getuser(), data=self.data, folder=self.folder, port=self.port, provider=PROVIDER,
                peers=",".join(f"127.0.0.1:{port}" for port in group_ports), name=name, sst=sst,
                sst_port=stable_port(), group_port=group_port, ist_port=stable_port(),
            )
        )  # fmt: skip

    def install(self) -> None:
        """Creates an empty data directory."""
        create_data(self.data)

    def start(self, *options: str) -> None:
        """Starts the process, from the position that it has recovered, as Debian's unit does."""
        server = find_program("mariadbd")
        command = [str(server), f"--defaults-file={self.file}", *options]
        position = self._recovered_position()
        if position:
            command.append(f"--wsrep-start-position={position}")
        with (self.folder / "output").open("a") as output:
            self.process = subprocess.Popen(command, stdout=output, stderr=output, env=self._environ)

    def _recovered_position(self) -> str:
        if not (self.data / "grastate.dat").exists():
            return ""
        server, log = find_program("mariadbd"), self.folder / "recovery.log"
        log.unlink(missing_ok=True)
        command = [str(server), f"--defaults-file={self.file}", "--wsrep-recover", f"--log-error={log}"]
        subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
        found = re.search(r"WSREP: Recovered position:\s*(\S+)", log.read_text())
        return found[1] if found else ""

    def wipe(self) -> None:
        """Deletes the data: at the next start the node gets the state of another one."""
        shutil.rmtree(self.data)
        self.data.mkdir(mode=0o700)

    def kill(self) -> None:
        """Kills the process, as the loss of the machine does."""
        assert self.process
        self.process.kill()
        self.process.wait()

    def freeze(self) -> None:
        """Suspends the process: it neither answers nor closes connections."""
        assert self.process
        self.process.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """Resumes the process."""
        assert self.process
        self.process.send_signal(signal.SIGCONT)

    def query(self, statement: str) -> list[list[str]]:
        """The rows of a statement by the administrator; none where the node does not answer."""
        command = [
            "mariadb",
            "--no-defaults",
            f"--socket={self.folder}/s.sock",
            "-uroot",
            "--connect-timeout=2",
            "-BNe",
            statement,
        ]
        try:
            done = subprocess.run(command, capture_output=True, text=True, timeout=5)
        except subprocess.TimeoutExpired:
            return []
        return [line.split("\t") for line in done.stdout.splitlines()]

    def is_synced(self) -> bool:
        """Whether the node belongs to the primary component and has all of its state."""
        rows = dict(
            self.query(
                "SHOW GLOBAL STATUS WHERE Variable_name IN ('wsrep_local_state', 'wsrep_cluster_status', 'wsrep_ready')"
            )
        )
        return rows == {"wsrep_local_state": "4", "wsrep_cluster_status": "Primary", "wsrep_ready": "ON"}

    def cluster_size(self) -> int:
        """How many nodes the node knows of; 0 where it does not answer."""
        rows = self.query("SHOW GLOBAL STATUS LIKE 'wsrep_cluster_size'")
        return int(rows[0][1]) if rows else 0

    def wait_until_synced(self, seconds: float = 90) -> None:
        """Waits; raises AssertionError with the end of the node's log."""
        deadline = time.monotonic() + seconds
        while not self.is_synced():
            if time.monotonic() > deadline or (self.process and self.process.poll() is not None):
                raise AssertionError(self._end_of_log())
            time.sleep(0.1)

    def _end_of_log(self) -> str:
        files = [self.folder / "output", self.folder / "server.log"]
        return "\n".join(file.read_text()[-4000:] for file in files if file.exists())


@contextlib.contextmanager
def cluster(sst: str = "mariabackup", **environ: str) -> Iterator[list[Node]]:
    """Three synced nodes, with the database `bank`; all are killed and their data is removed at the end.

    `environ` are environment variables of the nodes, and so of the scripts that transfer the state.
    """
    folder = Path(tempfile.mkdtemp(prefix="bank-galera-"))
    ports = [stable_port() for _ in range(3)]
    nodes = [Node(folder, f"db{number + 1}", ports, port, sst, environ) for number, port in enumerate(ports)]
    try:
        first = nodes[0]
        first.install()
        first.start("--wsrep-new-cluster")
        first.wait_until_synced()
        first.query(
            "CREATE USER bank_sst@localhost IDENTIFIED BY 'choose-one';"
            "GRANT RELOAD, PROCESS, LOCK TABLES, BINLOG MONITOR, REPLICA MONITOR ON *.* TO bank_sst@localhost;"
            "CREATE DATABASE bank CHARACTER SET utf8mb4"
        )
        for node in nodes[1:]:
            node.data.mkdir(mode=0o700)
            node.start()
            node.wait_until_synced()
        yield nodes
    finally:
        for node in nodes:
            if node.process and node.process.poll() is None:
                node.thaw()
                node.kill()
        shutil.rmtree(folder, ignore_errors=True)
