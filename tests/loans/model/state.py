"""What is owed on a loan at one moment: principal, and what each instalment has accrued and been paid."""

import copy
from dataclasses import dataclass, field

from tests.loans.model.calendar import Day
from tests.loans.model.schedule import planned_schedule
from tests.loans.model.terms import Terms


@dataclass
class Row:
    """One instalment. `due_principal` is None until the due date has come or the instalment is paid.

    `planned` and `charge` are the principal and the interest that a flat loan plans for it; `quoted` and
    `quoted_charge` are those of the quote.
    """

    number: int
    start: Day
    due: Day
    planned: int = 0
    quoted: int = 0
    charge: int = 0
    quoted_charge: int = 0
    interest: int = 0
    interest_paid: int = 0
    due_principal: int | None = None
    principal_paid: int = 0
    penalty: int = 0
    penalty_paid: int = 0
    balance_after: int | None = None
    late_fee_charged: bool = False

    @property
    def interest_left(self) -> int:
        return self.interest - self.interest_paid

    @property
    def principal_left(self) -> int:
        return 0 if self.due_principal is None else self.due_principal - self.principal_paid

    @property
    def penalty_left(self) -> int:
        return self.penalty - self.penalty_paid

    @property
    def left(self) -> int:
        """What is left to pay of an instalment that has fallen due."""
        return self.penalty_left + self.interest_left + self.principal_left

    @property
    def is_settled(self) -> bool:
        return self.due_principal is not None and self.left == 0


@dataclass
class Split:
    """What a payment went to."""

    principal: int = 0
    interest: int = 0
    penalties: int = 0

    @property
    def total(self) -> int:
        return self.principal + self.interest + self.penalties

    def __add__(self, other: "Split") -> "Split":
        return Split(self.principal + other.principal, self.interest + other.interest, self.penalties + other.penalties)


@dataclass
class LoanState:
    """A loan between two events. `accrued_to` is the last day to which interest is rounded and booked on a row.

    `planned` is the number of instalments of the quote.
    """

    terms: Terms
    part: int
    rows: list[Row]
    planned: int
    balance: int
    today: Day
    accrued_to: Day
    interest_accrued: int = 0
    splits: list[Split] = field(default_factory=list)
    repaid_on: Day | None = None

    @classmethod
    def disbursed(cls, terms: Terms) -> "LoanState":
        """The loan on the day of its disbursement."""
        part, planned = planned_schedule(terms)
        starts = [terms.disbursed_on, *terms.due_dates]
        rows = [
            Row(
                number + 1, starts[number], starts[number + 1], row.principal, row.principal, row.interest, row.interest
            )
            for number, row in enumerate(planned)
        ]
        return cls(terms, part, rows, len(rows), terms.amount, terms.disbursed_on, terms.disbursed_on)

    def copy(self) -> "LoanState":
        """A copy with rows of its own; `deepcopy` would take most of the time of the model."""
        twin = copy.copy(self)
        twin.rows = [copy.copy(row) for row in self.rows]
        twin.splits = list(self.splits)
        return twin

    def overdue(self, day: Day) -> list[Row]:
        """Instalments due before `day` of which something is left, the oldest first."""
        return [row for row in self.rows if row.due < day and not row.is_settled]

    def current(self, day: Day) -> Row | None:
        """The instalment of the period that `day` is in; its due date belongs to the period."""
        return next((row for row in self.rows if row.due >= day), None)

    def accruing(self) -> Row:
        """The instalment that interest after `accrued_to` is due with. If that of the period is paid, the next."""
        for row in self.rows:
            if row.due > self.accrued_to and not row.is_settled:
                return row
        return self.rows[-1]

    @property
    def unassigned(self) -> int:
        """The principal that no instalment which has fallen due contains."""
        return self.balance - sum(row.principal_left for row in self.rows)

    @property
    def interest_left(self) -> int:
        return sum(row.interest_left for row in self.rows)

    @property
    def penalties_left(self) -> int:
        return sum(row.penalty_left for row in self.rows)

    @property
    def owed(self) -> int:
        """All that is owed at `accrued_to`."""
        return self.balance + self.interest_left + self.penalties_left
