"""The ledger in the admin: staff read it, and nobody there moves, changes or deletes anything."""

import pytest

from tests.admin.pages import AdminBrowser
from tests.admin.test_admin_pages import page
from tests.counter import reverse, transfer
from transactions.models import Entry, Transaction

TRANSACTIONS, ENTRIES = "transactions_transaction", "transactions_entry"


@pytest.fixture
def entered(db):
    def enter(person):
        browser = AdminBrowser()
        assert browser.log_in(person.email).status_code == 302
        return browser

    return enter


@pytest.fixture
def moved(desk, office, funded, other):
    """A deposit, a transfer, and its reversal."""
    reverse(office, transfer(desk, funded, other, "12.34", description="Rent").json()["id"])


def listed(browser, name, query=""):
    return {row.pk for row in browser.get(page(name) + query).context["cl"].result_list}


@pytest.mark.parametrize("who", ["manager", "administrator"])
def test_managers_see_transactions_and_entries(entered, request, moved, funded, other, who):
    browser = entered(request.getfixturevalue(who))
    for name, model in ((TRANSACTIONS, Transaction), (ENTRIES, Entry)):
        assert listed(browser, name) == set(model.objects.values_list("pk", flat=True))
        for row in model.objects.all():
            answer = browser.get(page(name, "change", row.pk))
            assert answer.status_code == 200
            assert ("12.34" if row.amount == 1234 else "100.00") in answer.content.decode()


def test_they_search_and_narrow(entered, manager, moved, other):
    browser = entered(manager)
    deposit, sent, reversal = Transaction.objects.order_by("id").values_list("pk", flat=True)
    assert listed(browser, TRANSACTIONS, f"?q={other}") == {sent, reversal}
    assert listed(browser, TRANSACTIONS, "?q=rent") == {sent}
    assert listed(browser, TRANSACTIONS, "?kind__exact=deposit") == {deposit}
    assert len(listed(browser, ENTRIES, f"?q={other}")) == 2
    assert len(listed(browser, ENTRIES, "?direction__exact=debit")) == 3


def test_a_cashier_sees_transactions_and_no_entries(entered, cashier, moved):
    browser = entered(cashier)
    assert len(listed(browser, TRANSACTIONS)) == 3
    assert browser.get(page(TRANSACTIONS, "change", Transaction.objects.first().pk)).status_code == 200
    assert browser.get(page(ENTRIES)).status_code == 403
    assert browser.get(page(ENTRIES, "change", Entry.objects.first().pk)).status_code == 403


@pytest.mark.parametrize("who", ["cashier", "manager", "administrator"])
def test_nobody_adds_changes_or_deletes_anything(entered, request, moved, who):
    browser = entered(request.getfixturevalue(who))
    for name, model in ((TRANSACTIONS, Transaction), (ENTRIES, Entry)):
        before = list(model.objects.order_by("id").values())
        number = before[0]["id"]
        for kind, args in (("add", []), ("change", [number]), ("delete", [number])):
            assert browser.post(page(name, kind, *args), amount=1, post="yes").status_code == 403
        browser.post(page(name), action="delete_selected", _selected_action=number, post="yes")
        assert list(model.objects.order_by("id").values()) == before
