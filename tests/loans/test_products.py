"""Loan products: what managers offer, what they may change, and what loans keep."""

import pytest

from audit.models import AuditEvent
from loans.models import Loan, Product
from tests.loan_factories import PRODUCT, create_product
from tests.transactions.assertions import status_and_code

PATH = "/api/loans/products/"


@pytest.fixture
def manager_client(signed_in, manager):
    return signed_in(manager)


def fields(response):
    assert response.status_code == 400, response.content
    assert response.json()["code"] == "invalid_request"
    return sorted(response.json()["fields"])


def test_a_manager_creates_a_product_and_everybody_reads_it(manager_client, signed_in, member, cashier):
    response = manager_client.post(PATH, PRODUCT)
    expected = {
        "id": Product.objects.get().pk,
        "name": "Household",
        "annual_rate": "24",
        "method": "declining_balance",
        "day_count": "30/360",
        "instalment_multiple": "0.01",
        "principal_grace_months": 0,
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
    ("currency", "most", "too_much"),
    [
        ("JPY", "999999999999999", "1000000000000000"),
        ("KWD", "999999999999999.999", "1000000000000000"),
        ("CLF", "99999999999999.9999", "100000000000000"),
        ("UYW", "99999999999999.9999", "999999999999999.9999"),
    ],
)
def test_product_of_any_currency_goes_up_to_the_largest_amount(manager_client, settings, currency, most, too_much):
    settings.BANK_CURRENCY = currency
    response = manager_client.post(PATH, PRODUCT | {"max_amount": most})

    assert (response.status_code, response.json()["max_amount"]) == (201, most)
    assert fields(manager_client.post(PATH, PRODUCT | {"name": "Another", "max_amount": too_much})) == ["max_amount"]


def test_everything_can_be_said(manager_client):
    said = {
        "name": "Farm",
        "annual_rate": "7.000001",
        "method": "flat",
        "day_count": "actual/365",
        "instalment_multiple": "1.00",
        "principal_grace_months": 5,
        "min_amount": "0.01",
        "max_amount": "999999999999999.99",
        "min_term_months": 6,
        "max_term_months": 480,
        "currency": "USD",
        "is_active": False,
    }
    response = manager_client.post(PATH, said)
    assert response.json() == {"id": response.json()["id"], **said}


@pytest.mark.parametrize(
    ("sent", "kept"),
    [("12.5", "12.5"), (12.5, "12.5"), (0, "0"), ("0.000001", "0.000001"), ("1000", "1000"), ("012.50", "12.5"),
     (100, "100"), ("1000.000000", "1000")],
)  # fmt: skip
def test_a_rate_is_kept_to_the_last_digit(manager_client, sent, kept):
    assert manager_client.post(PATH, PRODUCT | {"annual_rate": sent}).json()["annual_rate"] == kept


def test_a_rate_that_is_none_is_refused(manager_client):
    bad = ["", ".", ".5", "-1", "+1", "1e1", "1,5", "1.0000001", "1000.000001", "10000", "NaN", "٣", " 1", "12%",
           True, None, [], {}, -1, 1e-7, 1e300]  # fmt: skip
    for rate in bad:
        assert fields(manager_client.post(PATH, PRODUCT | {"annual_rate": rate})) == ["annual_rate"], rate
    assert not Product.objects.exists()


def test_input_that_does_not_fit_is_refused_at_its_field(manager_client):
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
            assert fields(manager_client.post(PATH, PRODUCT | change)) == [field], change
    for name in ("name", "annual_rate", "method", "min_amount", "max_amount", "min_term_months", "max_term_months"):
        assert fields(manager_client.post(PATH, {k: v for k, v in PRODUCT.items() if k != name})) == [name]
    assert Product.objects.count() == 1


def test_a_change_holds_for_new_applications_and_loans_keep_their_terms(manager_client, product, make_loan):
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


def test_a_change_that_does_not_fit_with_the_rest_is_refused(manager_client):
    product = create_product(min_term_months=6, principal_grace_months=5)
    create_product(name="Taken")
    path = f"{PATH}{product.pk}/"
    for change, field in [
        ({"max_amount": "99.99"}, "max_amount"), ({"min_amount": "50000.01"}, "max_amount"),
        ({"max_term_months": 5}, "max_term_months"), ({"min_term_months": 5}, "principal_grace_months"),
        ({"currency": "EUR"}, "currency"), ({"name": "Taken"}, "name"), ({"name": None}, "name"),
        ({"interest": "1"}, "interest"),
    ]:  # fmt: skip
        assert fields(manager_client.patch(path, change)) == [field], change
    assert not AuditEvent.objects.filter(event="loan_product_changed").exists()


def test_only_managers_create_and_change(signed_in, product, member, cashier):
    for browser in (signed_in(member), signed_in(cashier)):
        assert status_and_code(browser.post(PATH, PRODUCT)) == (403, "permission_denied")
        assert status_and_code(browser.patch(f"{PATH}{product.pk}/", {"name": "Mine"})) == (403, "permission_denied")
    assert status_and_code(browser.get(PATH, token=None)) == (401, "not_authenticated")


def test_there_is_no_product_that_is_not_there(manager_client):
    assert (
        status_and_code(manager_client.get(f"{PATH}999999/"))
        == status_and_code(manager_client.patch(f"{PATH}999999/", {}))
        == (404, "not_found")
    )


def test_the_list_is_filtered_by_what_is_on_offer(manager_client):
    on, off = create_product(name="On"), create_product(name="Off", is_active=False)
    shown = {
        query: [row["id"] for row in manager_client.get(f"{PATH}{query}").json()["results"]]
        for query in ("", "?is_active=true", "?is_active=false", "?page_size=1")
    }
    assert shown == {
        "": [off.pk, on.pk],
        "?is_active=true": [on.pk],
        "?is_active=false": [off.pk],
        "?page_size=1": [off.pk],
    }
    assert fields(manager_client.get(f"{PATH}?is_active=1")) == ["is_active"]


def test_what_is_not_on_offer_is_neither_quoted_nor_applied_for(signed_in, member, loan_account, product):
    product.is_active = False
    product.save()
    phone = signed_in(member)
    asked = {"product": product.pk, "amount": "500.00", "term_months": 6}
    assert fields(phone.post("/api/loans/quote/", asked)) == ["product"]
    assert fields(phone.post("/api/loans/", asked | {"purpose": "Roof", "account": loan_account})) == ["product"]


def test_the_trail_says_what_was_changed_and_nothing_of_what_was_not(manager_client, manager):
    number = manager_client.post(PATH, PRODUCT).json()["id"]
    for change in ({"name": "Home", "max_term_months": 48}, {"name": "Home"}, {}):
        assert manager_client.patch(f"{PATH}{number}/", change).status_code == 200
    rows = AuditEvent.objects.filter(event__startswith="loan_product").order_by("pk")
    assert [(row.event, row.actor_id, row.details) for row in rows] == [
        ("loan_product_created", manager.pk, {"product": number, "name": "Household"}),
        ("loan_product_changed", manager.pk, {"product": number, "fields": ["max_term_months", "name"]}),
    ]
