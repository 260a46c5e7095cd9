"""Quotes over HTTP: published figures, dates, limits of the product, and permissions."""

import pytest

from tests.loan_factories import create_product
from tests.transactions.assertions import status_and_code

PATH = "/api/loans/quote/"


@pytest.fixture
def member_client(clock, signed_in, member):
    return signed_in(member)


def get_quote(browser, product, amount, months, **dates):
    response = browser.post(PATH, {"product": product.pk, "amount": amount, "term_months": months, **dates})
    assert response.status_code == 200, response.content
    return response.json()


def column(quote, name):
    return [row[name] for row in quote["schedule"]]


def create_wide_product(percent, **other):
    limits = {"min_amount": 1, "max_amount": 10**9, "max_term_months": 480}
    return create_product(rate_millionths=int(percent * 10**6), **limits | other)


def test_quote_of_12000_at_24_percent_over_4_months(member_client):
    quote = get_quote(
        member_client, create_wide_product(24), "12000", 4, disbursed_on="2011-09-20", first_due_date="2011-10-20"
    )
    rows = [
        (1, "2011-10-20", "2911.49", "240.00", "3151.49", "9088.51"),
        (2, "2011-11-20", "2969.72", "181.77", "3151.49", "6118.79"),
        (3, "2011-12-20", "3029.11", "122.38", "3151.49", "3089.68"),
        (4, "2012-01-20", "3089.68", "61.79", "3151.47", "0.00"),
    ]
    names = ("number", "due_date", "principal", "interest", "total", "balance_after")
    assert quote == {
        "instalment": "3151.49",
        "last_instalment": "3151.47",
        "total_interest": "605.94",
        "total_fees": "0.00",
        "total_payable": "12605.94",
        "apr": "26.82",
        "schedule": [dict(zip(names, row, strict=True)) | {"paid": "0.00", "status": "upcoming"} for row in rows],
    }


def test_quote_of_5000_at_12_percent_in_equal_principal_parts(member_client):
    quote = get_quote(member_client, create_wide_product(12, method="equal_principal"), "5000.00", 18)
    assert column(quote, "principal") == ["277.78"] * 17 + ["277.74"]
    assert (quote["instalment"], quote["total_interest"], quote["total_payable"]) == ("327.78", "475.00", "5475.00")


def test_quote_of_5000_at_12_percent_flat(member_client):
    quote = get_quote(member_client, create_wide_product(12, method="flat"), 5000, 18)
    assert column(quote, "interest") == ["50.00"] * 18
    assert (quote["instalment"], quote["total_interest"]) == ("327.78", "900.00")


def test_quote_of_100_at_7_percent_over_6_months(member_client):
    quote = get_quote(member_client, create_wide_product(7), "100", 6)
    assert column(quote, "principal") == ["16.43", "16.52", "16.62", "16.72", "16.81", "16.90"]
    assert column(quote, "interest") == ["0.58", "0.49", "0.39", "0.29", "0.20", "0.10"]


def test_quote_of_1250_at_15_percent_flat_over_4_months(member_client):
    assert column(get_quote(member_client, create_wide_product(15, method="flat"), "1250", 4), "interest") == [
        "15.62"
    ] * 3 + ["15.64"]


def test_quote_of_500000_at_12_percent_over_36_months(member_client):
    quote = get_quote(member_client, create_wide_product(12), "500000", 36)
    assert quote["instalment"] == "16607.15"
    assert set(column(quote, "total")[:-1]) == {"16607.15"}


def test_quote_with_instalments_in_whole_dollars(member_client):
    quote = get_quote(member_client, create_wide_product(12, instalment_multiple=100), "5000", 18)
    assert column(quote, "total") == ["305.00"] * 17 + ["303.22"]
    assert quote["total_interest"] == "488.22"


def test_quote_with_grace_period_shows_the_first_full_instalment(member_client):
    quote = get_quote(member_client, create_wide_product(12, principal_grace_months=2, min_term_months=3), "1200", 6)
    assert column(quote, "total") == ["12.00", "12.00", "307.54", "307.54", "307.54", "307.52"]
    assert quote["instalment"] == "307.54"


def test_quote_defaults_to_disbursement_today_and_a_first_due_date_a_month_later(member_client, product):
    assert column(get_quote(member_client, product, "500", 2), "due_date") == ["2026-04-01", "2026-05-01"]
    dates = {"disbursed_on": "2024-01-31"}
    assert column(get_quote(member_client, product, "500", 3, **dates), "due_date")[:2] == ["2024-02-29", "2024-03-31"]
    dates = {"first_due_date": "2026-03-31"}
    assert column(get_quote(member_client, product, "500", 3, **dates), "due_date") == [
        "2026-03-31",
        "2026-04-30",
        "2026-05-31",
    ]


def test_quote_for_a_past_date_has_only_upcoming_instalments(member_client, product):
    assert set(column(get_quote(member_client, product, "500", 3, disbursed_on="1999-12-31"), "status")) == {"upcoming"}


def test_first_due_date_must_be_after_the_disbursement(member_client, product):
    quote_request = {"product": product.pk, "amount": "500", "term_months": 6}
    for dates in (
        {"disbursed_on": "2026-05-01", "first_due_date": "2026-05-01"},
        {"disbursed_on": "2026-05-02", "first_due_date": "2026-05-01"},
        {"first_due_date": "2026-03-01"},
    ):
        response = member_client.post(PATH, quote_request | dates)
        assert (response.status_code, list(response.json()["fields"])) == (400, ["first_due_date"])


def test_quote_outside_the_limits_of_the_product_is_rejected_by_field(member_client):
    product = create_product(min_term_months=3, max_term_months=12)
    quote_request = {"product": product.pk, "amount": "500", "term_months": 6}
    for change, field in [
        ({"amount": "99.99"}, "amount"), ({"amount": "50000.01"}, "amount"), ({"amount": "0"}, "amount"),
        ({"amount": "5.001"}, "amount"), ({"amount": None}, "amount"), ({"term_months": 2}, "term_months"),
        ({"term_months": 13}, "term_months"), ({"term_months": 10**9}, "term_months"),
        ({"term_months": "6"}, "term_months"), ({"product": 999_999}, "product"), ({"product": 2**63}, "product"),
        ({"disbursed_on": "2026-02-30"}, "disbursed_on"), ({"disbursed_on": "20260301"}, "disbursed_on"),
        ({"disbursed_on": "9999-12-31"}, "disbursed_on"), ({"first_due_date": 7}, "first_due_date"),
        ({"purpose": "Roof"}, "purpose"),
    ]:  # fmt: skip
        response = member_client.post(PATH, quote_request | change)
        assert (response.status_code, list(response.json()["fields"])) == (400, [field]), change
    for bound in ("100.00", "50000.00"):
        assert get_quote(member_client, product, bound, 3)["schedule"][-1]["balance_after"] == "0.00"


def test_quote_whose_instalment_is_below_the_interest_is_rejected(member_client):
    product = create_wide_product(1000, day_count="actual/365")
    response = member_client.post(PATH, {"product": product.pk, "amount": "550", "term_months": 24})
    assert status_and_code(response) == (422, "instalment_too_small")


@pytest.mark.parametrize("day_count", ["30/360", "actual/365"])
@pytest.mark.parametrize("method", ["declining_balance", "equal_principal", "flat"])
def test_quote_with_extreme_dates_and_amounts_does_not_fail(member_client, method, day_count):
    product = create_wide_product(1000, method=method, day_count=day_count, max_amount=10**17)
    for dates in (
        {"disbursed_on": "9899-12-31", "first_due_date": "9900-12-31"},
        {"disbursed_on": "9900-12-31"},
        {"disbursed_on": "1900-01-01", "first_due_date": "9900-12-31"},
    ):
        quote_request = {"product": product.pk, "amount": "999999999999999.99", "term_months": 480}
        response = member_client.post(PATH, quote_request | dates)
        assert response.status_code in {200, 422}, response.content
        if response.status_code == 200:
            assert len(response.json()["schedule"]) == 480


def test_every_role_can_request_a_quote_and_anonymous_users_cannot(member_client, signed_in, product, cashier, manager):
    for browser in (member_client, signed_in(cashier), signed_in(manager)):
        assert get_quote(browser, product, "500", 6)["total_payable"] == "535.58"
    assert status_and_code(member_client.post(PATH, {}, token=None)) == (401, "not_authenticated")
