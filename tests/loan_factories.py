"""Factories of loan products, and of loans that the services bring into a status."""

from copy import copy

from django.test import override_settings

from core.authorization.roles import Role
from core.client_info import SYSTEM_CLIENT
from core.db.transactions import atomic_with_retry
from loans.models import Loan, Product
from loans.services.decisions import apply_for_loan, approve_loan
from loans.services.disbursement import disburse_loan

# The request body of a product with 24 % a year.
PRODUCT = {
    "name": "Household",
    "annual_rate": "24",
    "method": "declining_balance",
    "min_amount": "100",
    "max_amount": "50000",
    "min_term_months": 1,
    "max_term_months": 60,
}


def create_product(**changes):
    """Creates the product in the database, without a request."""
    fields = {
        "name": "Household",
        "currency": "USD",
        "rate_millionths": 24_000_000,
        "method": "declining_balance",
        "day_count": "30/360",
        "instalment_multiple": 1,
        "min_amount": 100_00,
        "max_amount": 50_000_00,
        "min_term_months": 1,
        "max_term_months": 60,
    }
    return Product.objects.create(**fields | changes)


def create_loan(borrower, number, status, *, decided_by, paid_out_by, product=None, amount=1000_00, months=10, **terms):
    """Creates a loan that is `applied`, `approved` or `active`. Staff borrowers apply with the role of a member."""
    applicant = copy(borrower)
    applicant.role = Role.MEMBER
    product = product or Product.objects.first() or create_product(name="Standing")
    application = {
        "product_id": product.pk,
        "amount": amount,
        "term_months": months,
        "purpose": "Roof",
        "number": number,
        **terms,
    }
    loan = apply_for_loan(actor=applicant, client=SYSTEM_CLIENT, **application)
    if status in {"approved", "active"}:
        loan = approve_loan(actor=decided_by, loan_id=loan.pk, note="", client=SYSTEM_CLIENT)
    if status == "active":
        # Most tests need no second person.
        with override_settings(LOAN_FOUR_EYES=False):
            atomic_with_retry(disburse_loan)(actor=paid_out_by, loan_id=loan.pk, client=SYSTEM_CLIENT)
        loan = Loan.objects.select_related("product", "borrower", "account").get(pk=loan.pk)
    return loan
