"""The demo bank's loans, one in each status and one forty days late, through the services; the same in every load."""

from datetime import date, timedelta
from typing import Any

from dateutil.relativedelta import relativedelta
from django.conf import settings

from accounts.enums import AccountType
from accounts.services import open_account
from core.client_info import SYSTEM_CLIENT
from core.clock import override_now
from core.dates import start_of_day, today
from core.db.transactions import within_current_transaction
from demo.transactions import to_amount
from loans.enums import DayCount, Method
from loans.models import Loan, Product
from loans.services.decisions import apply_for_loan, approve_loan, cancel_loan, reject_loan
from loans.services.disbursement import disburse_loan
from loans.services.products import create_product
from loans.services.repayment import repay_loan
from loans.services.write_off import write_off_loan
from users.models import User

LATE = 40  # days
# Accounts of their own, so that the loans do not change those of `demo.transactions`.
OF_MARIA, OF_MATTHEW = "100000000481", "100000000578"
MORNING = timedelta(hours=10)
LAST_PURPOSE = "Water tank"  # of the loan that is loaded last


def load_loans(people: dict[str, User]) -> None:
    """Two products, eight loans; in the caller's transaction."""
    _Loans(people).run()


def is_loaded() -> bool:
    """Whether the loan that is loaded last exists, and so all others."""
    return Loan.objects.filter(account__number=OF_MARIA, purpose=LAST_PURPOSE).exists()


class _Loans:
    def __init__(self, people: dict[str, User]) -> None:
        self.maria, self.matthew = people["member@example.com"], people["member2@example.com"]
        self.carla, self.monica = people["cashier@bank.com"], people["manager@bank.com"]
        self.today = today()

    def run(self) -> None:
        """Loads them from the oldest to the newest."""
        with override_now(start_of_day(self.today - timedelta(days=300)) + MORNING):
            household = self._product("Household", "12", Method.DECLINING_BALANCE, "200", "20000", 60)
            harvest = self._product("Harvest", "18.5", Method.FLAT, "100", "5000", 12)
            self._account(OF_MARIA, self.maria)
            self._account(OF_MATTHEW, self.matthew)
        self._written_off(harvest)
        self._late(household)
        self._repaid(harvest)
        self._running(household)
        self._refused(household)
        self._waiting(household, harvest)

    def _written_off(self, product: Product) -> None:
        loan = self._disbursed(product, self.matthew, "400", 6, "Seeds", self.today - timedelta(days=290))
        with override_now(self._at(self.today - timedelta(days=20))):
            write_off_loan(actor=self.monica, loan_id=loan.pk, reason="Harvest lost to hail", client=SYSTEM_CLIENT)

    def _late(self, product: Product) -> None:
        """A loan with an instalment that fell due forty days ago; those before it were paid on their due dates.

        Due dates keep the day of the first one: a due date on 31 July needs a first one on the 31st, too.
        """
        due, month = self.today - timedelta(days=LATE), relativedelta(months=1)
        months = next(m for m in range(1, 8) if due - m * month + month + (m - 1) * month == due)
        loan = self._disbursed(product, self.matthew, "3000", 12, "Motorcycle", due - relativedelta(months=months))
        self._pay_first(loan, months - 1)

    def _repaid(self, product: Product) -> None:
        loan = self._disbursed(product, self.maria, "250", 2, "School books", self.today - timedelta(days=100))
        self._pay_first(loan, 2)

    def _running(self, product: Product) -> None:
        loan = self._disbursed(product, self.maria, "6000", 24, "Roof", self.today - timedelta(days=75))
        self._pay_first(loan, 2)

    def _refused(self, product: Product) -> None:
        rejected = self._applied(
            product, self.matthew, "15000", 48, "Second motorcycle", self.today - timedelta(days=15)
        )
        cancelled = self._applied(product, self.maria, "900", 12, "Sewing machine", self.today - timedelta(days=12))
        with override_now(self._at(self.today - timedelta(days=10))):
            within_current_transaction(reject_loan)(
                actor=self.monica, loan_id=rejected.pk, reason="A loan is in arrears", client=SYSTEM_CLIENT
            )
            within_current_transaction(cancel_loan)(actor=self.maria, loan_id=cancelled.pk, client=SYSTEM_CLIENT)

    def _waiting(self, household: Product, harvest: Product) -> None:
        self._approved(harvest, self.maria, "1200", 8, "Fertiliser", self.today - timedelta(days=3))
        self._applied(household, self.maria, "2500", 18, LAST_PURPOSE, self.today - timedelta(days=1))

    def _product(self, name: str, rate: str, method: Method, least: str, most: str, months: int) -> Product:
        fields: dict[str, Any] = {
            "name": name,
            "rate_millionths": int(float(rate) * 10**6),
            "method": method,
            "day_count": DayCount.THIRTY_360,
            "min_amount": to_amount(least),
            "max_amount": to_amount(most),
            "min_term_months": 1,
            "max_term_months": months,
            "currency": settings.BANK_CURRENCY,
        }
        return within_current_transaction(create_product)(actor=self.monica, fields=fields, client=SYSTEM_CLIENT)

    def _account(self, number: str, owner: User) -> None:
        options = {"kind": AccountType.SAVINGS, "name": "Loans", "currency": settings.BANK_CURRENCY, "number": number}
        within_current_transaction(open_account)(actor=self.carla, owner_id=owner.pk, client=SYSTEM_CLIENT, **options)

    def _applied(self, product: Product, member: User, amount: str, months: int, purpose: str, day: date) -> Loan:
        number = OF_MARIA if member == self.maria else OF_MATTHEW
        with override_now(self._at(day)):
            return within_current_transaction(apply_for_loan)(
                actor=member,
                product_id=product.pk,
                amount=to_amount(amount),
                term_months=months,
                purpose=purpose,
                number=number,
                client=SYSTEM_CLIENT,
            )

    def _approved(self, product: Product, member: User, amount: str, months: int, purpose: str, day: date) -> Loan:
        loan = self._applied(product, member, amount, months, purpose, day)
        with override_now(self._at(day) + timedelta(hours=2)):
            return within_current_transaction(approve_loan)(
                actor=self.monica, loan_id=loan.pk, note="", client=SYSTEM_CLIENT
            )

    def _disbursed(self, product: Product, member: User, amount: str, months: int, purpose: str, day: date) -> Loan:
        loan = self._approved(product, member, amount, months, purpose, day)
        with override_now(self._at(day) + timedelta(hours=3)):
            disburse_loan(actor=self.carla, loan_id=loan.pk, client=SYSTEM_CLIENT)
        return loan

    def _pay_first(self, loan: Loan, count: int) -> None:
        """Pays the first `count` instalments on their due dates, in cash."""
        for row in loan.instalments.order_by("number")[:count]:
            with override_now(self._at(row.due_date)):
                amount = row.principal + row.interest
                repay_loan(actor=self.carla, loan_id=loan.pk, amount=amount, from_number=None, client=SYSTEM_CLIENT)

    def _at(self, day: date) -> Any:
        return start_of_day(day) + MORNING
