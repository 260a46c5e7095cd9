"""Who moves money besides those at the counter: a member on the phone; and an account with money on it."""

import pytest

from tests.counter import deposit


@pytest.fixture
def phone(signed_in, member):
    """The member's browser."""
    return signed_in(member)


@pytest.fixture
def funded(desk, account):
    """The member's account, with 100.00 on it."""
    assert deposit(desk, account, "100.00").status_code == 201
    return account
