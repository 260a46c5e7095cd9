"""Loan products: creation, changes, validation and permissions."""

import pytest

from audit.models import AuditEvent
from loans.models import Loan, Product
from tests.loan_factories import PRODUCT, create_product
from tests.transactions.assertions import status_and_code

PATH = "/api/loans/products/"


@pytest.fixture
def manager_client(signed_in, manager):
    return signed_in(manager)


def error_fields(response):
    assert response.status_code == 400, response.content
    assert response.json()["code"] == "invalid_request"
    return sorted(response.json()["fields"])


def test_manager_creates_a_product_that_all_roles_can_read(manager_client, signed_in, member, cashier):
    response = manager_client.post(PATH, PRODUCT)
    expected = {
        "id": Product.objects.get().pk,
        "name": "Household",
        "annual_rate": "24",
        "method": "declining_balance",
        "day_count": "30/360",
        "instalment_multiple": "0.01",
        "principal_grace_months": 0,
        "prepayment": "shorter_term",
        "overdue_interest": True,
        "late_fee": "0.00",
        "late_fee_after_days": 0,
        "disbursement_fee": "0.00",
        "min_amount": "100.00",
        "max_amount": "50000.00",
        "min_term_months": 1,
        "max_term_months": 60,
        "currency": "USD",
        "is_active": True,
    }
    assert (response.status_code, response.json()) == (201, expected)
    for browser in (manager_client, signed_in(cashier), signed_in(member)):
        assert browser.get(f"{PATH}{expected['id']}/").json() == expected
        assert browser.get(PATH).json() == {"next": None, "previous": None, "results": [expected]}


@pytest.mark.parametrize(
    ("currency", "largest", "too_large"),
    [
        ("JPY", "999999999999999", "1000000000000000"),
        ("KWD", "999999999999999.999", "1000000000000000"),
        ("CLF", "99999999999999.9999", "100000000000000"),
        ("UYW", "99999999999999.9999", "999999999999999.9999"),
    ],
)
def test_maximum_amount_of_a_product_is_limited_per_currency(manager_client, settings, currency, largest, too_large):
    settings.BANK_CURRENCY = currency
    response = manager_client.post(PATH, PRODUCT | {"max_amount": largest})

    assert (response.status_code, response.json()["max_amount"]) == (201, largest)
    assert error_fields(manager_client.post(PATH, PRODUCT | {"name": "Another", "max_amount": too_large})) == [
        "max_amount"
    ]


def test_product_is_created_with_all_fields(manager_client):
    body = {
        "name": "Farm",
        "annual_rate": "7.000001",
        "method": "flat",
        "day_count": "actual/365",
        "instalment_multiple": "1.00",
        "principal_grace_months": 5,
        "prepayment": "lower_instalment",
        "overdue_interest": False,
        "late_fee": "12.50",
        "late_fee_after_days": 366,
        "disbursement_fee": "0.01",
        "min_amount": "0.02",
        "max_amount": "999999999999999.99",
        "min_term_months": 6,
        "max_term_months": 480,
        "currency": "USD",
        "is_active": False,
    }
    response = manager_client.post(PATH, body)
    assert response.json() == {"id": response.json()["id"], **body}


@pytest.mark.parametrize(
    ("sent", "stored"),
    [("12.5", "12.5"), (12.5, "12.5"), (0, "0"), ("0.000001", "0.000001"), ("1000", "1000"), ("012.50", "12.5"),
     (100, "100"), ("1000.000000", "1000")],
)  # fmt: skip
def test_annual_rate_is_stored_exactly(manager_client, sent, stored):
    assert manager_client.post(PATH, PRODUCT | {"annual_rate": sent}).json()["annual_rate"] == stored


def test_invalid_annual_rate_is_rejected(manager_client):
    invalid = ["", ".", ".5", "-1", "+1", "1e1", "1,5", "1.0000001", "1000.000001", "10000", "NaN", "٣", " 1", "12%",
           True, None, [], {}, -1, 1e-7, 1e300]  # fmt: skip
    for rate in invalid:
        assert error_fields(manager_client.post(PATH, PRODUCT | {"annual_rate": rate})) == ["annual_rate"], rate
    assert not Product.objects.exists()


def test_invalid_field_of_a_product_is_rejected_by_name(manager_client):
    create_product(name="Taken")
    cases = [
        ({"name": "Taken"}, "name"), ({"name": ""}, "name"), ({"name": "x" * 101}, "name"), ({"name": "a\nb"}, "name"),
        ({"method": "balloon"}, "method"), ({"day_count": "30/365"}, "day_count"),
        ({"instalment_multiple": "0"}, "instalment_multiple"), ({"instalment_multiple": None}, "instalment_multiple"),
        ({"max_amount": "99.99"}, "max_amount"), ({"min_amount": "0.001"}, "min_amount"),
        ({"min_term_months": 0}, "min_term_months"), ({"min_term_months": "6"}, "min_term_months"),
        ({"min_term_months": 12, "max_term_months": 11}, "max_term_months"),
        ({"max_term_months": 481}, "max_term_months"), ({"principal_grace_months": -1}, "principal_grace_months"),
        ({"principal_grace_months": 1}, "principal_grace_months"),
        ({"min_term_months": 6, "principal_grace_months": 6}, "principal_grace_months"),
        ({"currency": "EUR"}, "currency"), ({"currency": "DOLLAR"}, "currency"), ({"is_active": "yes"}, "is_active"),
        ({"penalty": "5"}, "penalty"), ({"id": 7}, None),
    ]  # fmt: skip
    for change, field in cases:
        if field:
            assert error_fields(manager_client.post(PATH, PRODUCT | change)) == [field], change
    for name in ("name", "annual_rate", "method", "min_amount", "max_amount", "min_term_months", "max_term_months"):
        assert error_fields(manager_client.post(PATH, {k: v for k, v in PRODUCT.items() if k != name})) == [name]
    assert Product.objects.count() == 1


def test_product_change_does_not_affect_the_terms_of_existing_loans(manager_client, product, make_loan):
    loan = make_loan("approved")
    before = manager_client.get(f"/api/loans/{loan.pk}/").json()
    response = manager_client.patch(
        f"{PATH}{product.pk}/", {"annual_rate": "12", "method": "flat", "max_amount": "500.00"}
    )

    assert (response.status_code, response.json()["annual_rate"], response.json()["method"]) == (200, "12", "flat")
    assert response.json()["min_amount"] == "100.00"
    assert manager_client.get(f"/api/loans/{loan.pk}/").json() == before
    assert (before["annual_rate"], before["method"]) == ("24", "declining_balance")
    assert Loan.objects.get().rate_millionths == 24_000_000


def test_product_change_that_contradicts_other_fields_is_rejected(manager_client):
    product = create_product(min_term_months=6, principal_grace_months=5)
    create_product(name="Taken")
    path = f"{PATH}{product.pk}/"
    for change, field in [
        ({"max_amount": "99.99"}, "max_amount"), ({"min_amount": "50000.01"}, "max_amount"),
        ({"max_term_months": 5}, "max_term_months"), ({"min_term_months": 5}, "principal_grace_months"),
        ({"currency": "EUR"}, "currency"), ({"name": "Taken"}, "name"), ({"name": None}, "name"),
        ({"interest": "1"}, "interest"),
    ]:  # fmt: skip
        assert error_fields(manager_client.patch(path, change)) == [field], change
    assert not AuditEvent.objects.filter(event="loan_product_changed").exists()


def test_members_and_cashiers_cannot_create_or_change_products(signed_in, product, member, cashier):
    for browser in (signed_in(member), signed_in(cashier)):
        assert status_and_code(browser.post(PATH, PRODUCT)) == (403, "permission_denied")
        assert status_and_code(browser.patch(f"{PATH}{product.pk}/", {"name": "Mine"})) == (403, "permission_denied")
    assert status_and_code(browser.get(PATH, token=None)) == (401, "not_authenticated")


def test_unknown_product_returns_404(manager_client):
    assert (
        status_and_code(manager_client.get(f"{PATH}999999/"))
        == status_and_code(manager_client.patch(f"{PATH}999999/", {}))
        == (404, "not_found")
    )


def test_product_list_is_filtered_by_is_active(manager_client):
    active, inactive = create_product(name="On"), create_product(name="Off", is_active=False)
    results = {
        query: [row["id"] for row in manager_client.get(f"{PATH}{query}").json()["results"]]
        for query in ("", "?is_active=true", "?is_active=false", "?page_size=1")
    }
    assert results == {
        "": [inactive.pk, active.pk],
        "?is_active=true": [active.pk],
        "?is_active=false": [inactive.pk],
        "?page_size=1": [inactive.pk],
    }
    assert error_fields(manager_client.get(f"{PATH}?is_active=1")) == ["is_active"]


def test_inactive_product_cannot_be_quoted_or_applied_for(signed_in, member, loan_account, product):
    product.is_active = False
    product.save()
    member_client = signed_in(member)
    application = {"product": product.pk, "amount": "500.00", "term_months": 6}
    assert error_fields(member_client.post("/api/loans/quote/", application)) == ["product"]
    assert error_fields(
        member_client.post("/api/loans/", application | {"purpose": "Roof", "account": loan_account})
    ) == ["product"]


def test_audit_event_of_a_product_change_names_only_changed_fields(manager_client, manager):
    product_id = manager_client.post(PATH, PRODUCT).json()["id"]
    for change in ({"name": "Home", "max_term_months": 48}, {"name": "Home"}, {}):
        assert manager_client.patch(f"{PATH}{product_id}/", change).status_code == 200
    rows = AuditEvent.objects.filter(event__startswith="loan_product").order_by("pk")
    assert [(row.event, row.actor_id, row.details) for row in rows] == [
        ("loan_product_created", manager.pk, {"product": product_id, "name": "Household"}),
        ("loan_product_changed", manager.pk, {"product": product_id, "fields": ["max_term_months", "name"]}),
    ]
