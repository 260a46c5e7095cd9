"""Columns of the admin: names, exact amounts, statuses, balances of the bank's own accounts, and what is late."""

import re

import pytest
from django.utils.html import strip_tags

from accounts.enums import DEBIT_TYPES, AccountType
from accounts.models import Account
from core.admin.columns import amount_text
from tests.admin.admin_client import confirm_action
from tests.admin.bank_fixtures import create_rows, deposit_cash, open_account_for
from tests.admin.role_table import LISTS
from tests.admin.test_admin_pages import page
from tests.admin.test_lists_and_links import capture_queries
from tests.loan_factories import create_loan, create_product
from transactions.models import Transaction
from users.models import User

pytestmark = pytest.mark.slow

ACCOUNTS, TRANSACTIONS, ENTRIES, LOANS = (
    "accounts_account",
    "transactions_transaction",
    "transactions_entry",
    "loans_loan",
)
CELL = re.compile(r"<t[dh] class=\"field-(\w+)[^>]*>(.*?)</t[dh]>", re.DOTALL)


def cells(browser, name, query=""):
    """The rows of a list, each as `{column: text}`."""
    text = browser.get(f"{page(name)}?{query}").content.decode()
    rows = text.partition('id="result_list"')[2].split("<tbody")[1:]
    return [{name: " ".join(strip_tags(cell).split()) for name, cell in CELL.findall(row)} for row in rows]


def field_texts(browser, name, number):
    """What the page of a row shows, by label."""
    form = browser.get(page(name, "change", number)).context["adminform"]
    shown = {}
    for fieldset in form:
        for line in fieldset:
            for field in line:
                shown[strip_tags(field.label_tag())] = " ".join(strip_tags(field.contents()).split())
    return shown


@pytest.fixture
def account(member, cashier):
    return open_account_for(member, cashier)


@pytest.mark.parametrize(
    ("minor", "currency", "text"),
    [
        (123456789012345678, "USD", "1,234,567,890,123,456.78 USD"),
        (-5, "USD", "-0.05 USD"),
        (1234567, "JPY", "1,234,567 JPY"),
        (1234567, "KWD", "1,234.567 KWD"),
    ],
)
def test_amount_is_shown_exactly_with_grouping_and_currency(minor, currency, text):
    assert strip_tags(amount_text(minor, currency)) == text


def test_lists_show_the_name_of_a_person_with_the_email_below(manager_admin_client, bank, member):
    shown = f"{member.full_name} {member.email}"
    columns = {name: {row[column] for row in cells(manager_admin_client, name)} for name, column in [
        ("users_user", "person"), (ACCOUNTS, "owner_person"), (LOANS, "borrower_person"),
        ("sessions_browser_browsersession", "user_person"), ("audit_auditevent", "user_person"),
    ]}  # fmt: skip
    for name, texts in columns.items():
        assert shown in texts, name
    assert {row["created_by_person"] for row in cells(manager_admin_client, TRANSACTIONS)} >= {
        "Carla Cashier cashier@bank.com"
    }


def test_no_admin_list_shows_a_bare_amount(manager_admin_client, bank):
    for name in LISTS:
        for row in cells(manager_admin_client, name):
            for column, text in row.items():
                assert not re.fullmatch(r"-?\d+\.\d\d", text), (name, column, text)
                if column.endswith("_amount"):
                    assert re.fullmatch(r"-|-?[\d,]+\.\d\d USD", text), (name, column, text)


def test_tills_the_vault_and_ledger_accounts_show_their_balances(manager_admin_client, account, cashier, manager):
    deposit_cash(account, cashier, 9_876_54)
    shown = {row["name"]: row["balance_amount"] for row in cells(manager_admin_client, ACCOUNTS)}
    assert shown[f"Till of {cashier.full_name}"] == "9,876.54 USD"
    assert shown["Vault"] == "0.00 USD"
    till = Account.objects.get(cashier=cashier)
    assert field_texts(manager_admin_client, ACCOUNTS, till.pk)["Balance"] == "9,876.54 USD"


def test_loans_receivable_have_a_positive_balance(manager_admin_client, bank):
    shown = {row["name"]: row["balance_amount"] for row in cells(manager_admin_client, ACCOUNTS)}
    assert shown["Loans receivable"] == "900.00 USD"  # 1,000 disbursed, 100 repaid


def test_account_list_reads_the_balances_of_any_number_of_tills_in_two_queries(manager_admin_client, account, cashier):
    query, counts = f"{page(ACCOUNTS)}?type__exact=till", []
    deposit_cash(account, cashier)
    for more in range(0, 60, 30):
        for number in range(more):
            person = User.objects.create_user(f"c{number}@bank.com", full_name=f"C {number}", role="cashier")
            deposit_cash(account, person)
        manager_admin_client.get(query)
        queries, response = capture_queries(manager_admin_client, query)
        assert len(response.context["cl"].result_list) == more + 1
        counts.append(len([sql for sql in queries if "balance_snapshots" in sql or "entries" in sql]))
    assert counts == [2, 2]


def test_transactions_show_both_accounts_the_description_and_their_status(
    manager_admin_client, account, cashier, member
):
    deposit = deposit_cash(account, cashier)
    (row,) = cells(manager_admin_client, TRANSACTIONS)
    assert row["from_account"] == f"Till of {cashier.full_name}"
    assert row["to_account"] == f"{account.number} {member.full_name}"
    assert row["status_badge"] == "Posted"

    confirm_action(manager_admin_client, TRANSACTIONS, "reverse", deposit.pk, reason="typed twice")
    reversal = Transaction.objects.get(reverses=deposit)
    first, second = cells(manager_admin_client, TRANSACTIONS)
    assert (first["status_badge"], first["description"]) == (f"Reversal of No. {deposit.pk}", "typed twice")
    assert second["status_badge"] == f"Reversed by No. {reversal.pk}"
    for transaction, status in (
        (deposit, f"Reversed by No. {reversal.pk}"),
        (reversal, f"Reversal of No. {deposit.pk}"),
    ):
        assert field_texts(manager_admin_client, TRANSACTIONS, transaction.pk)["Status"] == status
        (entry, _) = cells(manager_admin_client, ENTRIES, f"transaction__id__exact={transaction.pk}")
        assert entry["status_badge"] == status
    for status, found in (("reversed", deposit), ("reversal", reversal)):
        (row,) = cells(manager_admin_client, TRANSACTIONS, f"status={status}")
        assert row["id"] == str(found.pk)
    assert cells(manager_admin_client, TRANSACTIONS, "status=posted") == []


def test_repayment_in_cash_shows_the_till_and_the_account_of_the_loan(manager_admin_client, bank, member):
    repayment = bank[TRANSACTIONS]["repayment"]
    (row,) = cells(manager_admin_client, "loans_repayment")
    account = Account.objects.get(owner=member).number
    assert row["paid_from"] == f"{account} {member.full_name}"
    assert row["loan_account"] == f"{account} {member.full_name}"
    (row,) = cells(manager_admin_client, TRANSACTIONS, f"id__exact={repayment}")
    assert "Loans receivable" in row["to_account"]


@pytest.fixture
def loans(clock, account, manager, cashier):
    """Two active loans, of which only the first has no late instalment; 40 days after the disbursement."""
    staff = {"decided_by": manager, "paid_out_by": cashier, "product": create_product()}
    late = create_loan(account.owner, account.number, "active", **staff)
    clock.shift(40 * 86400)
    return late, create_loan(account.owner, account.number, "active", **staff)


def test_loan_list_shows_and_filters_days_late(admin_login, loans, manager):
    late, current = loans
    browser = admin_login(manager)
    rows = {row["id"]: row["days_late"] for row in cells(browser, LOANS)}
    assert rows[str(current.pk)] == "-"
    days = rows[str(late.pk)]
    assert re.fullmatch(r"(8|9|10|11) days", days)
    for value, found in (
        ("any", [late]),
        ("1-30", [late]),
        ("31-60", []),
        ("over-90", []),
        ("nonsense", [current, late]),
    ):
        assert [row["id"] for row in cells(browser, LOANS, f"late={value}")] == [str(loan.pk) for loan in found], value
    assert days[: -len(" days")] in field_texts(browser, LOANS, late.pk)["Overdue"]


def test_instalments_begin_with_the_newest_loan_and_show_what_is_paid(admin_login, loans, manager):
    late, current = loans
    rows = cells(admin_login(manager), "loans_dueinstalment")
    assert (rows[0]["loan_link"].startswith(f"Loan {current.pk} "), rows[0]["number"]) == (True, "1")
    of_late = [row for row in rows if row["loan_link"].startswith(f"Loan {late.pk} ")]
    assert (of_late[0]["status_badge"], of_late[0]["paid_amount"]) == ("Late", "0.00 USD")
    assert of_late[-1]["status_badge"] == "Upcoming"
    assert of_late[0]["left_to_pay_amount"] != "0.00 USD"


def test_instalment_list_reads_the_schedules_of_all_loans_in_one_query(manager_admin_client, bank, manager):
    path, counts = page("loans_dueinstalment"), []
    for more in (1, 20):
        create_rows(more, manager)
        manager_admin_client.get(path)
        counts.append(len(capture_queries(manager_admin_client, path)[0]))
    assert counts[0] == counts[1]


def test_types_whose_balance_debits_increase_are_assets_and_expenses():
    increased_by_credits = {"savings", "current", "interest_income", "fee_income", "penalty_income", "recoveries",
                            "equity", "cash_over_short"}  # fmt: skip
    assert {kind.value for kind in AccountType} - {kind.value for kind in DEBIT_TYPES} == increased_by_credits
