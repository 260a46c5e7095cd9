"""Time and size of backups and restores: `python -m bench.backups` (starts MariaDB servers of its own).

`TRANSACTIONS=` (default a million) as in bench.verify_ledger; the scripts are those of deploy/backup/.
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tools.mariadb import MariaDB, create_database, running

SCRIPTS = Path(__file__).resolve().parent.parent / "deploy" / "backup"
BINLOG = ("--log-bin=bank-bin", "--binlog-format=ROW", "--server-id=1", "--log-bin-trust-function-creators=1")


def main() -> None:
    """Measures and prints."""
    with tempfile.TemporaryDirectory(prefix="bank-backups-") as name, running(*BINLOG) as source:
        folder = Path(name)
        create_database(source.url)
        environ = os.environ | {"DATABASE_URL": source.url, "KEEP": "1", "TIMES": "1"}
        subprocess.run([sys.executable, "-m", "bench.verify_ledger"], env=environ, check=True)
        seconds, dump = _timed("dump.sh", _defaults(folder, source), "bank", folder)
        print(f"dump: {seconds:.0f} s, {_megabytes(Path(dump)):.0f} MB", flush=True)
        with running(*BINLOG) as target:
            create_database(target.url)
            seconds, _ = _timed("restore.sh", _defaults(folder, target), "bank", dump)
        print(f"restore of the dump: {seconds:.0f} s", flush=True)
        copy = folder / "copy"
        seconds, _ = _timed("backup.sh", _defaults(folder, source), copy)
        print(f"copy of the files: {seconds:.0f} s, {_megabytes(copy):.0f} MB", flush=True)
        started = time.perf_counter()
        with running(*BINLOG, data=copy):
            print(f"start of a server on the copy: {time.perf_counter() - started:.0f} s")


def _timed(script: str, *arguments: object) -> tuple[float, str]:
    started = time.perf_counter()
    command = [str(SCRIPTS / script), *map(str, arguments)]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    if done.returncode:
        sys.exit(done.stderr)
    return time.perf_counter() - started, done.stdout.strip()


def _defaults(folder: Path, server: MariaDB) -> Path:
    file = folder / f"{server.port}.cnf"
    text = f"[client]\nhost=127.0.0.1\nport={server.port}\nuser=root\nprotocol=tcp\n"
    file.write_text(f"{text}[mysqld]\ndatadir={server.data}\n")
    return file


def _megabytes(path: Path) -> float:
    files = path.rglob("*") if path.is_dir() else [path]
    return sum(file.stat().st_size for file in files if file.is_file()) / 1e6


if __name__ == "__main__":
    main()
