"""Fixtures of the tests of confirmations: a member and a manager with an authenticator, and accounts with money."""

import pytest

from tests.api_payments import deposit
from tests.second_factors import expect, give_totp


@pytest.fixture
def account(clock, account):
    """The number of the member's account."""
    return account


@pytest.fixture
def funded(account, cashier_client):
    """The member's account, with 5,000.00."""
    expect(deposit(cashier_client, account, "5000.00"), 201)
    return account


@pytest.fixture
def secret(funded, member):
    """The secret of the member's authenticator."""
    return give_totp(member)


@pytest.fixture
def member_client(secret, member, signed_in):
    """A client of the member, who has a second factor."""
    member.refresh_from_db()
    return signed_in(member)


@pytest.fixture
def manager_secret(clock, manager):
    """The secret of the manager's authenticator."""
    return give_totp(manager)


@pytest.fixture
def manager_client(manager_secret, manager, signed_in):
    """A client of the manager, who has a second factor."""
    return signed_in(manager)
