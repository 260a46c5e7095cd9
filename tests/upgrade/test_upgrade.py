"""A bank made by commit 2dc7bb8 is migrated: no row is lost, the ledger is verified, people and clients go on."""

from functools import partial

import pytest

from tests.api_payments import idempotency_headers
from tests.concurrency.concurrency_helpers import run_concurrently
from tests.upgrade.contents import differences
from tests.upgrade.figures import ok_json, read_figures

pytestmark = pytest.mark.slow

# `table.column`: which migration changes its values, and to what. docs/operations.md tells operators about each.
CHANGED: dict[str, str] = {}
FILLED = {
    "accounts", "audit_events", "balance_snapshots", "browser_sessions", "daily_totals", "daily_transfers", "entries",
    "django_session", "idempotency_keys", "limits", "loan_instalments", "loan_products", "loan_repayments", "loans",
    "token_blacklist_blacklistedtoken", "token_blacklist_outstandingtoken", "transactions", "users",
}  # fmt: skip


def test_migrations_keep_every_row_of_the_old_bank(upgraded):
    assert {table for table, (_, rows) in upgraded.before.items() if rows} >= FILLED
    assert differences(upgraded.before, upgraded.after, CHANGED) == []


def test_migrated_ledger_is_verified_and_no_migration_is_missing(upgraded):
    manage = upgraded.manage
    run_concurrently(partial(manage, "verify_ledger"), partial(manage, "makemigrations", "--check", "--dry-run"))


def test_old_passwords_sign_in_and_members_see_their_old_balances(upgraded):
    for person in upgraded.figures["people"]:
        browser, response = upgraded.signed_in(person["email"])

        assert response.status_code == 200, response.content
        assert response.json()["user"].items() >= person["user"].items()
        if person["email"] in upgraded.figures["members"]:
            assert read_figures(browser) == upgraded.figures["members"][person["email"]]


def test_browser_signed_in_before_the_upgrade_stays_signed_in_and_its_spent_token_stays_spent(upgraded):
    kept = upgraded.figures["browser"]
    browser, thief = upgraded.browser(), upgraded.browser()
    for each in (browser, thief):
        each.set_cookie("browserId", kept["browserId"])
        each.access, each.refresh = kept["access"], kept["refresh"]

    assert ok_json(browser.check())["user"]["email"] == kept["email"]
    ok_json(browser.rotate())
    ok_json(browser.check())
    assert thief.rotate(kept["spent_refresh"]).json()["code"] == "token_reused"


def test_payment_retried_after_the_upgrade_is_replayed(upgraded):
    retried = upgraded.figures["retried"]
    browser, _ = upgraded.signed_in(retried["email"])

    again = browser.post(retried["path"], retried["body"], headers=idempotency_headers(retried["key"]))

    assert (again.status_code, again.headers["Idempotent-Replayed"]) == (201, "true")
    assert again.json() == retried["answer"]
