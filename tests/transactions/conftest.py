"""Who moves money: a cashier at the desk, a manager in the office, a member on the phone; two members' accounts."""

import pytest

from tests.counter import deposit, open_account


@pytest.fixture
def desk(signed_in, cashier):
    """The cashier's browser."""
    return signed_in(cashier)


@pytest.fixture
def office(signed_in, manager):
    """The manager's browser."""
    return signed_in(manager)


@pytest.fixture
def phone(signed_in, member):
    """The member's browser."""
    return signed_in(member)


@pytest.fixture
def account(desk, member):
    """The number of an empty account of the member."""
    return open_account(desk, member.pk)


@pytest.fixture
def other(desk, stranger):
    """The number of an empty account of the other member."""
    return open_account(desk, stranger.pk)


@pytest.fixture
def funded(desk, account):
    """The member's account, with 100.00 on it."""
    assert deposit(desk, account, "100.00").status_code == 201
    return account
