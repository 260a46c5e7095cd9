"""Clients that generators make from the OpenAPI document call the demo bank on a real server, one walk for each."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.servers import DEFAULT_LIMITS, ROOT, DemoServer

CLIENTS = ROOT / "examples" / "clients"
TSX = CLIENTS / "node_modules" / ".bin" / "tsx"
WALKS = {
    "openapi-python-client": [sys.executable, "python/walk.py"],
    "openapi-fetch": [TSX, "openapi-fetch/walk.ts"],
    "hey-api": [TSX, "hey-api/walk.ts"],
}
STEPS = ["list", "list", "transfer", "error", "pdf", "pdf", "csv"]
SECONDS = 60  # for one walk; a hanging client must not hang the suite
pytestmark = pytest.mark.skipif(
    not (TSX.exists() and os.environ.get("WITH_CLIENTS")), reason="`make test-clients`, which generates the clients"
)


@pytest.fixture(scope="module")
def demo_server():
    """The demo bank on a real server with the default limits."""
    name = f"clients_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
    with DemoServer(name, workers=1, **DEFAULT_LIMITS) as server:
        yield server


@pytest.mark.parametrize("name", WALKS)
def test_generated_client_signs_in_transfers_and_reads_files(demo_server, name, tmp_path):
    environ = {
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "PYTHONPATH": str(CLIENTS / "build" / "python"),
        "HOME": str(tmp_path),
        "NO_PROXY": "*",
    }
    result = subprocess.run(
        [*WALKS[name], demo_server.url], cwd=CLIENTS, env=environ, timeout=SECONDS, text=True,
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip

    assert result.returncode == 0, result.stdout
    assert [line.split()[0] for line in result.stdout.splitlines() if not line.startswith((" ", "[", "]"))][:7] == STEPS
