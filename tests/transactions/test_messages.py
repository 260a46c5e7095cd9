"""How many messages a posting sends to the database (MariaDB), beside the savepoint of the test's transaction."""

import re

import pytest
from django.db import connection

from tests.api_payments import deposit, transfer, withdraw
from tests.messages import sent_messages

pytestmark = pytest.mark.skipif(connection.vendor != "mysql", reason="SQLite has no messages")

BETWEEN = re.compile(r"; (?=[A-Z]{3,} )")  # statements; a value may contain a semicolon


@pytest.fixture
def messages(monkeypatch, account, other_account, cashier_client, signed_in, member):
    """Makes each payment once, so that it is not the first of its kind; returns the messages of what follows."""
    browser = signed_in(member)
    calls = {
        "deposit": lambda: deposit(cashier_client, account, "9.00"),
        "transfer": lambda: transfer(browser, account, other_account, "1.00"),
        "withdrawal": lambda: withdraw(cashier_client, account, "1.00"),
    }
    for call in calls.values():
        assert call().status_code == 201
    sent = sent_messages(monkeypatch)

    def send(kind):
        sent.clear()
        assert calls[kind]().status_code == 201
        return [[part.split()[0] for part in BETWEEN.split(message)] for message in sent]

    return send


@pytest.mark.parametrize("kind", ["deposit", "transfer", "withdrawal"])
def test_posting_sends_its_claim_with_the_lock_and_its_writes_with_the_commit(messages, kind):
    authentication, savepoint, *posting = messages(kind)

    assert authentication == ["SELECT"]
    assert savepoint == ["SAVEPOINT"]
    assert (
        posting[0]
        == {
            "deposit": ["INSERT", "SELECT"],  # the till, before the account is locked
            "transfer": ["INSERT", "INSERT", "SELECT"],
            "withdrawal": ["INSERT", "SELECT"],
        }[kind]
    )
    assert posting[-1] == ["INSERT", "SET", "INSERT", "UPDATE", "INSERT", "UPDATE", "RELEASE"]
    assert len(posting) == {"deposit": 3, "transfer": 2, "withdrawal": 4}[kind]
