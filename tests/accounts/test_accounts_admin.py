"""Accounts in the admin are read-only; cashiers see members' accounts only."""

import pytest

from accounts.models import Account
from tests.admin.admin_client import AdminBrowser
from tests.admin.test_admin_pages import page
from tests.api_payments import deposit

ACCOUNTS = "accounts_account"


@pytest.fixture
def admin_login(db):
    def log_in(person):
        browser = AdminBrowser()
        assert browser.log_in(person.email).status_code == 302
        return browser

    return log_in


def listed_numbers(browser, query=""):
    return {row.number for row in browser.get(page(ACCOUNTS) + query).context["cl"].result_list}


def test_cashier_sees_customer_accounts_but_not_bank_accounts(admin_login, cashier_client, cashier, account):
    deposit(cashier_client, account, "1234.50")
    browser = admin_login(cashier)
    customer_account = Account.objects.get(number=account)

    assert listed_numbers(browser) == {account}
    assert "1,234.50 USD" in browser.get(page(ACCOUNTS, "change", customer_account.pk)).content.decode()
    for bank_account in Account.objects.filter(owner=None):
        # The same response as for an account that does not exist.
        assert browser.get(page(ACCOUNTS, "change", bank_account.pk)).status_code == 302


@pytest.mark.slow
@pytest.mark.parametrize("role", ["manager", "administrator"])
def test_manager_lists_and_searches_all_accounts(admin_login, request, member, account, role):
    browser = admin_login(request.getfixturevalue(role))
    assert listed_numbers(browser) == set(Account.objects.values_list("number", flat=True))
    for query in (f"?q={account}", "?q=maria", f"?q={member.email}", "?type__exact=savings"):
        assert listed_numbers(browser, query) == {account}, query
    for row in Account.objects.all():
        assert browser.get(page(ACCOUNTS, "change", row.pk)).status_code == 200


@pytest.mark.parametrize("role", ["cashier", "manager", "administrator"])
def test_accounts_cannot_be_added_changed_or_deleted_in_the_admin(admin_login, request, account, role):
    browser = admin_login(request.getfixturevalue(role))
    row = Account.objects.values().get(number=account)
    for kind, args in (("add", []), ("change", [row["id"]]), ("delete", [row["id"]])):
        assert browser.post(page(ACCOUNTS, kind, *args), balance=1, status="closed", post="yes").status_code == 403
    browser.post(page(ACCOUNTS), action="delete_selected", _selected_action=row["id"], post="yes")
    assert Account.objects.values().get(number=account) == row
