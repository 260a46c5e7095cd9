"""The activity that a worker collects is written within a second, and when the worker is stopped."""

import signal
import subprocess
import sys

import pytest

from tests.browsers import RemoteBrowser
from tests.servers import ROOT
from tests.waiting import wait_until
from tools.mariadb import free_port

pytestmark = pytest.mark.slow

LONG_AGO = "2020-01-01 00:00:00"
DEADLINE = 60  # seconds; a busy machine


@pytest.fixture
def browser(server):
    browser = server.browser()
    assert browser.log_in("member@example.com").status_code == 200
    server.sql("UPDATE browser_sessions SET last_active_at = %s", LONG_AGO)
    return browser


def last_activity(server):
    ((moment,),) = server.sql("SELECT last_active_at FROM browser_sessions")
    return str(moment)


def test_activity_is_written_without_another_request(server, browser):
    assert browser.check().status_code == 200

    wait_until(lambda: last_activity(server) > "2026", seconds=DEADLINE)


def test_activity_that_is_not_written_yet_is_written_at_shutdown(server, browser):
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "manage.py", "serve"], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        env=server.environ | {"PORT": str(port), "WORKERS": "1", "BROWSER_SESSION_TOUCH_SECONDS": "3600"},
    )  # fmt: skip
    same = RemoteBrowser(f"http://127.0.0.1:{port}")
    try:
        assert process.stdout.readline().startswith("Serving on ")
        same.set_cookie("browserId", browser.cookie("browserId"))
        assert same.check(token=browser.access).status_code == 200
        assert last_activity(server) == LONG_AGO
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=DEADLINE)
    finally:
        process.kill()
        same.close()

    assert last_activity(server) > "2026"
