"""The trial balance equals the sum of the entries row by row, and sums to zero on every day."""

import random
from datetime import timedelta

import pytest

from accounts.enums import AccountType
from accounts.models import Account
from core.client_info import SYSTEM_CLIENT
from core.clock import override_now
from core.dates import start_of_day
from core.db.transactions import atomic_with_retry
from core.exceptions import ApplicationError
from loans.models import Loan
from loans.portfolio import portfolio_on
from loans.services.repayment import repay_loan
from loans.services.write_off import write_off_loan
from reports.selectors.trial_balance import trial_balance
from tests.api_payments import deposit
from tests.loan_factories import create_loan
from tests.reports import reference_reports as reference
from tests.reports.conftest import report
from tests.transactions.operations import START, Bank, create_people, run_random_operations
from transactions.ledger.balances import snapshot_balances
from transactions.models import Transaction
from transactions.payments.services import reverse_transaction

pytestmark = pytest.mark.django_db
DAYS = 6


def create_random_loan(bank, rng):
    """Creates an active loan of a random member."""
    index = rng.randrange(5)
    with override_now(bank.moment):
        owner = Account.objects.select_related("owner").get(number=bank.numbers[index]).owner
        staff = {"decided_by": bank.people["g0"], "paid_out_by": bank.people["c1"]}
        create_loan(owner, bank.numbers[index], "active", amount=rng.randrange(200_00, 5_000_00), months=3, **staff)


def run_loan_operation(bank, operation, rng):
    """Repays or writes off a random loan, or reverses the latest loan transaction. Rejected operations are ignored."""
    loan, client = rng.choice(list(Loan.objects.order_by("pk"))), {"client": SYSTEM_CLIENT}
    with override_now(bank.moment):
        try:
            if operation == "repay":
                cash = {"amount": rng.randrange(1_00, 1_000_00), "from_number": None}
                atomic_with_retry(repay_loan)(actor=bank.people["c0"], loan_id=loan.pk, **cash, **client)
            elif operation == "write off":
                atomic_with_retry(write_off_loan)(actor=bank.people["g0"], loan_id=loan.pk, reason="Lost", **client)
            else:
                transaction_id = Transaction.objects.filter(kind__startswith="loan_").order_by("pk").last().pk
                atomic_with_retry(reverse_transaction)(
                    actor=bank.people["g0"], transaction_id=transaction_id, reason="Wrong", **client
                )
        except ApplicationError:
            pass


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, 2])
def test_trial_balance_equals_the_sum_of_the_entries_and_is_balanced_on_every_day(seed):
    bank, rng = Bank(create_people()), random.Random(seed)
    for day in range(DAYS):
        bank.moment = START + timedelta(days=day)
        run_random_operations(bank, f"{seed} {day}", 8)
        create_random_loan(bank, rng)
        for operation in ["repay", "repay", "write off", "reverse", "repay", "reverse"][day % 3 :]:
            bank.moment += timedelta(minutes=rng.randrange(60))
            run_loan_operation(bank, operation, rng)
        if rng.random() < 0.4:
            with override_now(bank.moment + timedelta(days=rng.randrange(2))):
                snapshot_balances()
    assert {row.kind for row in Transaction.objects.all()} >= {
        "deposit", "withdrawal", "transfer", "reversal", "loan_disbursement", "loan_repayment", "loan_write_off",
    }  # fmt: skip

    with override_now(bank.moment):
        for day in range(-1, DAYS + 2):
            before = start_of_day((START + timedelta(days=day)).date())
            lines = {(line.kind.value, line.number): line.balance for line in trial_balance(before)}
            assert lines == reference.trial_balance(before)
            assert sum(lines.values()) == 0


def test_trial_balance_of_today_includes_both_sides_of_an_entry_with_a_future_time(
    reference_bank, login_on, manager_on, cashier
):
    """Customers' balances include entries with a future time, so the tills must include them as well.

    New postings are never booked later than the database's time, but older versions wrote such entries.
    """
    assert deposit(login_on("03-04", cashier), reference_bank.savings, "7.00").status_code == 201
    assert Transaction.objects.latest("pk").booked_at.isoformat().startswith("2026-03-04")
    assert report(manager_on("03-03"), "trial-balance")["summary"] == {
        "debit": "1757.20",
        "credit": "1757.20",
        "difference": "0.00",
    }


def test_posting_at_midnight_counts_once_with_and_without_a_snapshot(reference_bank, login_on, manager_on, cashier):
    assert deposit(login_on("03-03", cashier, "00:00:00"), reference_bank.savings, "7.00").status_code == 201
    for night in (3, 4):
        with override_now(start_of_day(START.date().replace(day=night)) + timedelta(hours=3)):
            snapshot_balances()
        for day, debit in [("02", "1750.20"), ("03", "1757.20"), ("04", "1757.20")]:
            summary = report(manager_on("03-05"), "trial-balance", f"to=2026-03-{day}")["summary"]
            assert summary == {"debit": debit, "credit": debit, "difference": "0.00"}, (night, day)


# Account types whose balance increases by a debit: assets and expenses.
DEBIT_NORMAL = {AccountType.TILL, AccountType.VAULT, AccountType.LOANS_RECEIVABLE, AccountType.WRITE_OFFS}


def test_trial_balance_shows_assets_as_debit_and_liabilities_as_credit(reference_bank, manager_on):
    for row in report(manager_on("03-03"), "trial-balance")["rows"]:
        assert not (row["credit"] if row["kind"] in DEBIT_NORMAL else row["debit"]), row


def test_loans_receivable_equal_the_loan_portfolio_on_every_day(reference_bank, manager_on):
    manager_client = manager_on("03-03")
    for day, gross in [
        ("2026-02-28", ""),
        ("2026-03-01", "600.00"),
        ("2026-03-02", "494.20"),
        ("2026-03-03", "494.20"),
    ]:
        rows = report(manager_client, "trial-balance", f"to={day}")["rows"]
        assert [row["debit"] for row in rows if row["kind"] == "loans_receivable"] == [gross]
        assert report(manager_client, "loan-portfolio", f"to={day}")["summary"]["gross_portfolio"] == (gross or "0.00")
    assert portfolio_on(START.date()).gross == 600_00
