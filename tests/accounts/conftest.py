"""Who works with accounts: a cashier at the desk, a manager in the office, two members with an account each."""

import pytest

from tests.counter import open_account


@pytest.fixture
def desk(signed_in, cashier):
    """The cashier's browser."""
    return signed_in(cashier)


@pytest.fixture
def office(signed_in, manager):
    """The manager's browser."""
    return signed_in(manager)


@pytest.fixture
def account(desk, member):
    """The number of an empty account of the member."""
    return open_account(desk, member.pk)


@pytest.fixture
def other(desk, stranger):
    """The number of an empty account of the other member."""
    return open_account(desk, stranger.pk)
