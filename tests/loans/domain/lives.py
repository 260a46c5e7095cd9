"""Random lives of loans in the domain alone: payments, reversals and payoffs on days that go on."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from loans.domain.allocation import allocate
from loans.domain.payments import Payment
from loans.domain.payoff import payoff
from loans.domain.replay import replay
from loans.domain.schedule import schedule_of


@dataclass
class Life:
    """A loan and its payments; `day` is the present day."""

    terms: object
    day: date = None
    payments: list = field(default_factory=list)

    def __post_init__(self):
        self.rows = schedule_of(self.terms)
        self.day = self.terms.disbursed_on

    @property
    def loan(self):
        return replay(self.terms, self.rows, self.payments).at(self.day)

    def wait(self, days):
        self.day += timedelta(days=days)

    def pay(self, amount):
        """Pays an amount, or what settles the loan if that is less; returns what it was allocated to."""
        loan = self.loan
        owed = payoff(loan)
        split = owed if amount >= owed.total else allocate(loan, amount)
        self.payments.append(Payment(self.day, split))
        return split

    def settle(self):
        return self.pay(payoff(self.loan).total)

    def reverse(self, index):
        old = self.payments[index]
        self.payments[index] = Payment(old.day, old.split, is_reversed=True)
