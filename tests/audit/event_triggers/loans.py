"""The events of loan products and loans."""

from loans.models import Product
from tests.api_payments import idempotency_headers, open_account
from tests.loan_factories import PRODUCT, create_loan, create_product


def a_loan(on, status):
    number = open_account(on.signed_in(on.cashier), on.member.pk)
    return create_loan(on.member, number, status, decided_by=on.manager, paid_out_by=on.cashier)


def loan_product_created(on):
    on.signed_in(on.manager).post("/api/loans/products/", PRODUCT)
    return None, on.manager


def loan_product_changed(on):
    product = create_product()
    on.signed_in(on.manager).patch(f"/api/loans/products/{product.pk}/", {"is_active": False})
    return None, on.manager


def loan_applied(on):
    create_product()
    body = {"product": Product.objects.get().pk, "amount": "1000", "term_months": 10, "purpose": "Roof"}
    account = open_account(on.signed_in(on.cashier), on.member.pk)
    on.signed_in(on.member).post("/api/loans/", body | {"account": account})
    return on.member, on.member


def loan_approved(on):
    on.signed_in(on.manager).post(f"/api/loans/{a_loan(on, 'applied').pk}/approve/", {"note": "fine"})
    return on.member, on.manager


def loan_rejected(on):
    on.signed_in(on.manager).post(f"/api/loans/{a_loan(on, 'applied').pk}/reject/", {"reason": "too much"})
    return on.member, on.manager


def loan_cancelled(on):
    on.signed_in(on.member).post(f"/api/loans/{a_loan(on, 'applied').pk}/cancel/")
    return on.member, on.member


def loan_disbursed(on):
    on.signed_in(on.cashier).post(f"/api/loans/{a_loan(on, 'approved').pk}/disburse/", headers=idempotency_headers())
    return on.member, on.cashier


def loan_repayment_posted(on):
    loan = a_loan(on, "active")
    on.signed_in(on.member).post(f"/api/loans/{loan.pk}/repay/", {"amount": "10.00"}, headers=idempotency_headers())
    return on.member, on.member


def loan_written_off(on):
    loan = a_loan(on, "active")
    on.signed_in(on.manager).post(f"/api/loans/{loan.pk}/write-off/", {"reason": "gone"}, headers=idempotency_headers())
    return on.member, on.manager
