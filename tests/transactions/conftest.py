"""A client of the member, and an account with a balance."""

import pytest

from tests.api_payments import deposit


@pytest.fixture
def member_client(signed_in, member):
    """A client on which the member is logged in."""
    return signed_in(member)


@pytest.fixture
def funded_account(cashier_client, account):
    """The member's account with a balance of 100.00."""
    assert deposit(cashier_client, account, "100.00").status_code == 201
    return account
