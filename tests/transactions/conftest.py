"""A client of the member, accounts with a balance and with entries of several months, and readable PDF documents."""

from datetime import timedelta

import pytest
from reportlab import rl_config

from tests.api_payments import deposit
from tests.conftest import START
from tests.transactions.postings import post_at

# Days from the first of March, and the amounts: deposits, or withdrawals if negative.
MOVEMENTS = [
    (-31, "10.00"),
    (-1, "90.00"),
    (0, "5.00"),
    (0, "-20.01"),
    (1, "0.01"),
    (2, "-1.99"),
    (30, "-7.00"),
    (31, "3.00"),
]


@pytest.fixture
def member_client(signed_in, member):
    """A client on which the member is logged in."""
    return signed_in(member)


@pytest.fixture
def funded_account(cashier_client, account):
    """The member's account with a balance of 100.00."""
    assert deposit(cashier_client, account, "100.00").status_code == 201
    return account


@pytest.fixture
def account_with_history(clock, cashier, account):
    """The member's account with entries before and after the first of March."""
    for days, amount in MOVEMENTS:
        post_at(START + timedelta(days=days), cashier, account, amount, f"day {days}")
    return account


@pytest.fixture
def uncompressed_pages(monkeypatch):
    """PDF documents whose text `tests.transactions.pdf_text` can read."""
    monkeypatch.setattr(rl_config, "pageCompression", 0)
