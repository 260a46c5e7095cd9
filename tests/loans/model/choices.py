"""Choices where the documents leave a rule open. The README.md of this folder explains each."""

from typing import Literal

#: Question 3. What the multiple rounds in a flat loan: the whole instalment, or its principal.
FLAT_ROUNDS: Literal["instalment", "principal"] = "instalment"
#: Question 4. The last instalment of a flat loan bears what the rounding of the others has left of the whole interest.
FLAT_LAST_CLOSES_INTEREST = True
#: Question 10. Money beyond a current instalment that is paid: interest accrued since then first, or principal at once.
EXTRA_PAYS_INTEREST_FIRST = False
