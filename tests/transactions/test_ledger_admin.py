"""The ledger in the admin: staff read it, and nobody there moves, changes or deletes anything."""

import pytest

from tests.admin.admin_client import AdminBrowser
from tests.admin.test_admin_pages import page
from tests.api_payments import reverse, transfer
from transactions.models import Entry, Transaction

TRANSACTIONS, ENTRIES = "transactions_transaction", "transactions_entry"


@pytest.fixture
def admin_login(db):
    def enter(person):
        browser = AdminBrowser()
        assert browser.log_in(person.email).status_code == 302
        return browser

    return enter


@pytest.fixture
def moved(cashier_client, manager_client, funded_account, other_account):
    """A deposit, a transfer, and its reversal."""
    reverse(
        manager_client,
        transfer(cashier_client, funded_account, other_account, "12.34", description="Rent").json()["id"],
    )


def listed(browser, name, query=""):
    return {row.pk for row in browser.get(page(name) + query).context["cl"].result_list}


@pytest.mark.parametrize("who", ["manager", "administrator"])
def test_managers_see_transactions_and_entries(admin_login, request, moved, funded_account, other_account, who):
    browser = admin_login(request.getfixturevalue(who))
    for name, model in ((TRANSACTIONS, Transaction), (ENTRIES, Entry)):
        assert listed(browser, name) == set(model.objects.values_list("pk", flat=True))
        for row in model.objects.all():
            response = browser.get(page(name, "change", row.pk))
            assert response.status_code == 200
            assert ("12.34" if row.amount == 1234 else "100.00") in response.content.decode()


def test_they_search_and_narrow(admin_login, manager, moved, other_account):
    browser = admin_login(manager)
    deposit, sent, reversal = Transaction.objects.order_by("id").values_list("pk", flat=True)
    assert listed(browser, TRANSACTIONS, f"?q={other_account}") == {sent, reversal}
    assert listed(browser, TRANSACTIONS, "?q=rent") == {sent}
    assert listed(browser, TRANSACTIONS, "?kind__exact=deposit") == {deposit}
    assert len(listed(browser, ENTRIES, f"?q={other_account}")) == 2
    assert len(listed(browser, ENTRIES, "?direction__exact=debit")) == 3


def test_a_cashier_sees_transactions_and_no_entries(admin_login, cashier, moved):
    browser = admin_login(cashier)
    assert len(listed(browser, TRANSACTIONS)) == 3
    assert browser.get(page(TRANSACTIONS, "change", Transaction.objects.first().pk)).status_code == 200
    assert browser.get(page(ENTRIES)).status_code == 403
    assert browser.get(page(ENTRIES, "change", Entry.objects.first().pk)).status_code == 403


@pytest.mark.parametrize("who", ["cashier", "manager", "administrator"])
def test_nobody_adds_changes_or_deletes_anything(admin_login, request, moved, who):
    browser = admin_login(request.getfixturevalue(who))
    for name, model in ((TRANSACTIONS, Transaction), (ENTRIES, Entry)):
        before = list(model.objects.order_by("id").values())
        number = before[0]["id"]
        for kind, args in (("add", []), ("change", [number]), ("delete", [number])):
            assert browser.post(page(name, kind, *args), amount=1, post="yes").status_code == 403
        browser.post(page(name), action="delete_selected", _selected_action=number, post="yes")
        assert list(model.objects.order_by("id").values()) == before
