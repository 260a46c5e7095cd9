"""Value dates, statements, filters and daily limits in days of the bank's time zone; times stay UTC."""

import csv
import io
import time
from datetime import UTC, date, datetime, timedelta

import pytest

from tests.api_payments import deposit, open_account, transfer
from tests.bank_zone import AUCKLAND, LIMA, ZONES, local_time
from tests.transactions.assertions import status_and_code
from tests.transactions.pdf_text import pages_of
from tests.transactions.statement_requests import statement
from transactions.ledger.balances import bank_balance, snapshot_balances
from transactions.models import BalanceSnapshot, DailyTotal, Transaction

# Half an hour after and before midnight on the first of March, on the clock in the bank.
FIRST, LAST = "2026-03-01T00:30", "2026-02-28T23:30"


@pytest.fixture
def number(bank_zone, log_in_at, cashier, member):
    """The number of an account of the member."""
    return open_account(log_in_at("UTC", "2026-01-15T12:00", cashier), member.pk)


def paid_in(browser, number, amount="5.00"):
    response = deposit(browser, number, amount)
    assert response.status_code == 201, response.content
    return response.json()


@pytest.mark.parametrize("zone", ZONES)
def test_deposit_after_local_midnight_is_in_the_statement_of_the_new_month(zone, bank_zone, log_in_at, number, cashier):
    bank_zone(zone)
    before = paid_in(log_in_at(zone, LAST, cashier), number, "1.00")
    after = paid_in(log_in_at(zone, FIRST, cashier), number, "2.00")
    assert (before["value_date"], after["value_date"]) == ("2026-02-28", "2026-03-01")

    browser = log_in_at(zone, "2026-03-05T12:00", cashier)
    february = statement(browser, number, "from=2026-02-01&to=2026-02-28")
    march = statement(browser, number, "from=2026-03-01&to=2026-03-31")
    assert [entry["transaction"] for entry in february["entries"]] == [before["id"]]
    assert [entry["transaction"] for entry in march["entries"]] == [after["id"]]
    assert (february["closing_balance"], march["opening_balance"]) == ("1.00", "1.00")


@pytest.mark.parametrize("zone", ZONES)
def test_time_of_a_booking_is_utc_with_six_digits_in_every_zone(zone, bank_zone, log_in_at, number, cashier):
    bank_zone(zone)
    booked_at = paid_in(log_in_at(zone, FIRST, cashier), number)["booked_at"]

    assert booked_at == f"{local_time(zone, FIRST).astimezone(UTC):%Y-%m-%dT%H:%M:%S}.000000Z"


@pytest.mark.parametrize("zone", ZONES)
def test_statement_without_a_period_is_of_the_local_month(zone, bank_zone, log_in_at, number, cashier):
    bank_zone(zone)
    for text, amount in ((LAST, "1.00"), (FIRST, "2.00")):
        paid_in(log_in_at(zone, text, cashier), number, amount)

    on_the_first = statement(log_in_at(zone, "2026-03-01T00:40", cashier), number)
    at_the_end = statement(log_in_at(zone, "2026-03-31T23:50", cashier), number)
    for body, last in ((on_the_first, "2026-03-01"), (at_the_end, "2026-03-31")):
        assert (body["from"], body["to"], body["total_credits"]) == ("2026-03-01", last, "2.00")


@pytest.mark.parametrize("zone", ZONES)
def test_statement_without_a_period_has_the_utc_days_of_the_month_in_which_the_zone_changed(
    zone, bank_zone, log_in_at, number, cashier
):
    """The first of the month is a UTC day, the present day one of the zone."""
    bank_zone(zone, first_day=date(2026, 3, 10))
    for text, amount in (("2026-02-28T23:30", "1.00"), ("2026-03-01T00:30", "2.00"), ("2026-03-01T23:30", "4.00")):
        paid_in(log_in_at("UTC", text, cashier), number, amount)

    body = statement(log_in_at(zone, "2026-03-15T12:00", cashier), number)
    assert (body["from"], body["to"], body["total_credits"]) == ("2026-03-01", "2026-03-15", "6.00")


@pytest.mark.usefixtures("uncompressed_pages")
@pytest.mark.parametrize("zone", ZONES)
def test_csv_and_pdf_statements_have_local_days(zone, bank_zone, log_in_at, number, cashier):
    bank_zone(zone)
    paid_in(log_in_at(zone, FIRST, cashier), number)
    browser = log_in_at(zone, "2026-03-01T23:45", cashier)

    table = browser.get(f"/api/accounts/{number}/statement.csv?from=2026-03-01")
    assert f'filename="statement-{number}-20260301.csv"' in table.headers["Content-Disposition"]
    (row,) = csv.DictReader(io.StringIO(table.getvalue().decode("utf-8-sig")))
    assert row["value_date"] == "2026-03-01"
    assert row["booked_at"].endswith("Z")
    (page,) = pages_of(browser.get(f"/api/accounts/{number}/statement.pdf?from=2026-03-01").content)
    assert page.count("01 Mar 2026") == 2  # the day of issue, and the entry
    assert "01 Mar 2026 to 01 Mar 2026" in page
    assert f"Dates are in the time zone {zone}." in " ".join(page)


@pytest.mark.usefixtures("uncompressed_pages")
@pytest.mark.parametrize("zone", ZONES)
def test_receipt_has_the_local_day_of_issue_and_the_local_time(zone, bank_zone, log_in_at, number, cashier):
    bank_zone(zone)
    transaction = paid_in(log_in_at(zone, FIRST, cashier), number)["id"]
    browser = log_in_at(zone, "2026-03-02T00:10", cashier)

    body = browser.get(f"/api/transactions/{transaction}/receipt/").json()
    assert (body["value_date"], body["issued_on"]) == ("2026-03-01", "2026-03-02")
    text = " ".join(pages_of(browser.get(f"/api/transactions/{transaction}/receipt.pdf").content)[0])
    assert "01 Mar 2026 00:30:00" in text
    assert f"Issued on 02 Mar 2026. Times are in the time zone {zone}." in text


@pytest.mark.slow
@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("path", ["transactions/?account={}&", "accounts/{}/entries/?"])
def test_filters_of_lists_are_local_days_with_both_ends(zone, path, bank_zone, log_in_at, number, cashier):
    bank_zone(zone)
    amounts = {
        LAST: "1.00",
        "2026-03-01T00:00": "2.00",
        "2026-03-01T23:59:59.999999": "3.00",
        "2026-03-02T00:00": "4.00",
    }
    for text, amount in amounts.items():
        paid_in(log_in_at(zone, text, cashier), number, amount)
    browser = log_in_at(zone, "2026-03-05T12:00", cashier)

    def found(query):
        rows = browser.get(f"/api/{path.format(number)}{query}").json()["results"]
        return sorted(row["amount"] for row in rows)

    assert found("from=2026-03-01&to=2026-03-01") == ["2.00", "3.00"]
    assert found("to=2026-02-28") == ["1.00"]
    assert found("from=2026-03-02") == ["4.00"]


@pytest.mark.parametrize("zone", ZONES)
def test_daily_limit_is_reset_at_local_midnight(
    zone, bank_zone, log_in_at, number, cashier, member, other_member, settings
):
    settings.MEMBER_DAILY_TRANSFER_LIMIT = "50"
    bank_zone(zone)
    cashier_client = log_in_at(zone, "2026-02-28T00:10", cashier)
    paid_in(cashier_client, number, "500.00")
    target = open_account(cashier_client, other_member.pk)

    assert transfer(log_in_at(zone, "2026-02-28T00:20", member), number, target, "30.00").status_code == 201
    late = log_in_at(zone, "2026-02-28T23:59:59", member)
    assert late.get("/api/transactions/limits/").json()["transfer"]["left"] == "20.00"
    assert status_and_code(transfer(late, number, target, "20.01")) == (422, "limit_exceeded")
    early = log_in_at(zone, "2026-03-01T00:00", member)
    assert early.get("/api/transactions/limits/").json()["transfer"]["left"] == "50.00"
    assert transfer(early, number, target, "50.00").status_code == 201


# In Auckland the clocks go from 03:00 back to 02:00 on 5 April, and from 02:00 to 03:00 on 27 September 2026.
@pytest.mark.slow
@pytest.mark.parametrize(("day", "hours"), [("2026-04-05", 25), ("2026-09-27", 23)])
def test_day_on_which_the_clocks_change_has_all_its_hours(
    day, hours, bank_zone, clock, signed_in, number, cashier, manager
):
    bank_zone(AUCKLAND)
    first, after = local_time(AUCKLAND, f"{day}T00:00"), date.fromisoformat(day) + timedelta(days=1)
    moment, booked = first.astimezone(UTC) - timedelta(minutes=30), []
    for _ in range(hours + 2):
        clock.move_to(moment)
        booked.append(paid_in(signed_in(cashier), number)["value_date"])
        moment += timedelta(hours=1)

    assert booked.count(day) == hours
    assert (booked[0], booked[-1]) == (str(date.fromisoformat(day) - timedelta(days=1)), str(after))
    assert len(statement(signed_in(cashier), number, f"from={day}&to={day}")["entries"]) == hours
    (total,) = signed_in(manager).get(f"/api/reports/daily-transactions/?from={day}&to={day}").json()["rows"]
    assert (total["day"], total["count"]) == (day, hours)


@pytest.mark.parametrize("zone", ZONES)
def test_nightly_roll_up_stores_local_days_and_balances_at_local_midnight(zone, bank_zone, log_in_at, number, cashier):
    bank_zone(zone)
    for text in (LAST, FIRST, "2026-03-02T00:30"):
        paid_in(log_in_at(zone, text, cashier), number, "1.00")
    log_in_at(zone, "2026-03-02T00:59:59", cashier)
    snapshot_balances()  # the day before may still have a posting that has not committed
    assert {row.before for row in BalanceSnapshot.objects.all()} == {local_time(zone, "2026-03-01T00:00")}
    log_in_at(zone, "2026-03-02T01:00", cashier)
    snapshot_balances()

    assert list(DailyTotal.objects.order_by("day").values_list("day", "count")) == [
        (date(2026, 2, 28), 1),
        (date(2026, 3, 1), 1),
    ]
    snapshot = BalanceSnapshot.objects.filter(account__type="till").latest("before")
    assert (snapshot.before, snapshot.balance) == (local_time(zone, "2026-03-02T00:00"), -2_00)
    assert bank_balance(snapshot.account) == -3_00


@pytest.mark.parametrize("zone", ZONES)
def test_days_before_the_change_of_zone_stay_utc_days(zone, bank_zone, log_in_at, number, cashier):
    """The bank had UTC days until 9 March; 10 March begins at 00:00 UTC, and is a day of the zone."""
    early = [paid_in(log_in_at("UTC", "2026-03-08T23:30", cashier), number)]
    log_in_at("UTC", "2026-03-09T02:00", cashier)
    snapshot_balances()
    early.append(paid_in(log_in_at("UTC", "2026-03-09T23:30", cashier), number))
    bank_zone(zone, first_day=date(2026, 3, 10))
    paid_in(log_in_at("UTC", "2026-03-10T00:30", cashier), number)
    last = paid_in(log_in_at(zone, "2026-03-10T23:30", cashier), number)
    paid_in(log_in_at(zone, "2026-03-11T00:30", cashier), number)

    days = list(Transaction.objects.order_by("id").values_list("value_date", flat=True))
    assert [str(day) for day in days] == ["2026-03-08", "2026-03-09", "2026-03-10", "2026-03-10", "2026-03-11"]
    browser = log_in_at(zone, "2026-03-15T12:00", cashier)
    utc_days = statement(browser, number, "from=2026-03-08&to=2026-03-09")["entries"]
    assert [entry["transaction"] for entry in utc_days] == [row["id"] for row in early]
    tenth = statement(browser, number, "from=2026-03-10&to=2026-03-10")
    assert tenth["entries"][-1]["transaction"] == last["id"]
    assert (tenth["from"], tenth["to"], len(tenth["entries"])) == ("2026-03-10", "2026-03-10", 2)
    snapshot_balances()
    totals = DailyTotal.objects.order_by("day").values_list("day", "count")
    assert [(str(day), count) for day, count in totals] == [
        ("2026-03-08", 1), ("2026-03-09", 1), ("2026-03-10", 2), ("2026-03-11", 1),
    ]  # fmt: skip


def test_time_zone_of_the_server_process_does_not_matter(bank_zone, log_in_at, number, cashier, monkeypatch):
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    time.tzset()
    try:
        bank_zone(LIMA)
        assert paid_in(log_in_at(LIMA, LAST, cashier), number)["value_date"] == "2026-02-28"
        assert paid_in(log_in_at(LIMA, FIRST, cashier), number)["value_date"] == "2026-03-01"
    finally:
        monkeypatch.undo()
        time.tzset()
    assert datetime.now().astimezone().utcoffset() == timedelta(0)
