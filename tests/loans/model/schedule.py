"""The schedule of a loan: instalments in exact fractions, each rounded once, the last of which closes the balance."""

from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from itertools import pairwise

from tests.loans.model import choices
from tests.loans.model.rounding import round_half_even
from tests.loans.model.terms import Method, Terms


@dataclass(frozen=True)
class PlannedRow:
    """What one instalment consists of if every instalment is paid on its due date."""

    principal: int
    interest: int

    @property
    def total(self) -> int:
        return self.principal + self.interest


class NoEvenInstalments(Exception):
    """The first period is so long that an instalment like the others would not cover its interest."""


@dataclass(frozen=True)
class Amortisation:
    """What is to be paid back in instalments, from a day on: at disbursement, or after a prepayment.

    `factors` holds for each instalment the interest on 1 of each stretch that is rounded by itself (a period, or
    the rest of a period and the next one). `carried` is interest that has accrued before and is due with the first.
    """

    method: Method
    amount: int
    balance: int
    factors: list[list[Fraction]]
    grace: int
    multiple: int
    carried: int = 0

    @property
    def repaying(self) -> int:
        """The number of instalments that pay principal."""
        return len(self.factors) - self.grace

    def interest(self, index: int, balance: int) -> int:
        """The interest of an instalment, each stretch rounded by itself."""
        base = self.amount if self.method == "flat" else balance
        return sum(round_half_even(base * factor) for factor in self.factors[index]) + (index == 0) * self.carried

    def exact_part(self) -> Fraction:
        """The instalment (of an equal principal loan: its principal) that closes the balance without any rounding."""
        if self.method == "equal_principal" or (self.method == "flat" and choices.FLAT_ROUNDS == "principal"):
            return Fraction(self.balance, self.repaying)
        if self.method == "flat":
            interest = sum((f for factors in self.factors[self.grace :] for f in factors), Fraction(0)) * self.amount
            return (self.balance + interest) / self.repaying
        return self._exact_instalment()

    def _exact_instalment(self) -> Fraction:
        """Solves the balance after the last instalment, which is `left - paid * instalment`, for zero."""
        left, paid = Fraction(self.balance), Fraction(0)
        for index, factors in enumerate(self.factors[self.grace :]):
            growth = 1 + sum(factors)
            left, paid = left * growth, paid * growth + 1
            if index == 0 and self.grace == 0:
                left += self.carried
        return left / paid

    def rows(self, part: int) -> list[PlannedRow]:
        """The instalments with this part. They end with the one that closes the balance, at the latest the last."""
        rows: list[PlannedRow] = []
        balance = self.balance
        for index in range(len(self.factors)):
            interest = self.interest(index, balance)
            principal = 0 if index < self.grace else self._principal(part, interest)
            if index == len(self.factors) - 1 or (index >= self.grace and principal >= balance):
                principal = balance
                interest = self._closing_interest(rows, interest)
            rows.append(PlannedRow(principal, interest))
            balance -= principal
            if balance == 0:
                break
        return rows

    def _closing_interest(self, rows: list[PlannedRow], interest: int) -> int:
        """The interest of the last instalment. That of a flat loan closes the whole in the last month, rounded once."""
        if self.method != "flat" or not choices.FLAT_LAST_CLOSES_INTEREST or len(rows) + 1 < len(self.factors):
            return interest
        exact = sum((factor for factors in self.factors for factor in factors), Fraction(0))
        return max(round_half_even(exact * self.amount) - sum(row.interest for row in rows), 0)

    def _principal(self, part: int, interest: int) -> int:
        whole_is_rounded = self.method == "declining_balance" or (
            self.method == "flat" and choices.FLAT_ROUNDS == "instalment"
        )
        return part - interest if whole_is_rounded else part

    def is_even(self, part: int, rows: list[PlannedRow]) -> bool:
        """True if every instalment after the grace pays principal and the last is at most 1.5 times the others."""
        repaying = rows[self.grace :]
        if any(row.principal <= 0 for row in repaying):
            return False
        whole_is_rounded = self._principal(part, 1) != part
        last = repaying[-1].total if whole_is_rounded else repaying[-1].principal
        return len(repaying) == 1 or 2 * last <= 3 * part

    def part(self, most: int | None = None) -> int:
        """The part on the multiple; if that makes a balloon, in minor units; else units more and an earlier end.

        The units that are tried are those up to `most`, by default two more than the exact part has.
        """
        exact = self.exact_part()
        for multiple in (self.multiple, 1):
            part = round_half_even(exact, multiple)
            rows = self.rows(part)
            if len(rows) == len(self.factors) and self.is_even(part, rows):
                return part
        whole = exact.numerator // exact.denominator
        for part in range(whole, (whole + 2 if most is None else most) + 1):
            if self.is_even(part, self.rows(part)):
                return part
        raise NoEvenInstalments


def amortisation(terms: Terms) -> Amortisation:
    """The whole loan, from its disbursement."""
    days = [terms.disbursed_on, *terms.due_dates]
    factors = [[terms.factor(start, end)] for start, end in pairwise(days)]
    return Amortisation(terms.method, terms.amount, terms.amount, factors, terms.grace, terms.multiple)


@cache
def planned_schedule(terms: Terms) -> tuple[int, tuple[PlannedRow, ...]]:
    """The part and the instalments of a quote."""
    plan = amortisation(terms)
    part = plan.part()
    return part, tuple(plan.rows(part))


def planned_rows(terms: Terms) -> tuple[PlannedRow, ...]:
    """The instalments of a quote."""
    return planned_schedule(terms)[1]
