"""Statements as PDF: figures and names."""

import pytest

from accounts.models import Account
from tests.api_payments import deposit, transfer, withdraw
from tests.transactions.pdf_text import grouped, pages_of
from tests.transactions.statement_requests import get_pages

pytestmark = pytest.mark.usefixtures("uncompressed_pages")


def test_pdf_statement_has_the_figures_of_the_json(clock, cashier_client, account, other_account):
    deposit(cashier_client, account, "1250.50", description="Harvest")
    withdraw(cashier_client, account, "250.49")
    posted = transfer(cashier_client, account, other_account, "0.01", description="Rent")
    number = posted.json()["id"]
    body = cashier_client.get(f"/api/accounts/{account}/statement/").json()
    (page,) = get_pages(cashier_client, account)
    text = " ".join(page)

    names = ["opening_balance", "total_credits", "total_debits", "closing_balance"]
    assert [body[name] for name in names] == ["0.00", "1250.50", "250.50", "1000.00"]
    assert "Opening balance 0.00 USD Credits 1,250.50 USD Debits 250.50 USD Closing balance 1,000.00 USD" in text
    assert f"Account {grouped(account)} Holder Maria Member Kind Savings, USD Period 01 Mar 2026 to 01 Mar 2026" in text
    assert "Booked No. Details Debit Credit Balance" in text
    assert f"01 Mar 2026 {number - 2} Deposit: Harvest 1,250.50 1,250.50" in text
    assert f"01 Mar 2026 {number - 1} Withdrawal 250.49 1,000.01" in text
    assert f"01 Mar 2026 {number} Transfer: Rent Matthew Member {grouped(other_account)} 0.01 1,000.00" in text
    assert "Amounts are in USD." in text


def test_pdf_statement_has_the_name_of_the_account_and_the_day_of_issue(clock, cashier_client, account):
    Account.objects.filter(number=account).update(name="Household, ужин")
    (page,) = get_pages(cashier_client, account, "from=2026-02-01&to=2026-02-28")

    assert page[page.index("Name") + 1] == "Household, ужин"
    assert page[page.index("Issued") + 1] == "01 Mar 2026"


def test_pdf_statement_without_an_account_name_has_no_line_for_it(cashier_client, account):
    (page,) = get_pages(cashier_client, account)

    assert "Name" not in page


def test_pdf_statement_masks_names_of_counterparties_for_members_only(
    cashier_client, member_client, account, other_account
):
    deposit(cashier_client, account, "5.00")
    transfer(cashier_client, account, other_account, "1.00")
    (for_member,), (for_staff,) = get_pages(member_client, account), get_pages(cashier_client, account)

    assert "Matthew M." in for_member
    assert "Matthew Member" not in for_member
    assert "Matthew Member" in for_staff
    assert "Maria Member" in for_member  # the holder's own name


def test_statement_pdf_equals_the_pdf_format(clock, cashier_client, account):
    deposit(cashier_client, account, "5.00", description="Harvest")
    body = cashier_client.get(f"/api/accounts/{account}/statement.pdf?from=2026-03-01").content

    assert pages_of(body) == get_pages(cashier_client, account, "from=2026-03-01")


def test_pdf_statement_shows_the_bank_name(settings, cashier_client, account):
    settings.BANK_NAME = "Crédit (Coopératif) & <Söhne>"
    (page,) = get_pages(cashier_client, account)
    assert settings.BANK_NAME in page
    assert "Account statement" in page


def test_pdf_statement_of_an_empty_period_has_a_note(cashier_client, account):
    (page,) = get_pages(cashier_client, account, "from=2020-01-01&to=2020-12-31")
    assert "No entries in this period." in page
    assert "01 Jan 2020 to 31 Dec 2020" in page
    assert "Page 1 of 1" in page
