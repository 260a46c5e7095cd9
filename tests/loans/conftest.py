"""A bank that lends: the member's account, a product at 24 % a year, and the people who decide and pay out."""

import pytest

from tests.lending import a_product, lend
from tests.loans.lent import an_account


@pytest.fixture
def product(clock, db):
    """24 % a year, equal instalments, 100 to 50,000 over 1 to 60 months."""
    return a_product()


@pytest.fixture
def home(product, cashier, member):
    """The number of an empty account of the member."""
    return an_account(member, cashier)


@pytest.fixture
def lent(product, cashier, manager, member, home):
    """A new loan of the member's: `lent("active", amount=…, months=…, product=…)`."""

    def make(status="active", **terms):
        return lend(member, home, status, decided_by=manager, paid_out_by=cashier, **terms)

    return make
