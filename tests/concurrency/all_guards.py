"""All guards, in the order in which docs/proofs.md has them."""

from tests.concurrency.guards import GUARDS
from tests.concurrency.loan_guards import LOAN_GUARDS
from tests.concurrency.money_guards import MONEY_GUARDS

ALL_GUARDS = GUARDS + MONEY_GUARDS + LOAN_GUARDS
