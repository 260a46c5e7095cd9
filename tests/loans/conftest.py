"""A loan product, an account of the member, and a factory of the member's loans."""

import pytest

from tests.loan_factories import create_loan, create_product
from tests.loans.loan_helpers import open_funded_account


@pytest.fixture
def product(clock, db):
    """A product with 24 % a year, equal instalments, amounts of 100 to 50,000 and terms of 1 to 60 months."""
    return create_product()


@pytest.fixture
def loan_account(product, cashier, member):
    """The number of an empty account of the member."""
    return open_funded_account(member, cashier)


@pytest.fixture
def make_loan(product, cashier, manager, member, loan_account):
    """Creates a loan of the member: `make_loan("active", amount=…, months=…, product=…)`."""

    def make(status="active", **terms):
        return create_loan(member, loan_account, status, decided_by=manager, paid_out_by=cashier, **terms)

    return make
