"""The processes of one server share their numbers by files; a scrape of any of them has the sums."""

import json
import os
import signal
from pathlib import Path

import httpx
import pytest

from core.metrics import sharing
from core.metrics.definitions import LIMITS_HIT
from tests.metrics.conftest import TOKEN, parse
from tests.servers import Server
from tests.waiting import wait_until

pytestmark = pytest.mark.any_database

REQUESTS = "bank_http_requests_total"
CONFIG = ("GET", "/api/config/", "200")


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv(sharing.FOLDER, str(tmp_path))
    return tmp_path


def test_numbers_of_other_processes_are_read_but_not_its_own_file(folder):
    (folder / "1.json").write_text(json.dumps([["bank_limits_hit", ["login"], [3]]]))
    (folder / f"{os.getpid()}.json").write_text(json.dumps([["bank_limits_hit", ["login"], [99]]]))
    assert [part["bank_limits_hit"] for part in sharing.snapshots()[1:]] == [{("login",): [3]}]


@pytest.mark.parametrize("text", ["", "[", '[["bank_limits_hit"]]'])
def test_file_that_cannot_be_read_is_left_out(text, folder):
    (folder / "1.json").write_text(text)
    assert len(sharing.snapshots()) == 1


def written(folder):
    """How often the limit `login` was hit, in the file of this process."""
    rows = json.loads((folder / f"{os.getpid()}.json").read_text())
    return next(numbers[0] for name, labels, numbers in rows if (name, labels) == ("bank_limits_hit", ["login"]))


def test_process_replaces_what_it_wrote_before(folder):
    LIMITS_HIT.inc("login")
    sharing.write(folder)
    first = written(folder)
    LIMITS_HIT.inc("login")
    sharing.write(folder)
    second = written(folder)
    assert second == first + 1
    assert [file.suffix for file in folder.iterdir()] == [".json"]


def test_folder_is_removed_at_the_end_and_only_its_owner_can_read_it(monkeypatch):
    monkeypatch.delenv(sharing.FOLDER, raising=False)
    with sharing.shared_folder():
        created = Path(os.environ[sharing.FOLDER])
        assert created.stat().st_mode & 0o777 == 0o700
    assert not created.exists()
    assert sharing.FOLDER not in os.environ


@pytest.fixture(scope="module")
def metrics_server():
    with Server(f"metrics_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}", 2, METRICS_TOKEN=TOKEN) as server:
        yield server


def scrape(server):
    response = httpx.get(f"{server.url}/metrics", headers={"Authorization": f"Bearer {TOKEN}"}, trust_env=False)
    assert response.status_code == 200
    return parse(response.text)


def wait_for(server, condition):
    """The first scrape for which the condition holds; the processes write once a second."""

    def scrape_if():
        samples = scrape(server)
        return condition(samples) and samples

    return wait_until(scrape_if, seconds=20, report=lambda: scrape(server))


def requests_in_files(pid):
    """The sum of the numbers that the processes of this one's server have written."""
    environ = dict(line.split("=", 1) for line in Path(f"/proc/{pid}/environ").read_text().split("\0") if line)
    files = [json.loads(file.read_text()) for file in Path(environ[sharing.FOLDER]).glob("*.json")]
    rows = [row for rows in files for row in rows]
    return sum(numbers[0] for name, labels, numbers in rows if (name, tuple(labels)) == ("bank_http_requests", CONFIG))


def ask(server, times):
    """Sends requests over new connections, which both processes accept."""
    for _ in range(times):
        assert httpx.get(f"{server.url}/api/config/", trust_env=False).status_code == 200


@pytest.mark.slow
def test_any_process_returns_the_sums_and_none_falls_when_one_is_killed(metrics_server):
    ask(metrics_server, 60)
    children = Path(f"/proc/{metrics_server.process.pid}/task/{metrics_server.process.pid}/children")
    workers = [pid for pid in children.read_text().split() if "spawn_main" in Path(f"/proc/{pid}/cmdline").read_text()]
    # What a process has counted since it last wrote its file is lost with it.
    wait_for(metrics_server, lambda _: requests_in_files(workers[0]) == 60)
    os.kill(int(workers[0]), signal.SIGKILL)
    wait_until(lambda: workers[0] not in children.read_text().split(), seconds=20)
    metrics_server._wait()
    ask(metrics_server, 10)
    samples = wait_for(metrics_server, lambda samples: samples.get((REQUESTS, CONFIG)) == 70)
    assert samples["bank_part_ok", ("database",)] == 1
    assert samples["bank_live_sessions", ()] == 0


@pytest.mark.slow
@pytest.mark.parametrize("headers", [{}, {"Authorization": "Bearer wrong"}])
def test_server_returns_404_without_the_token(headers, metrics_server):
    response = httpx.get(f"{metrics_server.url}/metrics", headers=headers, trust_env=False)
    assert (response.status_code, response.json()["code"]) == (404, "not_found")
    assert response.headers["X-Request-Id"]
