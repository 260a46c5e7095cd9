"""A payment, and what it was booked as."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Split:
    """What an amount goes to, in minor units. `fees` is negative where a payoff refunds a part of the fee."""

    penalties: int = 0
    fees: int = 0
    interest: int = 0
    principal: int = 0

    @property
    def total(self) -> int:
        """The sum of all parts."""
        return self.penalties + self.fees + self.interest + self.principal


@dataclass(frozen=True)
class Payment:
    """A payment on a day of the bank.

    A reversed payment does not count, but interest stays rounded on its day: otherwise its reversal could lower what
    has accrued below what later payments have paid. A payment `by_instalments` was made under the rules of an
    earlier release: it paid future instalments with their interest.
    """

    day: date
    split: Split
    is_reversed: bool = False
    by_instalments: bool = False
