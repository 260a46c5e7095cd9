"""A whole loan: disbursed, repaid, settled, written off, recovered, and each of it reversed."""

from dataclasses import dataclass, field, replace
from typing import Literal

from tests.loans.model.accrual import accrue, advance
from tests.loans.model.calendar import Day
from tests.loans.model.payments import pay
from tests.loans.model.payoff import fee_refund
from tests.loans.model.projection import View, view
from tests.loans.model.state import LoanState, Split
from tests.loans.model.terms import Terms

Status = Literal["active", "repaid", "written_off"]


@dataclass
class Payment:
    """A payment that was booked; a reversed one counts as not made."""

    day: Day
    amount: int
    fees: int = 0  # less than zero: what is refunded of the disbursement fee
    is_reversed: bool = False


@dataclass(frozen=True)
class Overpayment:
    """A payment was refused because it is more than what is owed, which is `settlement_amount`."""

    settlement_amount: int


@dataclass
class WriteOff:
    """The principal that was written off, and what was recovered of it."""

    day: Day
    principal: int
    recovered: int = 0


@dataclass(frozen=True)
class Ledger:
    """The balances that one loan leaves on the accounts of the bank and on the account of the member."""

    receivable: int
    interest_income: int
    disbursement_fees: int
    late_fees: int
    written_off: int
    recovered: int
    member: int


@dataclass
class Life:
    """A loan and all that happened to it. Days given to its methods never go back."""

    terms: Terms
    payments: list[Payment] = field(default_factory=list)
    write_off_entry: WriteOff | None = None
    state: LoanState = field(init=False)
    _views: dict[Day, View] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.state = LoanState.disbursed(self.terms)

    @property
    def status(self) -> Status:
        if self.write_off_entry is not None:
            return "written_off"
        return "active" if self.state.repaid_on is None else "repaid"

    @property
    def standing(self) -> list[Payment]:
        """The payments that are not reversed, in the order of their booking."""
        return [payment for payment in self.payments if not payment.is_reversed]

    @property
    def splits(self) -> list[Split]:
        """What each standing payment went to."""
        return self.state.splits

    def view(self, day: Day) -> View:
        """What the API shows of the loan on a day."""
        if day not in self._views:
            shown = view(self.state, day)
            payoff = replace(shown.payoff, fees=-fee_refund(self.terms, day) - self.received_fees)
            self._views[day] = replace(shown, payoff=payoff)
        return self._views[day]

    def repay(self, day: Day, amount: int) -> Payment | Overpayment:
        """More than the payoff but not more than the next instalment pays the payoff; still more is refused."""
        shown = self.view(day)
        owed, due = shown.payoff.total, shown.next_due
        if amount > owed and (due is None or amount > due.amount):
            return Overpayment(owed)
        return self._book(day, min(amount, owed))

    def settle(self, day: Day) -> Payment:
        """Pays exactly what is owed on the day."""
        return self._book(day, self.view(day).payoff.total)

    def _book(self, day: Day, amount: int) -> Payment:
        assert self.status == "active"
        owed = self.view(day).payoff
        fees = owed.fees if amount == owed.total else 0
        pay(self.state, day, amount - fees)
        self._views.clear()
        payment = Payment(day, amount, fees)
        self.payments.append(payment)
        return payment

    def reverse(self, payment: Payment) -> None:
        """What is owed is then what it would be if the payment had not been made; the others keep their amounts.

        Interest stays rounded on the day of the payment.
        """
        assert self.write_off_entry is None
        payment.is_reversed = True
        self._views.clear()
        self.state = LoanState.disbursed(self.terms)
        for other in self.payments:
            if other.is_reversed:
                advance(self.state, other.day)
                accrue(self.state, other.day)
            else:
                pay(self.state, other.day, other.amount - other.fees)

    def write_off(self, day: Day) -> None:
        """Writes the principal off. Interest and fees that were not paid never become income."""
        assert self.status == "active"
        self.write_off_entry = WriteOff(day, self.state.balance)

    def reverse_write_off(self) -> None:
        """The loan is owed again, with all that has accrued meanwhile."""
        assert self.write_off_entry is not None
        assert self.write_off_entry.recovered == 0
        self.write_off_entry = None

    def recover(self, amount: int) -> None:
        """Books money that comes in on a loan that is written off, up to its principal."""
        assert self.write_off_entry is not None
        assert amount <= self.write_off_entry.principal - self.write_off_entry.recovered
        self.write_off_entry.recovered += amount

    @property
    def received_fees(self) -> int:
        """Less than zero: the part of the disbursement fee that payoffs have paid back."""
        return sum(payment.fees for payment in self.standing)

    @property
    def ledger(self) -> Ledger:
        """Payments are taken in cash, less a refund; disbursement and fee go through the account of the member."""
        written_off, recovered = (
            (self.write_off_entry.principal, self.write_off_entry.recovered) if self.write_off_entry else (0, 0)
        )
        return Ledger(
            receivable=self.state.balance - written_off,
            interest_income=sum(split.interest for split in self.splits),
            disbursement_fees=self.terms.disbursement_fee + self.received_fees,
            late_fees=sum(split.penalties for split in self.splits),
            written_off=written_off,
            recovered=recovered,
            member=self.terms.amount - self.terms.disbursement_fee,
        )
