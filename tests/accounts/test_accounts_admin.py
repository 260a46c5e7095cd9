"""Accounts in the admin: staff read, cashiers only members', and nobody changes anything."""

import pytest

from accounts.models import Account
from tests.admin.admin_client import AdminBrowser
from tests.admin.test_admin_pages import page
from tests.api_payments import deposit

ACCOUNTS = "accounts_account"


@pytest.fixture
def admin_login(db):
    def enter(person):
        browser = AdminBrowser()
        assert browser.log_in(person.email).status_code == 302
        return browser

    return enter


def listed(browser, query=""):
    return {row.number for row in browser.get(page(ACCOUNTS) + query).context["cl"].result_list}


def test_a_cashier_sees_customers_accounts_and_not_the_banks(admin_login, cashier_client, cashier, account):
    deposit(cashier_client, account, "1234.50")
    browser = admin_login(cashier)
    own = Account.objects.get(number=account)

    assert listed(browser) == {account}
    assert "1234.50" in browser.get(page(ACCOUNTS, "change", own.pk)).content.decode()
    for bank in Account.objects.filter(owner=None):
        assert browser.get(page(ACCOUNTS, "change", bank.pk)).status_code == 302  # as if there were no such account


@pytest.mark.parametrize("who", ["manager", "administrator"])
def test_a_manager_sees_all_of_them_and_finds_one(admin_login, request, member, account, who):
    browser = admin_login(request.getfixturevalue(who))
    assert listed(browser) == set(Account.objects.values_list("number", flat=True))
    for query in (f"?q={account}", "?q=maria", f"?q={member.email}", "?type__exact=savings"):
        assert listed(browser, query) == {account}, query
    for row in Account.objects.all():
        assert browser.get(page(ACCOUNTS, "change", row.pk)).status_code == 200


@pytest.mark.parametrize("who", ["cashier", "manager", "administrator"])
def test_nobody_adds_changes_or_deletes_one(admin_login, request, account, who):
    browser = admin_login(request.getfixturevalue(who))
    row = Account.objects.values().get(number=account)
    for kind, args in (("add", []), ("change", [row["id"]]), ("delete", [row["id"]])):
        assert browser.post(page(ACCOUNTS, kind, *args), balance=1, status="closed", post="yes").status_code == 403
    browser.post(page(ACCOUNTS), action="delete_selected", _selected_action=row["id"], post="yes")
    assert Account.objects.values().get(number=account) == row
