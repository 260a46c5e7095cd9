"""Who moves money besides those at the counter: a member on the phone; and an account with money on it."""

import pytest

from tests.api_payments import deposit


@pytest.fixture
def member_client(signed_in, member):
    """The member's browser."""
    return signed_in(member)


@pytest.fixture
def funded_account(cashier_client, account):
    """The member's account, with 100.00 on it."""
    assert deposit(cashier_client, account, "100.00").status_code == 201
    return account
