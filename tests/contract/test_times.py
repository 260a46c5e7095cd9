"""Times in responses: ISO 8601 in UTC with six fraction digits and `Z`, also on the full second."""

import re
from datetime import datetime, timedelta

import pytest

from core.clock import iso_utc
from tests.api_payments import deposit
from tests.contract.access_table import ROWS, SENDS
from tests.contract.test_access_table import browser_of, create_values, fill_in

LIKE_A_TIME = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d.*")
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z")
NAMES = re.compile(r"at|.*_at|date_joined|last_login")
# One successful request for every operation with a JSON body; one for each role for the dashboard.
ANSWERED = {
    (row.route, role): (row, role)
    for row in ROWS
    for role, status in row.statuses.items()
    if status in {200, 201} and not row.path.endswith((".csv", ".pdf"))
}
CASES = {(route if "dashboard" not in route[1] else (*route, role)): case for (route, role), case in ANSWERED.items()}


def times_in(value, name=""):
    """All values that look like a time or whose name is that of a time."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from times_in(inner, key)
    elif isinstance(value, list):
        for inner in value:
            yield from times_in(inner, name)
    elif isinstance(value, str) and (LIKE_A_TIME.fullmatch(value) or NAMES.fullmatch(name)):
        yield name, value


def malformed_times(response):
    found = list(times_in(response.json()))
    return [(name, value) for name, value in found if not TIME.fullmatch(value)], len(found)


@pytest.mark.slow
@pytest.mark.parametrize(("row", "role"), CASES.values(), ids=[" ".join(case) for case in CASES])
def test_every_time_in_every_response_has_six_fraction_digits(clock, db, row, role):
    browser = browser_of(role)
    values = create_values(row, role, browser)
    path, body = row.path.format(**values), SENDS[row.sends]
    key = {"Idempotency-Key": "a key"}
    for _ in range(2):  # the second response of a payment is the stored one
        response = browser.request(row.method, path, fill_in(body, values) if body else None, headers=key)
        if response.status_code == row.statuses[role]:
            assert malformed_times(response)[0] == []


def test_times_in_lists_have_six_fraction_digits(clock, manager_client, cashier_client, signed_in, member, account):
    member_client = signed_in(member)
    deposit(cashier_client, account, "5.00")
    paths = ["transactions/", f"accounts/{account}/entries/", "accounts/", "users/", "sessions/", "audit/events/"]
    calls = [(manager_client, path) for path in paths] + [
        (browser, "dashboard/") for browser in (member_client, cashier_client)
    ]
    for browser, path in calls:
        malformed, found = malformed_times(browser.get(f"/api/{path}"))
        assert (path, malformed) == (path, [])
        assert found


@pytest.mark.parametrize("name", ["statement/?format=csv", "statement.csv"])
def test_csv_statement_holds_the_times_of_the_json_statement(clock, cashier_client, account, name):
    deposit(cashier_client, account, "5.00")
    clock.shift(timedelta(microseconds=1_500_001))
    deposit(cashier_client, account, "6.00")
    entries = cashier_client.get(f"/api/accounts/{account}/statement/").json()["entries"]
    table = cashier_client.get(f"/api/accounts/{account}/{name}").getvalue().decode()

    assert [entry["booked_at"] for entry in entries] == ["2026-03-01T12:00:00.000000Z", "2026-03-01T12:00:01.500001Z"]
    for entry in entries:
        assert f"\r\n{entry['booked_at']}," in table


@pytest.mark.parametrize(
    ("moment", "text"),
    [
        ("2026-03-01T12:00:00+00:00", "2026-03-01T12:00:00.000000Z"),
        ("2026-03-01T12:00:00.5+00:00", "2026-03-01T12:00:00.500000Z"),
        ("2026-03-01T00:30:00+02:00", "2026-02-28T22:30:00.000000Z"),
        ("0099-01-01T00:00:00+00:00", "0099-01-01T00:00:00.000000Z"),
    ],
)
def test_time_is_written_in_utc_with_six_fraction_digits(moment, text):
    assert iso_utc(datetime.fromisoformat(moment)) == text
