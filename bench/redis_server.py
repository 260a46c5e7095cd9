"""A Redis server of its own, in memory only."""

import contextlib
import subprocess
import tempfile
from collections.abc import Iterator

from tools.mariadb import free_port


@contextlib.contextmanager
def running() -> Iterator[str]:
    """Starts it; yields its URL."""
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="bank-redis-") as folder:
        command = ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", folder]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert process.stdout is not None
        try:
            for line in process.stdout:
                if "Ready to accept connections" in line:
                    break
            yield f"redis://127.0.0.1:{port}/0"
        finally:
            process.terminate()
            process.communicate()
