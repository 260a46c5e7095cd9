"""Choices where the documents leave a rule open. The README.md of this folder explains each."""

from typing import Literal

#: Q3. What the multiple rounds in a flat loan: the whole instalment, or its principal.
FLAT_ROUNDS: Literal["instalment", "principal"] = "instalment"
#: Q4. The last instalment of a flat loan bears what the rounding of the others has left of the whole interest.
FLAT_LAST_CLOSES_INTEREST = True
#: Q9. Money beyond a current instalment that is already paid: interest accrued since then first, or principal at once.
EXTRA_PAYS_INTEREST_FIRST = False
#: Q12. In a flat loan, overdue principal earns interest in addition to the flat interest of the term.
FLAT_OVERDUE_EARNS_IN_TERM = True
