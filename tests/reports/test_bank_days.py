"""Reports and dashboards in days of the bank's time zone."""

from datetime import UTC, date, timedelta

import pytest

from tests.api_payments import deposit, open_account
from tests.bank_zone import AUCKLAND, NAIROBI, ZONES, local_time
from tests.reports.conftest import report
from transactions.ledger.balances import snapshot_balances
from transactions.ledger.daily_totals import MANY_DAYS
from users.models import User
from users.versions import UserVersion

# Local times of deposits of 1.00, 2.00, 4.00 and 8.00.
TIMES = ["2026-02-28T23:30", "2026-03-01T00:30", "2026-03-01T23:30", "2026-03-02T00:30"]
BY_DAY = [("2026-02-28", 1, "1.00"), ("2026-03-01", 2, "6.00"), ("2026-03-02", 1, "8.00")]


@pytest.fixture(params=ZONES)
def bank(request, bank_zone, log_in_at, member, cashier):
    """A bank with four deposits around two midnights; the name of its zone."""
    zone = request.param
    bank_zone(zone)
    number = open_account(log_in_at(zone, "2026-01-15T12:00", cashier), member.pk)
    for place, text in enumerate(TIMES):
        assert deposit(log_in_at(zone, text, cashier), number, f"{2**place}.00").status_code == 201
    return zone


def daily(browser, query):
    return [(row["day"], row["count"], row["amount"]) for row in report(browser, "daily-transactions", query)["rows"]]


@pytest.mark.slow
@pytest.mark.parametrize("is_rolled_up", [False, True])
def test_daily_transactions_are_by_local_day(is_rolled_up, bank, log_in_at, manager):
    browser = log_in_at(bank, "2026-03-02T12:00", manager)
    if is_rolled_up:
        snapshot_balances()
    assert daily(browser, "from=2026-02-01") == BY_DAY
    assert daily(browser, "from=2026-03-01&to=2026-03-01") == BY_DAY[1:2]
    assert daily(browser, "from=1900-01-01&to=9900-12-31") == BY_DAY


def test_report_of_the_past_month_holds_nothing_of_the_new_one(bank, log_in_at, manager):
    browser = log_in_at(bank, "2026-03-02T12:00", manager)
    for name in ("summary", "trial-balance", "cashier-activity"):
        february = str(report(browser, name, "from=2026-02-01&to=2026-02-28")["rows"])
        assert ("1.00" in february, "15.00" in february, "7.00" in february) == (True, False, False), name
    march = report(browser, "cashier-activity", "from=2026-03-01&to=2026-03-01")["rows"]
    assert [(row["count"], row["amount"]) for row in march] == [(2, "6.00")]
    balances = report(browser, "trial-balance", "to=2026-03-01")["rows"]
    assert [row["credit"] for row in balances if row["kind"] == "savings"] == ["7.00"]


def test_report_without_a_period_covers_thirty_local_days(bank, log_in_at, manager):
    for text, first in (("2026-03-02T00:10", "2026-02-01"), ("2026-03-02T23:50", "2026-02-01")):
        body = report(log_in_at(bank, text, manager), "daily-transactions")
        assert (body["from"], body["to"]) == (first, "2026-03-02")


@pytest.mark.parametrize("zone", ZONES)
def test_report_without_a_period_has_the_utc_days_before_the_zone_changed(
    zone, bank_zone, log_in_at, member, cashier, manager
):
    """The first of the thirty days is a UTC day, the last one of the zone."""
    bank_zone(zone, first_day=date(2026, 3, 10))
    number = open_account(log_in_at("UTC", "2026-01-15T12:00", cashier), member.pk)
    for text, amount in (("2026-02-13T23:30", "1.00"), ("2026-02-14T00:30", "2.00"), ("2026-02-14T23:30", "4.00")):
        assert deposit(log_in_at("UTC", text, cashier), number, amount).status_code == 201

    body = report(log_in_at(zone, "2026-03-15T12:00", manager), "daily-transactions")
    assert (body["from"], body["to"]) == ("2026-02-14", "2026-03-15")
    assert [(row["day"], row["amount"]) for row in body["rows"]] == [("2026-02-14", "6.00")]


def test_series_and_totals_of_the_managers_dashboard_are_by_local_day(bank, log_in_at, manager):
    body = log_in_at(bank, "2026-03-02T23:50", manager).get("/api/dashboard/").json()
    days = {row["day"]: row["deposits"] for row in body["series"]["days"]}

    assert (len(days), min(days), max(days)) == (90, "2025-12-03", "2026-03-02")
    assert {day: amount for day, amount in days.items() if amount != "0.00"} == {
        day: amount for day, _, amount in BY_DAY
    }
    assert body["today"]["deposit"] == {"count": 1, "amount": "8.00"}


def test_cashiers_work_of_today_is_that_of_the_local_day(bank, log_in_at, cashier):
    late = log_in_at(bank, "2026-03-02T23:59:59", cashier).get("/api/dashboard/").json()
    next_day = log_in_at(bank, "2026-03-03T00:00", cashier).get("/api/dashboard/").json()

    assert late["today"]["deposit"] == {"count": 1, "amount": "8.00"}
    assert next_day["today"]["deposit"] == {"count": 0, "amount": "0.00"}


def test_member_growth_is_by_local_month(bank, log_in_at, manager):
    UserVersion.objects.filter(role="member").update(valid_from=local_time(bank, "2025-06-01T12:00"))
    for number, text in enumerate(["2026-01-31T23:30", "2026-02-01T00:30", "2026-02-28T23:30", "2026-03-01T00:30"]):
        joined = local_time(bank, text)
        User.objects.create_user(f"m{number}@example.com", full_name="M", date_joined=joined)
    browser = log_in_at(bank, "2026-03-02T12:00", manager)

    body = report(browser, "member-growth", "from=2026-01-20&to=2026-03-01")
    assert [(row["month"], row["joined"]) for row in body["rows"]] == [("2026-01", 1), ("2026-02", 2), ("2026-03", 1)]
    body = report(browser, "member-growth", "from=2026-02-01&to=2026-02-28")
    assert [(row["month"], row["joined"]) for row in body["rows"]] == [("2026-02", 2)]


def test_audit_filters_are_local_days(bank, log_in_at, manager):
    browser = log_in_at(bank, "2026-03-02T12:00", manager)

    def count(query):
        return len(browser.get(f"/api/audit/events/?event=deposit_posted&{query}").json()["results"])

    assert [count(query) for query in ("to=2026-02-28", "from=2026-03-01&to=2026-03-01", "from=2026-03-02")] == [
        1,
        2,
        1,
    ]


@pytest.mark.slow
def test_each_deposit_of_a_year_is_in_the_total_of_its_local_day(bank_zone, log_in_at, member, cashier, manager):
    """Among them a day of 25 hours and one of 23; the period is longer than `MANY_DAYS`."""
    bank_zone(AUCKLAND)
    number = open_account(log_in_at(AUCKLAND, "2025-10-01T12:00", cashier), member.pk)
    first, expected = date(2025, 10, 1), {}
    for place in range(0, 370, 5):
        day = str(first + timedelta(days=place))
        for time in ("00:00", "23:59:59"):
            deposit(log_in_at(AUCKLAND, f"{day}T{time}" if place else f"{day}T13:00", cashier), number, "1.00")
        expected[day] = 2
    browser = log_in_at(AUCKLAND, "2026-12-31T12:00", manager)

    assert (date(2026, 12, 31) - first).days > MANY_DAYS
    assert {day: count for day, count, _ in daily(browser, f"from={first}")} == expected


def test_period_of_a_bank_that_changed_its_zone_has_utc_days_and_local_days(
    bank_zone, log_in_at, member, cashier, manager
):
    bank_zone(NAIROBI, first_day=date(2026, 3, 2))
    number = open_account(log_in_at("UTC", "2026-01-15T12:00", cashier), member.pk)
    for text in ("2026-03-01T22:30", "2026-03-02T00:30", "2026-03-02T22:30"):
        deposit(log_in_at("UTC", text, cashier), number, "1.00")
    browser = log_in_at("UTC", "2026-03-05T12:00", manager)

    assert daily(browser, "from=2026-03-01") == [
        ("2026-03-01", 1, "1.00"), ("2026-03-02", 1, "1.00"), ("2026-03-03", 1, "1.00"),
    ]  # fmt: skip
    assert local_time(NAIROBI, "2026-03-03T01:30").astimezone(UTC).isoformat() == "2026-03-02T22:30:00+00:00"
