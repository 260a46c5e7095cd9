"""Random sequences of operations on a few loans over time, by the services."""

from datetime import UTC, datetime, timedelta

from core.authorization.roles import Role
from core.client_info import SYSTEM_CLIENT
from core.clock import override_now
from core.db.transactions import atomic_with_retry
from core.exceptions import ApplicationError
from loans.models import Loan
from loans.selectors import debt_of
from loans.services.decisions import apply_for_loan, approve_loan, cancel_loan
from loans.services.disbursement import disburse_loan
from loans.services.repayment import repay_loan
from loans.services.write_off import write_off_loan
from tests.loan_factories import create_product
from tests.loans.loan_helpers import open_funded_account
from transactions.models import Transaction
from transactions.payments.services import reverse_transaction
from users.models import User

START = datetime(2026, 1, 31, 12, tzinfo=UTC)
METHODS = ["declining_balance", "equal_principal", "flat"]
DAY_COUNTS = ["30/360", "actual/365"]
PREPAYMENTS = ["shorter_term", "lower_instalment"]


def people():
    """A member, a cashier and a manager without passwords, because no one logs in."""
    roles = [Role.MEMBER, Role.CASHIER, Role.MANAGER]
    return [User.objects.create(email=f"{r}@sequence.example", full_name=r.title(), role=r) for r in roles]


class LoanSequence:
    """`run` runs one operation on one of the loans, some days later; `days` counts the days since the start."""

    def __init__(self, people, count=3):
        self.member, self.cashier, self.manager = people
        self.days = 0
        with self.now():
            accounts = [open_funded_account(self.member, self.cashier, 5_000_00) for _ in range(2)]
            self.loans = [self.create_approved_loan(accounts[i % 2], i) for i in range(count)]

    def now(self):
        return override_now(START + timedelta(days=self.days))

    @property
    def today(self):
        return (START + timedelta(days=self.days)).date()

    def create_approved_loan(self, number, i):
        options = {
            "method": METHODS[i % 3],
            "day_count": DAY_COUNTS[i % 2],
            "principal_grace_months": i % 2,
            "prepayment": PREPAYMENTS[i % 2],
            "late_fee": 7_50 * (i % 2),
            "late_fee_after_days": 10,
            "disbursement_fee": 12_34 * (i % 2),
        }
        product = create_product(name=f"Product {i}", **options | {"min_term_months": 2, "rate_millionths": 36_000_000})
        application = {"product_id": product.pk, "amount": 1_000_00 + i, "term_months": 3 + i, "number": number}
        loan = apply_for_loan(actor=self.member, purpose="x", client=SYSTEM_CLIENT, **application)
        return approve_loan(actor=self.manager, loan_id=loan.pk, note="", client=SYSTEM_CLIENT).pk

    def run(self, operation, index, size, days):
        """Returns whether the operation succeeded. Only an `ApplicationError` may make it fail."""
        self.days += days
        loan_id = self.loans[index % len(self.loans)]
        with self.now():
            try:
                getattr(self, operation)(loan_id, size)
            except ApplicationError:
                return False
        return True

    def disburse(self, loan_id, size):
        atomic_with_retry(disburse_loan)(actor=self.cashier, loan_id=loan_id, client=SYSTEM_CLIENT)

    def cash(self, loan_id, size):
        """Repays a part of the payoff amount, or slightly more than all of it, in cash."""
        debt = debt_of(Loan.objects.get(pk=loan_id))
        self.pay(self.cashier, loan_id, 1 + (debt.payoff.total + 3) * size // 1000 if debt else 1)

    def instalment(self, loan_id, size):
        debt = debt_of(Loan.objects.get(pk=loan_id))
        self.pay(self.member, loan_id, debt.next_due.left if debt and debt.next_due else 1)

    def settle(self, loan_id, size):
        debt = debt_of(Loan.objects.get(pk=loan_id))
        self.pay(self.member if size % 2 else self.cashier, loan_id, debt.payoff.total if debt else 1)

    def pay(self, actor, loan_id, amount):
        options = {"loan_id": loan_id, "amount": amount, "from_number": None, "client": SYSTEM_CLIENT}
        atomic_with_retry(repay_loan)(actor=actor, **options)

    def write_off(self, loan_id, size):
        atomic_with_retry(write_off_loan)(actor=self.manager, loan_id=loan_id, reason="x", client=SYSTEM_CLIENT)

    def cancel(self, loan_id, size):
        cancel_loan(actor=self.member, loan_id=loan_id, client=SYSTEM_CLIENT)

    def reverse(self, loan_id, size):
        """Reverses any transaction."""
        numbers = list(Transaction.objects.order_by("-pk").values_list("pk", flat=True))
        options = {"transaction_id": numbers[size * len(numbers) // 1001], "reason": "x", "client": SYSTEM_CLIENT}
        atomic_with_retry(reverse_transaction)(actor=self.manager, **options)

    def day(self, days):
        """The date `days` after the start."""
        return (START + timedelta(days=days)).date()
