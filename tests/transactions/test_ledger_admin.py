"""The ledger in the admin is read-only."""

import pytest

from tests.admin.admin_client import AdminBrowser
from tests.admin.test_admin_pages import page
from tests.api_payments import reverse, transfer
from transactions.models import Entry, Transaction

TRANSACTIONS, ENTRIES = "transactions_transaction", "transactions_entry"


@pytest.fixture
def admin_login(db):
    def log_in(person):
        browser = AdminBrowser()
        assert browser.log_in(person.email).status_code == 302
        return browser

    return log_in


@pytest.fixture
def reversed_transfer(cashier_client, manager_client, funded_account, other_account):
    """A deposit, a transfer, and its reversal."""
    reverse(
        manager_client,
        transfer(cashier_client, funded_account, other_account, "12.34", description="Rent").json()["id"],
    )


def listed_ids(browser, name, query=""):
    return {row.pk for row in browser.get(page(name) + query).context["cl"].result_list}


@pytest.mark.parametrize("role", ["manager", "administrator"])
def test_managers_see_transactions_and_entries_in_the_admin(
    admin_login, request, reversed_transfer, funded_account, other_account, role
):
    browser = admin_login(request.getfixturevalue(role))
    for name, model in ((TRANSACTIONS, Transaction), (ENTRIES, Entry)):
        assert listed_ids(browser, name) == set(model.objects.values_list("pk", flat=True))
        for row in model.objects.all():
            response = browser.get(page(name, "change", row.pk))
            assert response.status_code == 200
            assert ("12.34" if row.amount == 1234 else "100.00") in response.content.decode()


def test_managers_search_and_filter_the_ledger_in_the_admin(admin_login, manager, reversed_transfer, other_account):
    browser = admin_login(manager)
    deposit_id, transfer_id, reversal_id = Transaction.objects.order_by("id").values_list("pk", flat=True)
    assert listed_ids(browser, TRANSACTIONS, f"?q={other_account}") == {transfer_id, reversal_id}
    assert listed_ids(browser, TRANSACTIONS, "?q=rent") == {transfer_id}
    assert listed_ids(browser, TRANSACTIONS, "?kind__exact=deposit") == {deposit_id}
    assert len(listed_ids(browser, ENTRIES, f"?q={other_account}")) == 2
    assert len(listed_ids(browser, ENTRIES, "?direction__exact=debit")) == 3


def test_cashier_sees_transactions_but_no_entries_in_the_admin(admin_login, cashier, reversed_transfer):
    browser = admin_login(cashier)
    assert len(listed_ids(browser, TRANSACTIONS)) == 3
    assert browser.get(page(TRANSACTIONS, "change", Transaction.objects.first().pk)).status_code == 200
    assert browser.get(page(ENTRIES)).status_code == 403
    assert browser.get(page(ENTRIES, "change", Entry.objects.first().pk)).status_code == 403


@pytest.mark.parametrize("role", ["cashier", "manager", "administrator"])
def test_ledger_rows_cannot_be_added_changed_or_deleted_in_the_admin(admin_login, request, reversed_transfer, role):
    browser = admin_login(request.getfixturevalue(role))
    for name, model in ((TRANSACTIONS, Transaction), (ENTRIES, Entry)):
        before = list(model.objects.order_by("id").values())
        number = before[0]["id"]
        for kind, args in (("add", []), ("change", [number]), ("delete", [number])):
            assert browser.post(page(name, kind, *args), amount=1, post="yes").status_code == 403
        browser.post(page(name), action="delete_selected", _selected_action=number, post="yes")
        assert list(model.objects.order_by("id").values()) == before
