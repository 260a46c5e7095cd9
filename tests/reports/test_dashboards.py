"""What each role has on one screen: a member their own, a cashier the till and the day, a manager the bank."""

import json

from tests.api_payments import deposit, open_account, withdraw
from tests.loan_factories import create_loan
from tests.loans.loan_helpers import open_funded_account
from tests.reports.conftest import report
from transactions.enums import TransactionType
from users.models import User

NOTHING = {"count": 0, "amount": "0.00"}


def screen(browser):
    response = browser.get("/api/dashboard/")
    assert response.status_code == 200, response.content
    return response.json()


def work(**done):
    """Every kind, and those that were done."""
    return {kind.value: NOTHING for kind in TransactionType} | {
        kind: {"count": count, "amount": amount} for kind, (count, amount) in done.items()
    }


def test_nobody_has_a_dashboard_without_signing_in(browser):
    assert browser.get("/api/dashboard/").status_code == 401


def test_a_member_sees_balances_entries_and_loans(reference_bank, on, member):
    phone = on("03-03", member)
    body = screen(phone)
    assert list(body) == ["role", "currency", "accounts", "total_balance", "entries", "loans"]
    assert (body["role"], body["currency"], body["total_balance"]) == ("member", "USD", "1430.00")
    assert body["accounts"] == [phone.get(f"/api/accounts/{reference_bank.savings}/").json()]
    assert body["loans"] == [phone.get(f"/api/loans/{reference_bank.loan}/").json()]
    assert body["loans"][0]["next_due"] == {"number": 2, "due_date": "2026-05-01", "amount": "106.00"}
    listed = phone.get(f"/api/accounts/{reference_bank.savings}/entries/").json()["results"]
    assert body["entries"] == [{"account": reference_bank.savings, **entry} for entry in listed]
    assert [entry["amount"] for entry in body["entries"]] == ["120.00", "600.00", "50.00", "1000.00"]


def test_a_member_sees_nothing_of_others(reference_bank, on, other_member, manager):
    body = screen(on("03-03", other_member))
    assert [account["number"] for account in body["accounts"]] == [reference_bank.current]
    assert {entry["account"] for entry in body["entries"]} == {reference_bank.current}
    assert (body["total_balance"], body["loans"]) == ("320.00", [])
    newcomer = User.objects.create_user("new@example.com", other_member.password, full_name="New")
    User.objects.filter(pk=newcomer.pk).update(password=other_member.password)
    body = screen(on("03-03", newcomer))
    assert body == {
        "role": "member",
        "currency": "USD",
        "accounts": [],
        "total_balance": "0.00",
        "entries": [],
        "loans": [],
    }
    assert reference_bank.savings not in json.dumps(body)


def test_a_member_sees_the_ten_latest_entries_of_all_accounts_and_the_sum(reference_bank, on, cashier, member):
    desk = on("03-03", cashier)
    second = open_account(desk, member.pk)
    for amount in range(1, 10):
        assert deposit(desk, (second, reference_bank.savings)[amount % 2], f"{amount}.00").status_code == 201
    body = screen(on("03-03", member))
    assert [entry["amount"] for entry in body["entries"]] == [*(f"{n}.00" for n in range(9, 0, -1)), "120.00"]
    assert [entry["account"] for entry in body["entries"]][:2] == [reference_bank.savings, second]
    assert body["total_balance"] == "1475.00"


def test_a_cashier_sees_the_till_the_day_and_what_is_to_be_paid_out(reference_bank, on, cashier, member, manager):
    waiting = create_loan(member, reference_bank.savings, "approved", decided_by=manager, paid_out_by=cashier)
    create_loan(member, reference_bank.savings, "applied", decided_by=manager, paid_out_by=cashier)
    desk = on("03-03", cashier)
    assert withdraw(desk, reference_bank.current, "20.00").status_code == 201
    body = screen(desk)
    assert list(body) == ["role", "currency", "till", "today", "latest", "to_disburse"]
    assert body["till"] == {"balance": "1236.00", "currency": "USD"}
    assert body["today"] == work(withdrawal=(1, "20.00"))
    assert body["latest"][0]["kind"] == "withdrawal"
    assert {row["created_by"] for row in body["latest"]} == {cashier.pk}
    assert len(body["latest"]) == 6
    assert [loan["id"] for loan in body["to_disburse"]] == [waiting.pk]
    assert screen(on("03-02", cashier, "23:59:59"))["today"] == work(loan_repayment=(1, "106.00"))


def test_a_cashier_who_has_done_nothing_has_an_empty_till(reference_bank, on, cashier):
    colleague = User.objects.create_user("new@bank.com", full_name="New", role="cashier")
    User.objects.filter(pk=colleague.pk).update(password=cashier.password)
    body = screen(on("03-02", colleague))
    assert (body["till"]["balance"], body["today"], body["latest"]) == ("0.00", work(), [])


def test_a_manager_sees_the_totals_the_day_approvals_and_arrears(reference_bank, on, at, cashier, manager):
    borrowers = [User.objects.create_user(f"b{n}@example.com", full_name="Borrower") for n in range(3)]
    homes = [(borrower, open_funded_account(borrower, cashier)) for borrower in borrowers]
    asked = [create_loan(*homes[n % 3], "applied", decided_by=manager, paid_out_by=cashier) for n in range(12)]
    body = screen(at("03-02"))
    assert list(body) == ["role", "currency", "totals", "today", "approvals", "arrears", "series"]
    assert body["totals"] == report(at("03-02"), "summary", "from=2026-03-02")["summary"]
    assert body["today"] == work(
        transfer=(1, "120.00"), deposit=(1, "30.00"), reversal=(1, "30.00"), loan_repayment=(1, "106.00")
    )
    assert body["approvals"]["waiting"] == body["totals"]["loans_waiting"] == 12
    assert [loan["id"] for loan in body["approvals"]["loans"]] == [loan.pk for loan in asked[:10]], "oldest first"
    assert body["arrears"] == {"loans": 0, "outstanding_principal": "0.00", "par30": "0.0000"}

    late = screen(at("06-02"))
    assert late["arrears"] == {"loans": 1, "outstanding_principal": "500.00", "par30": "1.0000"}
    assert [row for row in late["series"]["portfolio_by_age"] if row["loans"]] == [
        {"days_late": "31-60", "loans": 1, "outstanding_principal": "500.00"}
    ]


def test_a_managers_series_are_the_ledgers_last_90_days(reference_bank, on, at, cashier):
    for day, amount in [("05-30", "7.00"), ("05-31", "8.00")]:
        assert deposit(on(day, cashier), reference_bank.current, amount).status_code == 201
    days = screen(at("05-31"))["series"]["days"]
    assert [days[0]["day"], days[-1]["day"], len(days)] == ["2026-03-03", "2026-05-31", 90]
    assert [row for row in days if row["deposits"] != "0.00"] == [
        {"day": "2026-05-30", "deposits": "7.00", "withdrawals": "0.00"},
        {"day": "2026-05-31", "deposits": "8.00", "withdrawals": "0.00"},
    ]
    days = screen(at("05-29"))["series"]["days"]
    assert days[0] == {"day": "2026-03-01", "deposits": "1200.00", "withdrawals": "50.00"}
    for side, kind in [("deposits", "deposit"), ("withdrawals", "withdrawal")]:
        rows = report(at("05-29"), "daily-transactions", "from=2026-03-01")["rows"]
        booked = sum(float(row["amount"]) for row in rows if row["kind"] == kind)
        assert sum(float(row[side]) for row in days) == booked > 0
