"""The rows and summary of each report for the reference bank."""

from tests.api_payments import open_account
from tests.loan_factories import create_loan
from tests.reports.conftest import report


def test_trial_balance_lists_bank_accounts_and_customer_accounts_by_type(reference_bank, manager_on, cashier, manager):
    account_number = reference_bank.account_number
    body = report(manager_on("03-03"), "trial-balance")
    assert body["rows"] == [
        {"kind": "savings", "account": "", "name": "Customers, savings", "debit": "", "credit": "1430.00"},
        {"kind": "current", "account": "", "name": "Customers, current", "debit": "", "credit": "320.00"},
        *sorted(
            [
                {"kind": "till", "account": account_number(f"till:{cashier.pk}"), "name": "Till of Carla Cashier",
                 "debit": "1256.00", "credit": ""},
                {"kind": "till", "account": account_number(f"till:{manager.pk}"), "name": "Till of Monica Manager",
                 "debit": "", "credit": ""},
            ],
            key=lambda row: row["account"],
        ),
        {"kind": "vault", "account": account_number("vault"), "name": "Vault", "debit": "", "credit": ""},
        {"kind": "loans_receivable", "account": account_number("loans_receivable"), "name": "Loans receivable",
         "debit": "494.20", "credit": ""},
        {"kind": "interest_income", "account": account_number("interest_income"), "name": "Interest income",
         "debit": "", "credit": "0.20"},
        {"kind": "fee_income", "account": account_number("fee_income"), "name": "Fee income",
         "debit": "", "credit": ""},
        {"kind": "write_offs", "account": account_number("write_offs"), "name": "Loans written off",
         "debit": "", "credit": ""},
        {"kind": "equity", "account": account_number("equity"), "name": "Equity", "debit": "", "credit": ""},
    ]  # fmt: skip
    assert body["summary"] == {"debit": "1750.20", "credit": "1750.20", "difference": "0.00"}


def test_trial_balance_of_a_day_excludes_later_entries(reference_bank, manager_on):
    body = report(manager_on("03-03"), "trial-balance", "to=2026-03-01")
    assert {row["kind"]: row["debit"] or row["credit"] for row in body["rows"] if row["debit"] + row["credit"]} == {
        "savings": "1550.00",
        "current": "200.00",
        "till": "1150.00",
        "loans_receivable": "600.00",
    }
    assert body["summary"] == {"debit": "1750.00", "credit": "1750.00", "difference": "0.00"}


def test_daily_transactions_are_grouped_by_day_and_type(reference_bank, manager_on):
    body = report(manager_on("03-03"), "daily-transactions")
    assert [tuple(row.values()) for row in body["rows"]] == [
        ("2026-03-01", "deposit", 2, "1200.00", ""),
        ("2026-03-01", "loan_disbursement", 1, "600.00", ""),
        ("2026-03-01", "withdrawal", 1, "50.00", ""),
        ("2026-03-02", "deposit", 1, "30.00", ""),
        ("2026-03-02", "loan_repayment", 1, "106.00", ""),
        ("2026-03-02", "reversal", 1, "30.00", "deposit"),
        ("2026-03-02", "transfer", 1, "120.00", ""),
    ]
    assert body["summary"] == {"count": 8}


def test_cashier_activity_is_grouped_by_person_and_type(reference_bank, manager_on, cashier, manager):
    body = report(manager_on("03-03"), "cashier-activity")
    cashier_columns, manager_columns = (cashier.pk, "Carla Cashier"), (manager.pk, "Monica Manager")
    assert [tuple(row.values()) for row in body["rows"]] == [
        (*cashier_columns, "deposit", 2, "1200.00", ""),
        (*cashier_columns, "loan_disbursement", 1, "600.00", ""),
        (*cashier_columns, "loan_repayment", 1, "106.00", ""),
        (*cashier_columns, "withdrawal", 1, "50.00", ""),
        (*manager_columns, "deposit", 1, "30.00", ""),
        (*manager_columns, "reversal", 1, "30.00", "deposit"),
    ]
    assert body["summary"] == {"cashiers": 2}


def test_former_cashier_is_included_in_the_cashier_activity(reference_bank, manager_on, cashier):
    cashier.role = "member"
    cashier.save()
    assert cashier.pk in {row["cashier"] for row in report(manager_on("03-03"), "cashier-activity")["rows"]}


def test_summary_has_the_totals_and_the_postings_of_the_period(reference_bank, manager_on):
    figures = {
        "members": 2,
        "accounts": 2,
        "customer_balances": "1750.00",
        "loans_waiting": 0,
        "loans_running": 1,
        "loans_late": 0,
        "gross_portfolio": "494.20",
        "portfolio_at_risk": "0.00",
        "deposits": 3,
        "withdrawals": 1,
        "transfers": 1,
        "deposits_amount": "1230.00",
        "withdrawals_amount": "50.00",
        "transfers_amount": "120.00",
        "deposits_reversed": 1,
        "withdrawals_reversed": 0,
        "transfers_reversed": 0,
        "deposits_reversed_amount": "30.00",
        "withdrawals_reversed_amount": "0.00",
        "transfers_reversed_amount": "0.00",
    }
    body = report(manager_on("03-03"), "summary")
    assert body["summary"] == figures
    assert body["rows"] == [{"figure": name, "value": value} for name, value in figures.items()]


def test_summary_of_a_past_day_has_the_totals_of_that_day(reference_bank, manager_on, login_on, cashier):
    login_on("03-04", cashier)
    body = report(manager_on("03-04"), "summary", "from=2026-03-01&to=2026-03-01")
    expected = {"customer_balances": "1750.00", "gross_portfolio": "600.00", "loans_running": 1, "accounts": 2}
    assert expected.items() <= body["summary"].items()
    before = report(manager_on("03-04"), "summary", "to=2026-02-28")["summary"]
    assert set(before.values()) == {0, "0.00"}, "no data before the first day"


def test_summary_of_a_past_day_counts_applications_and_accounts_of_that_day(
    reference_bank, manager_on, login_on, member, cashier, manager
):
    manager_client = manager_on("03-03")
    number = open_account(manager_client, member.pk)
    staff = {"decided_by": manager, "paid_out_by": cashier}
    cancelled, approved = (create_loan(member, number, "applied", **staff) for _ in range(2))
    responses = [
        login_on("03-04", member).post(f"/api/loans/{cancelled.pk}/cancel/"),
        manager_on("03-05").post(f"/api/loans/{approved.pk}/approve/", {}),
        manager_on("03-05").post(f"/api/accounts/{number}/close/", {"reason": "moved"}),
    ]
    assert [response.status_code for response in responses] == [200] * 3

    manager_client = manager_on("03-06")
    summaries = [report(manager_client, "summary", f"to=2026-03-0{day}")["summary"] for day in (2, 3, 4, 5)]

    assert [summary["loans_waiting"] for summary in summaries] == [0, 2, 1, 0]
    assert [summary["accounts"] for summary in summaries] == [2, 3, 3, 2]


def test_loan_portfolio_is_grouped_by_product_and_age(reference_bank, manager_on):
    body = report(manager_on("03-03"), "loan-portfolio")
    ages = ["current", "1-30", "31-60", "61-90", "over 90"]
    assert [tuple(row.values()) for row in body["rows"]] == [
        ("Household", "current", 1, "494.20"),
        *(("Household", age, 0, "0.00") for age in ages[1:]),
    ]
    assert body["summary"] == {
        "loans": 1,
        "gross_portfolio": "494.20",
        "loans_late": 0,
        "portfolio_at_risk": "0.00",
        "par30": "0.0000",
        "outstanding_current": "494.20",
        **{f"outstanding_{age}": "0.00" for age in ages[1:]},
    }


def test_reports_of_an_empty_bank_are_empty(manager_on):
    manager_client = manager_on("03-01")
    assert (
        report(manager_client, "daily-transactions")["rows"] == report(manager_client, "cashier-activity")["rows"] == []
    )
    assert report(manager_client, "loan-portfolio")["rows"] == report(manager_client, "member-growth")["rows"] == []
    assert report(manager_client, "loan-portfolio")["summary"]["par30"] == "0.0000"
    assert report(manager_client, "trial-balance")["summary"] == {
        "debit": "0.00",
        "credit": "0.00",
        "difference": "0.00",
    }
