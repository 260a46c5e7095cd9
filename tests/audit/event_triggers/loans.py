"""Events of loan products and loans."""

from loans.models import Product
from tests.api_payments import idempotency_headers, open_account
from tests.loan_factories import PRODUCT, create_loan, create_product


def make_loan(scenario, status):
    number = open_account(scenario.signed_in(scenario.cashier), scenario.member.pk)
    return create_loan(scenario.member, number, status, decided_by=scenario.manager, paid_out_by=scenario.cashier)


def loan_product_created(scenario):
    scenario.signed_in(scenario.manager).post("/api/loans/products/", PRODUCT)
    return None, scenario.manager


def loan_product_changed(scenario):
    product = create_product()
    scenario.signed_in(scenario.manager).patch(f"/api/loans/products/{product.pk}/", {"is_active": False})
    return None, scenario.manager


def loan_applied(scenario):
    create_product()
    body = {"product": Product.objects.get().pk, "amount": "1000", "term_months": 10, "purpose": "Roof"}
    account = open_account(scenario.signed_in(scenario.cashier), scenario.member.pk)
    scenario.signed_in(scenario.member).post("/api/loans/", body | {"account": account})
    return scenario.member, scenario.member


def loan_approved(scenario):
    scenario.signed_in(scenario.manager).post(
        f"/api/loans/{make_loan(scenario, 'applied').pk}/approve/", {"note": "fine"}
    )
    return scenario.member, scenario.manager


def loan_rejected(scenario):
    scenario.signed_in(scenario.manager).post(
        f"/api/loans/{make_loan(scenario, 'applied').pk}/reject/", {"reason": "too much"}
    )
    return scenario.member, scenario.manager


def loan_cancelled(scenario):
    scenario.signed_in(scenario.member).post(f"/api/loans/{make_loan(scenario, 'applied').pk}/cancel/")
    return scenario.member, scenario.member


def loan_disbursed(scenario):
    scenario.signed_in(scenario.cashier).post(
        f"/api/loans/{make_loan(scenario, 'approved').pk}/disburse/", headers=idempotency_headers()
    )
    return scenario.member, scenario.cashier


def loan_repayment_posted(scenario):
    loan = make_loan(scenario, "active")
    scenario.signed_in(scenario.member).post(
        f"/api/loans/{loan.pk}/repay/", {"amount": "10.00"}, headers=idempotency_headers()
    )
    return scenario.member, scenario.member


def loan_recovery_posted(scenario):
    loan = make_loan(scenario, "active")
    manager_client, headers = scenario.signed_in(scenario.manager), idempotency_headers
    manager_client.post(f"/api/loans/{loan.pk}/write-off/", {"reason": "gone"}, headers=headers())
    manager_client.post(f"/api/loans/{loan.pk}/repay/", {"amount": "10.00"}, headers=headers())
    return scenario.member, scenario.manager


def loan_written_off(scenario):
    loan = make_loan(scenario, "active")
    scenario.signed_in(scenario.manager).post(
        f"/api/loans/{loan.pk}/write-off/", {"reason": "gone"}, headers=idempotency_headers()
    )
    return scenario.member, scenario.manager
