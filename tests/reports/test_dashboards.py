"""Dashboards: members see their own data, cashiers the till and today's work, managers the whole bank."""

import json

from tests.api_payments import deposit, open_account, withdraw
from tests.loan_factories import create_loan
from tests.loans.loan_helpers import open_funded_account
from tests.reports.conftest import report
from transactions.enums import TransactionType
from users.models import User

ZERO = {"count": 0, "amount": "0.00"}


def get_dashboard(browser):
    response = browser.get("/api/dashboard/")
    assert response.status_code == 200, response.content
    return response.json()


def activity(**types):
    """The counts and amounts of all transaction types, zero for types that are not given."""
    return {kind.value: ZERO for kind in TransactionType} | {
        kind: {"count": count, "amount": amount} for kind, (count, amount) in types.items()
    }


def test_dashboard_requires_authentication(browser):
    assert browser.get("/api/dashboard/").status_code == 401


def test_member_dashboard_shows_balances_entries_and_loans(reference_bank, login_on, member):
    member_client = login_on("03-03", member)
    body = get_dashboard(member_client)
    assert list(body) == ["role", "currency", "accounts", "total_balance", "entries", "loans"]
    assert (body["role"], body["currency"], body["total_balance"]) == ("member", "USD", "1430.00")
    assert body["accounts"] == [member_client.get(f"/api/accounts/{reference_bank.savings}/").json()]
    assert body["loans"] == [member_client.get(f"/api/loans/{reference_bank.loan}/").json()]
    assert body["loans"][0]["next_due"] == {"number": 2, "due_date": "2026-05-01", "amount": "106.00"}
    listed = member_client.get(f"/api/accounts/{reference_bank.savings}/entries/").json()["results"]
    assert body["entries"] == [{"account": reference_bank.savings, **entry} for entry in listed]
    assert [entry["amount"] for entry in body["entries"]] == ["120.00", "600.00", "50.00", "1000.00"]


def test_member_dashboard_shows_no_data_of_others(reference_bank, login_on, other_member, manager):
    body = get_dashboard(login_on("03-03", other_member))
    assert [account["number"] for account in body["accounts"]] == [reference_bank.current]
    assert {entry["account"] for entry in body["entries"]} == {reference_bank.current}
    assert (body["total_balance"], body["loans"]) == ("320.00", [])
    new_member = User.objects.create_user("new@example.com", other_member.password, full_name="New")
    User.objects.filter(pk=new_member.pk).update(password=other_member.password)
    body = get_dashboard(login_on("03-03", new_member))
    assert body == {
        "role": "member",
        "currency": "USD",
        "accounts": [],
        "total_balance": "0.00",
        "entries": [],
        "loans": [],
    }
    assert reference_bank.savings not in json.dumps(body)


def test_member_dashboard_shows_the_ten_latest_entries_and_the_total_balance(reference_bank, login_on, cashier, member):
    cashier_client = login_on("03-03", cashier)
    second = open_account(cashier_client, member.pk)
    for amount in range(1, 10):
        assert deposit(cashier_client, (second, reference_bank.savings)[amount % 2], f"{amount}.00").status_code == 201
    body = get_dashboard(login_on("03-03", member))
    assert [entry["amount"] for entry in body["entries"]] == [*(f"{n}.00" for n in range(9, 0, -1)), "120.00"]
    assert [entry["account"] for entry in body["entries"]][:2] == [reference_bank.savings, second]
    assert body["total_balance"] == "1475.00"


def test_cashier_dashboard_shows_the_till_todays_work_and_loans_to_disburse(
    reference_bank, login_on, cashier, member, manager
):
    approved_loan = create_loan(member, reference_bank.savings, "approved", decided_by=manager, paid_out_by=cashier)
    create_loan(member, reference_bank.savings, "applied", decided_by=manager, paid_out_by=cashier)
    cashier_client = login_on("03-03", cashier)
    assert withdraw(cashier_client, reference_bank.current, "20.00").status_code == 201
    body = get_dashboard(cashier_client)
    assert list(body) == ["role", "currency", "till", "today", "latest", "to_disburse"]
    assert body["till"] == {
        "balance": "1236.00",
        "currency": "USD",
        "opening_balance": "1256.00",
        "cash_in": "0.00",
        "cash_out": "20.00",
        "reversed_in": "0.00",
        "reversed_out": "0.00",
    }
    assert body["today"] == activity(withdrawal=(1, "20.00"))
    assert body["latest"][0]["kind"] == "withdrawal"
    assert {row["created_by"] for row in body["latest"]} == {cashier.pk}
    assert len(body["latest"]) == 6
    assert [loan["id"] for loan in body["to_disburse"]] == [approved_loan.pk]
    assert get_dashboard(login_on("03-02", cashier, "23:59:59"))["today"] == activity(loan_repayment=(1, "106.00"))


def test_dashboard_of_a_new_cashier_shows_an_empty_till(reference_bank, login_on, cashier):
    colleague = User.objects.create_user("new@bank.com", full_name="New", role="cashier")
    User.objects.filter(pk=colleague.pk).update(password=cashier.password)
    body = get_dashboard(login_on("03-02", colleague))
    assert (body["till"]["balance"], body["today"], body["latest"]) == ("0.00", activity(), [])


def test_manager_dashboard_shows_totals_todays_work_approvals_and_arrears(
    reference_bank, login_on, manager_on, cashier, manager
):
    borrowers = [User.objects.create_user(f"b{n}@example.com", full_name="Borrower") for n in range(3)]
    borrowers_and_accounts = [(borrower, open_funded_account(borrower, cashier)) for borrower in borrowers]
    applications = [
        create_loan(*borrowers_and_accounts[n % 3], "applied", decided_by=manager, paid_out_by=cashier)
        for n in range(12)
    ]
    body = get_dashboard(manager_on("03-02"))
    assert list(body) == ["role", "currency", "totals", "today", "approvals", "arrears", "series"]
    assert body["totals"] == report(manager_on("03-02"), "summary", "from=2026-03-02")["summary"]
    assert body["today"] == activity(
        transfer=(1, "120.00"), deposit=(1, "30.00"), reversal=(1, "30.00"), loan_repayment=(1, "106.00")
    )
    assert body["approvals"]["waiting"] == body["totals"]["loans_waiting"] == 12
    assert [loan["id"] for loan in body["approvals"]["loans"]] == [loan.pk for loan in applications[:10]], (
        "oldest first"
    )
    assert body["arrears"] == {"loans": 0, "outstanding_principal": "0.00", "par30": "0.0000"}

    late = get_dashboard(manager_on("06-02"))
    assert late["arrears"] == {"loans": 1, "outstanding_principal": "494.20", "par30": "1.0000"}
    assert [row for row in late["series"]["portfolio_by_age"] if row["loans"]] == [
        {"days_late": "31-60", "loans": 1, "outstanding_principal": "494.20"}
    ]


def test_manager_dashboard_series_cover_the_last_90_days_of_the_ledger(reference_bank, login_on, manager_on, cashier):
    for day, amount in [("05-30", "7.00"), ("05-31", "8.00")]:
        assert deposit(login_on(day, cashier), reference_bank.current, amount).status_code == 201
    days = get_dashboard(manager_on("05-31"))["series"]["days"]
    assert [days[0]["day"], days[-1]["day"], len(days)] == ["2026-03-03", "2026-05-31", 90]
    assert [row for row in days if row["deposits"] != "0.00"] == [
        {"day": "2026-05-30", "deposits": "7.00", "withdrawals": "0.00"},
        {"day": "2026-05-31", "deposits": "8.00", "withdrawals": "0.00"},
    ]
    days = get_dashboard(manager_on("05-29"))["series"]["days"]
    assert days[0] == {"day": "2026-03-01", "deposits": "1200.00", "withdrawals": "50.00"}
    for series, kind in [("deposits", "deposit"), ("withdrawals", "withdrawal")]:
        rows = report(manager_on("05-29"), "daily-transactions", "from=2026-03-01")["rows"]
        booked = sum(float(row["amount"]) for row in rows if row["kind"] == kind)
        assert sum(float(row[series]) for row in days) == booked > 0
