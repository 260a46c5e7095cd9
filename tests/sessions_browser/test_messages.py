"""How many messages logins, refreshes and logouts send to the database (MariaDB), in the test's transaction."""

import re

import pytest
from django.db import connection

from tests.hashers import PASSWORD
from tests.messages import sent_messages

pytestmark = pytest.mark.skipif(connection.vendor != "mysql", reason="SQLite has no messages")

BETWEEN = re.compile(r"; (?=[A-Z]{3,} )")  # statements; a value may contain a semicolon


@pytest.fixture
def messages(monkeypatch):
    """Calls a function; returns the first words of the statements of each message."""
    sent = sent_messages(monkeypatch)

    def send(call, status):
        sent.clear()
        assert call().status_code == status
        return [[part.split()[0] for part in BETWEEN.split(message)] for message in sent]

    return send


@pytest.fixture
def browser(signed_in, member, monkeypatch):
    """Signed in for the third time, so that its limits have their rows, in a process that does not purge at logins."""
    monkeypatch.setattr("sessions_browser.services.purger._running", object())
    found = signed_in(member)
    for _ in range(2):
        assert found.log_in(member.email).status_code == 200
    return found


def test_login_on_a_known_browser_sends_its_writes_with_reads_and_the_commit(browser, member, messages):
    account, *counting, begin, user, session, surplus, known, end = messages(
        lambda: browser.log_in(member.email, PASSWORD), 200
    )

    assert account == ["SELECT"]
    assert counting == [["SAVEPOINT"], ["SELECT"], ["UPDATE"], ["RELEASE"]]
    assert (begin, user) == (["SAVEPOINT"], ["SELECT"])
    assert session == ["UPDATE", "SELECT"]  # the refund of the limits
    assert surplus == ["INSERT", "INSERT", "INSERT", "UPDATE", "SELECT"]  # event, blacklist, the replaced session
    assert known == ["UPDATE", "UPDATE"]  # with last_login
    assert end == ["INSERT", "RELEASE"]


def test_refresh_sends_all_writes_after_the_swap_with_the_commit(browser, messages):
    assert messages(browser.rotate, 200) == [
        ["SAVEPOINT"], ["SELECT"], ["UPDATE"], ["INSERT", "INSERT", "INSERT", "RELEASE"],
    ]  # fmt: skip


def test_logout_sends_all_writes_with_the_commit(browser, messages):
    assert messages(browser.log_out, 204) == [
        ["SELECT"], ["SAVEPOINT"], ["SELECT"], ["INSERT", "INSERT", "DELETE", "INSERT", "RELEASE"],
    ]  # fmt: skip
