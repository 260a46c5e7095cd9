"""Due dates, days late and the portfolio in days of the bank's time zone."""

from datetime import timedelta
from decimal import Decimal

import pytest

from loans.portfolio import portfolio_on
from tests.bank_zone import AUCKLAND, ZONES, local_time
from tests.loan_factories import create_loan
from tests.loans.loan_helpers import get_loan, get_schedule, open_funded_account, post_write_off


@pytest.fixture
def disburse(bank_zone, clock, product, member, cashier, manager):
    """Disburses a loan at a local time: `disburse(NAIROBI, "2026-03-01T00:30")`."""

    def make(zone, text):
        bank_zone(zone)
        clock.move_to(local_time(zone, text))
        number = open_funded_account(member, cashier)
        return create_loan(member, number, "active", decided_by=manager, paid_out_by=cashier, months=4)

    return make


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("time", ["00:30", "23:30"])
def test_due_dates_count_from_the_local_day_of_the_disbursement(zone, time, disburse, signed_in, member):
    loan = disburse(zone, f"2026-03-01T{time}")

    rows = signed_in(member).get(f"/api/loans/{loan.pk}/schedule/").json()
    assert [row["due_date"] for row in rows] == ["2026-04-01", "2026-05-01", "2026-06-01", "2026-07-01"]


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize(
    ("text", "days", "status"), [("2026-04-01T23:59:59", 0, "upcoming"), ("2026-04-02T00:00", 1, "late")]
)
def test_loan_is_late_from_local_midnight_after_the_due_date(
    zone, text, days, status, disburse, clock, signed_in, member
):
    loan = disburse(zone, "2026-03-01T12:00")
    clock.move_to(local_time(zone, text))
    browser = signed_in(member)

    assert get_loan(browser, loan)["days_late"] == days
    assert get_schedule(browser, loan)[0][1] == status


@pytest.mark.parametrize("zone", ZONES)
def test_payoff_amount_grows_at_local_midnight(zone, disburse, clock, signed_in, member):
    loan, amounts = disburse(zone, "2026-03-01T00:30"), []
    for text in ("2026-03-01T23:59", "2026-03-02T00:00", "2026-03-02T23:59", "2026-03-03T00:00"):
        clock.move_to(local_time(zone, text))
        amounts.append(get_loan(signed_in(member), loan)["settlement_amount"])

    assert amounts == ["1000.00", "1000.67", "1000.67", "1001.33"]  # 24 % a year, 30/360


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize(
    ("text", "interest"), [("2026-07-11T23:59", "86.67"), ("2026-07-12T00:00", "87.33"), ("2026-07-12T23:59", "87.33")]
)
def test_schedule_of_a_written_off_loan_has_the_interest_up_to_the_local_day_of_the_write_off(
    zone, text, interest, disburse, clock, signed_in, member, manager
):
    loan = disburse(zone, "2026-03-01T12:00")
    clock.move_to(local_time(zone, text))
    post_write_off(loan, manager)
    clock.move_to(local_time(zone, "2026-09-01T12:00"))
    rows = signed_in(member).get(f"/api/loans/{loan.pk}/schedule/").json()

    assert sum(Decimal(row["interest"]) for row in rows) == Decimal(interest)  # 130 or 131 days on 1,000.00


@pytest.mark.parametrize("zone", ZONES)
def test_portfolio_of_a_day_ends_at_local_midnight(zone, disburse):
    first = disburse(zone, "2026-02-28T23:30")
    second = disburse(zone, "2026-03-01T00:30")
    days = [first.disbursement.value_date + timedelta(days=number) for number in (-1, 0, 1)]

    found = [{loan.loan_id for loan in portfolio_on(day).loans} for day in days]
    assert found == [set(), {first.pk}, {first.pk, second.pk}]
    assert [loan.days_late for loan in portfolio_on(days[0] + timedelta(days=31)).loans] == [2, 0]


def test_due_dates_do_not_move_where_the_clocks_change(disburse, clock, signed_in, member):
    """Disbursed at 00:30 in summer time; the instalment of 5 May is due in winter time."""
    loan = disburse(AUCKLAND, "2026-04-05T00:30")
    for text, days in (("2026-05-05T23:59", 0), ("2026-05-06T00:00", 1)):
        clock.move_to(local_time(AUCKLAND, text))
        assert get_loan(signed_in(member), loan)["days_late"] == days


@pytest.mark.parametrize("zone", ZONES)
def test_quote_without_a_day_is_of_a_disbursement_today(zone, bank_zone, clock, signed_in, member, product):
    bank_zone(zone)
    clock.move_to(local_time(zone, "2026-03-01T00:30"))
    body = {"product": product.pk, "amount": "1000.00", "term_months": 2}
    rows = signed_in(member).post("/api/loans/quote/", body).json()["schedule"]

    assert [row["due_date"] for row in rows] == ["2026-04-01", "2026-05-01"]
