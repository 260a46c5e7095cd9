"""Starts a private MariaDB server, runs a command with it, and stops it: `python -m tools.mariadb COMMAND …`.

It has a new data directory with its socket, and a free port, so it does not affect another server on the machine. The
command gets its address in `DATABASE_URL`.
"""

import contextlib
import getpass
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass(frozen=True)
class MariaDB:
    """A running server that this process has started."""

    port: int
    process: subprocess.Popen[bytes]
    data: Path  # the data directory

    @property
    def url(self) -> str:
        """Its `DATABASE_URL`, for the superuser."""
        return f"mysql://root@127.0.0.1:{self.port}/bank"

    def freeze(self) -> None:
        """Suspends the process: it neither answers nor closes connections, as after a network failure."""
        self.process.send_signal(signal.SIGSTOP)

    def unread(self) -> list[str]:
        """Its connections with bytes that it has not read, as lines of /proc/net/tcp."""
        lines = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
        here = [line for line in lines if line[1].endswith(f":{self.port:04X}")]
        return [" ".join(line) for line in here if int(line[4].partition(":")[2], 16)]

    def thaw(self) -> None:
        """Resumes the process."""
        self.process.send_signal(signal.SIGCONT)


@contextlib.contextmanager
def running(*options: str, data: Path | None = None) -> Iterator[MariaDB]:
    """Starts a server with these additional options; stops it at the end.

    Its data is new, and removed at the end, unless `data` names an existing data directory.
    """
    server = find_program("mariadbd")
    if not server or not find_program("mariadb-install-db"):
        sys.exit("MariaDB's server is not installed: apt-get install mariadb-server")
    folder = Path(tempfile.mkdtemp(prefix="bank-mariadb-"))
    is_new, data, port = data is None, data or folder / "data", free_port()
    try:
        if is_new:
            create_data(data, *options)
        with (folder / "log").open("w") as log:
            process = subprocess.Popen(
                [server, "--no-defaults", f"--user={getpass.getuser()}", f"--datadir={data}",
                 f"--socket={folder}/s.sock", f"--port={port}",
                 "--bind-address=127.0.0.1", f"--pid-file={folder}/pid", f"--tmpdir={folder}", "--max-connections=500",
                 # The data is not needed after the tests, so commits do not wait for the disk.
                 "--innodb-flush-log-at-trx-commit=0", "--innodb-buffer-pool-size=256M", *options],
                stdout=log, stderr=log,
            )  # fmt: skip
        found = MariaDB(port, process, data)
        try:
            _wait(process, port, folder / "log")
            yield found
        finally:
            found.thaw()
            process.terminate()
            process.wait(30)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def create_data(data: Path, *options: str) -> None:
    """Creates the data directory of a new server."""
    program = str(find_program("mariadb-install-db"))
    subprocess.run(
        [program, "--no-defaults", f"--user={getpass.getuser()}", f"--datadir={data}",
         "--auth-root-authentication-method=normal", "--skip-test-db", *options],
        check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip


@contextlib.contextmanager
def private_server() -> Iterator[str]:
    """A running server; yields its `DATABASE_URL`."""
    with running() as server:
        yield server.url


def create_database(url: str) -> None:
    """Creates the database `bank`, which the address of a new server names."""
    import MySQLdb  # noqa: PLC0415 (installed for MariaDB only)

    address = urlsplit(url)
    connection = MySQLdb.connect(host=address.hostname, port=address.port, user="root")
    with contextlib.closing(connection):
        connection.cursor().execute("CREATE DATABASE bank CHARACTER SET utf8mb4")


def find_program(name: str) -> str | None:
    """The path of a program of MariaDB; None if it is not installed."""
    return shutil.which(name, path=_path())


def _path() -> str:
    return os.environ.get("PATH", "") + ":/usr/sbin:/usr/local/sbin"


def _wait(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        if process.poll() is not None:
            sys.exit(f"MariaDB did not start:\n{log.read_text()}")
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1) as connection:
            if connection.recv(5):  # it sends a greeting once it is ready
                return
    sys.exit(f"MariaDB did not answer within a minute:\n{log.read_text()}")


if __name__ == "__main__":
    with private_server() as url:
        create_database(url)
        status = subprocess.run(sys.argv[1:], env=os.environ | {"DATABASE_URL": url}).returncode
    sys.exit(status)
