"""Migrating a bank made by commit 2dc7bb8: no row is lost, the ledger is consistent, and clients keep working."""

from datetime import UTC, date, datetime
from functools import partial

import jwt
import pytest

from tests.api_payments import idempotency_headers
from tests.concurrency.concurrency_helpers import run_concurrently
from tests.upgrade.contents import BOOKKEEPING, differences
from tests.upgrade.figures import ok_json, read_figures

pytestmark = pytest.mark.slow

# `table.column`: the migration that changes its values, and how. docs/operations.md documents each for operators.
CHANGED: dict[str, str] = {}
GROWN = {"accounts"}  # penalty income and recoveries
FILLED = {
    "accounts", "audit_events", "balance_snapshots", "browser_sessions", "daily_totals", "daily_transfers", "entries",
    "django_session", "idempotency_keys", "limits", "loan_instalments", "loan_products", "loan_repayments", "loans",
    "token_blacklist_blacklistedtoken", "token_blacklist_outstandingtoken", "transactions", "users",
}  # fmt: skip


def test_migrations_keep_every_row_of_the_old_bank(upgraded):
    assert {table for table, (_, rows) in upgraded.before.items() if rows} >= FILLED
    assert differences(upgraded.before, upgraded.after, CHANGED, BOOKKEEPING | GROWN) == []


def test_loans_disbursed_before_keep_their_terms_and_have_their_positions(upgraded):
    loans = column_values(upgraded.after, "loans", "status", "overdue_interest", "late_fee", "disbursement_fee")
    assert {tuple(map(int, terms)) for _, *terms in loans} == {(0, 0, 0)}
    disbursed = [status for status, *_ in loans if status in {"active", "repaid", "written_off"}]
    events = column_values(upgraded.after, "loan_events", "type", "outstanding")
    assert len([kind for kind, _ in events if kind == "disbursement"]) == len(disbursed)
    assert [outstanding for kind, outstanding in events if kind == "write_off"] == [0]
    payments = column_values(upgraded.after, "loan_repayments", "by_instalments", "booked_at", "day", "outstanding")
    assert payments
    assert all(int(by_instalments) and None not in position for by_instalments, *position in payments)


def test_existing_users_have_versions_with_their_history_from_the_audit_log(upgraded):
    users = column_values(upgraded.after, "users", "id", "full_name", "role", "is_active")
    versions = column_values(
        upgraded.after, "user_versions", "user_id", "full_name", "role", "is_active", "valid_from", "valid_to", "joined"
    )
    assert sorted(users) == sorted(version[:4] for version in versions if version[5] is None)
    deactivated = {user_id for user_id, _, _, is_active in users if not int(is_active)}
    assert deactivated
    assert {version[0] for version in versions if version[5] is not None and int(version[3])} == deactivated
    assert {version[2] for version in versions if int(version[6])} == {"member"}


def column_values(contents, table, *names):
    """The values of some columns, in each row of a table."""
    columns, rows = contents[table]
    places = [columns.index(name) for name in names]
    return [tuple(row[place] for place in places) for row in rows.elements()]


def test_migrated_ledger_is_verified_and_no_migration_is_missing(upgraded):
    manage = upgraded.manage
    run_concurrently(partial(manage, "verify_ledger"), partial(manage, "makemigrations", "--check", "--dry-run"))


def test_old_passwords_are_accepted_and_members_see_their_old_balances(upgraded):
    for person in upgraded.figures["people"]:
        browser, response = upgraded.signed_in(person["email"])

        assert response.status_code == 200, response.content
        assert response.json()["user"].items() >= person["user"].items()
        if person["email"] in upgraded.figures["members"]:
            assert read_figures(browser) == upgraded.figures["members"][person["email"]]


def test_browser_signed_in_before_the_upgrade_stays_signed_in_and_its_spent_token_stays_spent(upgraded):
    stored = upgraded.figures["browser"]
    browser, other_client = upgraded.browser(), upgraded.browser()
    for each in (browser, other_client):
        each.set_cookie("browserId", stored["browserId"])
        each.access, each.refresh = stored["access"], stored["refresh"]

    assert "kid" not in jwt.get_unverified_header(browser.access)  # before the key ring
    assert ok_json(browser.check())["user"]["email"] == stored["email"]
    ok_json(browser.rotate())
    assert jwt.get_unverified_header(browser.access)["kid"].startswith("sk-")
    ok_json(browser.check())
    assert other_client.rotate(stored["spent_refresh"]).json()["code"] == "token_reused"


def test_payment_retried_after_the_upgrade_is_replayed(upgraded):
    retried = upgraded.figures["retried"]
    browser, _ = upgraded.signed_in(retried["email"])

    again = browser.post(retried["path"], retried["body"], headers=idempotency_headers(retried["key"]))

    assert (again.status_code, again.headers["Idempotent-Replayed"]) == (201, "true")
    assert again.json() == retried["answer"]


def test_migrated_bank_keeps_utc_days_until_it_chooses_its_time_zone_for_later_days(upgraded):
    assert list(upgraded.sql("SELECT name FROM bank_time_zone")) == []
    assert upgraded.browser().get("/readyz").status_code == 200
    stored = (
        "SELECT day, kind, reverses, staff_id, count, amount FROM daily_activity ORDER BY day, kind, reverses, staff_id"
    )
    upgraded.manage("snapshot_balances")
    before = list(upgraded.sql(stored))
    assert before
    upgraded.environ["BANK_TIME_ZONE"] = "Africa/Nairobi"
    try:
        assert "on; earlier days are UTC days" in upgraded.manage("set_time_zone")
        ((first_day,),) = upgraded.sql("SELECT first_day FROM bank_time_zone")
        assert date.fromisoformat(str(first_day)) > datetime.now(UTC).date()
        upgraded.manage("snapshot_balances")
        upgraded.manage("verify_ledger")
        after = list(upgraded.sql(stored))
        assert [row for row in after if row in before] == before
        assert {str(row[0]) for row in after} <= {
            str(day) for (day,) in upgraded.sql("SELECT value_date FROM transactions")
        }
    finally:
        upgraded.environ["BANK_TIME_ZONE"] = "UTC"
        upgraded.manage("set_time_zone")
    assert list(upgraded.sql("SELECT name FROM bank_time_zone")) == []
