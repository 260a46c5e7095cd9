"""What each report says of a bank that is known to the cent."""

from tests.reports.conftest import report


def test_the_trial_balance_lists_the_banks_own_accounts_and_the_customers_by_type(reference_bank, at, cashier, manager):
    body = report(at("03-03"), "trial-balance")
    assert body["rows"] == [
        {"kind": "savings", "account": "", "name": "Customers, savings", "debit": "", "credit": "1430.00"},
        {"kind": "current", "account": "", "name": "Customers, current", "debit": "", "credit": "320.00"},
        *sorted(
            [
                {"kind": "till", "account": reference_bank.own(f"till:{cashier.pk}"), "name": "Till of Carla Cashier",
                 "debit": "1256.00", "credit": ""},
                {"kind": "till", "account": reference_bank.own(f"till:{manager.pk}"), "name": "Till of Monica Manager",
                 "debit": "", "credit": ""},
            ],
            key=lambda row: row["account"],
        ),
        {"kind": "vault", "account": reference_bank.own("vault"), "name": "Vault", "debit": "", "credit": ""},
        {"kind": "loans_receivable", "account": reference_bank.own("loans_receivable"), "name": "Loans receivable",
         "debit": "500.00", "credit": ""},
        {"kind": "interest_income", "account": reference_bank.own("interest_income"), "name": "Interest income",
         "debit": "", "credit": "6.00"},
        {"kind": "fee_income", "account": reference_bank.own("fee_income"), "name": "Fee income",
         "debit": "", "credit": ""},
        {"kind": "write_offs", "account": reference_bank.own("write_offs"), "name": "Loans written off",
         "debit": "", "credit": ""},
        {"kind": "equity", "account": reference_bank.own("equity"), "name": "Equity", "debit": "", "credit": ""},
    ]  # fmt: skip
    assert body["summary"] == {"debit": "1756.00", "credit": "1756.00", "difference": "0.00"}


def test_the_trial_balance_of_the_first_day_knows_nothing_of_the_second(reference_bank, at):
    body = report(at("03-03"), "trial-balance", "to=2026-03-01")
    assert {row["kind"]: row["debit"] or row["credit"] for row in body["rows"] if row["debit"] + row["credit"]} == {
        "savings": "1550.00",
        "current": "200.00",
        "till": "1150.00",
        "loans_receivable": "600.00",
    }
    assert body["summary"] == {"debit": "1750.00", "credit": "1750.00", "difference": "0.00"}


def test_daily_transactions_are_by_day_and_kind(reference_bank, at):
    body = report(at("03-03"), "daily-transactions")
    assert [tuple(row.values()) for row in body["rows"]] == [
        ("2026-03-01", "deposit", 2, "1200.00"),
        ("2026-03-01", "loan_disbursement", 1, "600.00"),
        ("2026-03-01", "withdrawal", 1, "50.00"),
        ("2026-03-02", "deposit", 1, "30.00"),
        ("2026-03-02", "loan_repayment", 1, "106.00"),
        ("2026-03-02", "reversal", 1, "30.00"),
        ("2026-03-02", "transfer", 1, "120.00"),
    ]
    assert body["summary"] == {"count": 8}


def test_cashier_activity_is_the_staffs_by_person_and_kind(reference_bank, at, cashier, manager):
    body = report(at("03-03"), "cashier-activity")
    carla, monica = (cashier.pk, "Carla Cashier"), (manager.pk, "Monica Manager")
    assert [tuple(row.values()) for row in body["rows"]] == [
        (*carla, "deposit", 2, "1200.00"),
        (*carla, "loan_disbursement", 1, "600.00"),
        (*carla, "loan_repayment", 1, "106.00"),
        (*carla, "withdrawal", 1, "50.00"),
        (*monica, "deposit", 1, "30.00"),
        (*monica, "reversal", 1, "30.00"),
    ]
    assert body["summary"] == {"cashiers": 2}


def test_a_cashier_who_became_a_member_is_still_in_the_activity(reference_bank, at, cashier):
    cashier.role = "member"
    cashier.save()
    assert cashier.pk in {row["cashier"] for row in report(at("03-03"), "cashier-activity")["rows"]}


def test_the_summary_says_how_the_bank_stands_and_what_was_posted(reference_bank, at):
    figures = {
        "members": 2,
        "accounts": 2,
        "customer_balances": "1750.00",
        "loans_waiting": 0,
        "loans_running": 1,
        "loans_late": 0,
        "gross_portfolio": "500.00",
        "portfolio_at_risk": "0.00",
        "deposits": 3,
        "withdrawals": 1,
        "transfers": 1,
        "deposits_amount": "1230.00",
        "withdrawals_amount": "50.00",
        "transfers_amount": "120.00",
    }
    body = report(at("03-03"), "summary")
    assert body["summary"] == figures
    assert body["rows"] == [{"figure": name, "value": value} for name, value in figures.items()]


def test_the_summary_of_a_past_day_says_how_it_stood_then(reference_bank, at, on, cashier):
    on("03-04", cashier)
    body = report(at("03-04"), "summary", "from=2026-03-01&to=2026-03-01")
    then = {"customer_balances": "1750.00", "gross_portfolio": "600.00", "loans_running": 1, "accounts": 2}
    assert then.items() <= body["summary"].items()
    before = report(at("03-04"), "summary", "to=2026-02-28")["summary"]
    assert set(before.values()) == {0, "0.00"}, "there was nothing yet"


def test_the_loan_portfolio_is_by_product_and_age(reference_bank, at):
    body = report(at("03-03"), "loan-portfolio")
    ages = ["current", "1-30", "31-60", "61-90", "over 90"]
    assert [tuple(row.values()) for row in body["rows"]] == [
        ("Household", "current", 1, "500.00"),
        *(("Household", age, 0, "0.00") for age in ages[1:]),
    ]
    assert body["summary"] == {
        "loans": 1,
        "gross_portfolio": "500.00",
        "loans_late": 0,
        "portfolio_at_risk": "0.00",
        "par30": "0.0000",
        "outstanding_current": "500.00",
        **{f"outstanding_{age}": "0.00" for age in ages[1:]},
    }


def test_an_empty_bank_has_reports_too(at):
    office = at("03-01")
    assert report(office, "daily-transactions")["rows"] == report(office, "cashier-activity")["rows"] == []
    assert report(office, "loan-portfolio")["rows"] == report(office, "member-growth")["rows"] == []
    assert report(office, "loan-portfolio")["summary"]["par30"] == "0.0000"
    assert report(office, "trial-balance")["summary"] == {"debit": "0.00", "credit": "0.00", "difference": "0.00"}
