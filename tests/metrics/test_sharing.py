"""The processes of one server share their numbers by files; a scrape of any of them has the sums."""

import json
import os
import signal
import time
from pathlib import Path

import httpx
import pytest

from core.metrics import sharing
from core.metrics.definitions import LIMITS_HIT
from tests.metrics.conftest import TOKEN, parse
from tests.servers import Server

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
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        samples = scrape(server)
        if condition(samples):
            return samples
    raise AssertionError(samples)


def wait_until_written(server, count):
    """Waits until both processes return the count for two seconds: then each has written what it counted."""
    since, deadline = None, time.monotonic() + 30
    while since is None or time.monotonic() < since + 2 * sharing.INTERVAL:
        assert time.monotonic() < deadline
        if scrape(server).get((REQUESTS, CONFIG)) != count:
            since = None
        elif since is None:
            since = time.monotonic()


def ask(server, times):
    """Sends requests over new connections, which both processes accept."""
    for _ in range(times):
        assert httpx.get(f"{server.url}/api/config/", trust_env=False).status_code == 200


@pytest.mark.slow
def test_any_process_returns_the_sums_and_none_falls_when_one_is_killed(metrics_server):
    ask(metrics_server, 60)
    wait_until_written(metrics_server, 60)
    children = Path(f"/proc/{metrics_server.process.pid}/task/{metrics_server.process.pid}/children")
    workers = [pid for pid in children.read_text().split() if "spawn_main" in Path(f"/proc/{pid}/cmdline").read_text()]
    os.kill(int(workers[0]), signal.SIGKILL)
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline and workers[0] in children.read_text().split():
        pass
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
