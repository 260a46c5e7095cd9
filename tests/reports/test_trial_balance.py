"""The trial balance sums to zero on every day, whatever was done, and is the sum of the entries, row by row."""

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
from loans.services.servicing import repay_loan, write_off_loan
from reports.selectors.trial_balance import trial_balance
from tests.api_payments import deposit
from tests.loan_factories import create_loan
from tests.reports import reference_reports as brute
from tests.reports.conftest import report
from tests.transactions.operations import BEGINNING, Bank, at_random, people
from transactions.ledger.balances import snapshot_balances
from transactions.models import Transaction
from transactions.payments.services import reverse_transaction

pytestmark = pytest.mark.django_db
DAYS = 6


def lent_to(bank, chance):
    """A loan to one of the members, paid out."""
    place = chance.randrange(5)
    with override_now(bank.moment):
        owner = Account.objects.select_related("owner").get(number=bank.numbers[place]).owner
        staff = {"decided_by": bank.people["g0"], "paid_out_by": bank.people["c1"]}
        create_loan(owner, bank.numbers[place], "active", amount=chance.randrange(200_00, 5_000_00), months=3, **staff)


def something_with_a_loan(bank, verb, chance):
    """Repaid at the counter, or written off, or the latest posting of any loan reversed; refused, now and then."""
    loan, client = chance.choice(list(Loan.objects.order_by("pk"))), {"client": SYSTEM_CLIENT}
    with override_now(bank.moment):
        try:
            if verb == "repay":
                cash = {"amount": chance.randrange(1_00, 1_000_00), "from_number": None}
                atomic_with_retry(repay_loan)(actor=bank.people["c0"], loan_id=loan.pk, **cash, **client)
            elif verb == "write off":
                atomic_with_retry(write_off_loan)(actor=bank.people["g0"], loan_id=loan.pk, reason="Lost", **client)
            else:
                which = Transaction.objects.filter(kind__startswith="loan_").order_by("pk").last().pk
                atomic_with_retry(reverse_transaction)(
                    actor=bank.people["g0"], transaction_id=which, reason="Wrong", **client
                )
        except ApplicationError:
            pass


@pytest.mark.parametrize("seed", [1, 2])
def test_it_is_the_sum_of_the_entries_and_zero_in_all_on_every_day(seed):
    bank, chance = Bank(people()), random.Random(seed)
    for day in range(DAYS):
        bank.moment = BEGINNING + timedelta(days=day)
        at_random(bank, f"{seed} {day}", 8)
        lent_to(bank, chance)
        for verb in ["repay", "repay", "write off", "reverse", "repay", "reverse"][day % 3 :]:
            bank.moment += timedelta(minutes=chance.randrange(60))
            something_with_a_loan(bank, verb, chance)
        if chance.random() < 0.4:
            with override_now(bank.moment + timedelta(days=chance.randrange(2))):
                snapshot_balances()
    assert {row.kind for row in Transaction.objects.all()} >= {
        "deposit", "withdrawal", "transfer", "reversal", "loan_disbursement", "loan_repayment", "loan_write_off",
    }  # fmt: skip

    with override_now(bank.moment):
        for day in range(-1, DAYS + 2):
            before = start_of_day((BEGINNING + timedelta(days=day)).date())
            lines = {(line.kind.value, line.number): line.balance for line in trial_balance(before)}
            assert lines == brute.trial_balance(before)
            assert sum(lines.values()) == 0


def test_a_posting_of_a_clock_ahead_is_on_both_sides_of_today(reference_bank, on, at, cashier):
    """What is booked is in the customers' balances at once, so it is in the till at once, whatever its time says.

    No posting is booked later than the database's time any more, but a bank may have such entries of before.
    """
    assert deposit(on("03-04", cashier), reference_bank.savings, "7.00").status_code == 201
    assert Transaction.objects.latest("pk").booked_at.isoformat().startswith("2026-03-04")
    assert report(at("03-03"), "trial-balance")["summary"] == {
        "debit": "1763.00",
        "credit": "1763.00",
        "difference": "0.00",
    }


def test_a_posting_on_the_stroke_of_midnight_counts_once_whether_a_snapshot_was_taken_or_not(
    reference_bank, on, at, cashier
):
    assert deposit(on("03-03", cashier, "00:00:00"), reference_bank.savings, "7.00").status_code == 201
    for night in (3, 4):
        with override_now(start_of_day(BEGINNING.date().replace(day=night)) + timedelta(hours=3)):
            snapshot_balances()
        for day, debit in [("02", "1756.00"), ("03", "1763.00"), ("04", "1763.00")]:
            summary = report(at("03-05"), "trial-balance", f"to=2026-03-{day}")["summary"]
            assert summary == {"debit": debit, "credit": debit, "difference": "0.00"}, (night, day)


# Where a debit makes the balance grow: what the bank has, is owed, or has spent.
DEBIT_NORMAL = {AccountType.TILL, AccountType.VAULT, AccountType.LOANS_RECEIVABLE, AccountType.WRITE_OFFS}


def test_what_the_bank_has_stands_under_debit_and_what_it_owes_under_credit(reference_bank, at):
    for row in report(at("03-03"), "trial-balance")["rows"]:
        assert not (row["credit"] if row["kind"] in DEBIT_NORMAL else row["debit"]), row


def test_the_loans_receivable_are_the_portfolio_on_every_day(reference_bank, at):
    office = at("03-03")
    for day, gross in [
        ("2026-02-28", ""),
        ("2026-03-01", "600.00"),
        ("2026-03-02", "500.00"),
        ("2026-03-03", "500.00"),
    ]:
        rows = report(office, "trial-balance", f"to={day}")["rows"]
        assert [row["debit"] for row in rows if row["kind"] == "loans_receivable"] == [gross]
        assert report(office, "loan-portfolio", f"to={day}")["summary"]["gross_portfolio"] == (gross or "0.00")
    assert portfolio_on(BEGINNING.date()).gross == 600_00
