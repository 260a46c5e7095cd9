"""The mutants of tills and the vault: the guard that each lacks, and the test that must fail without it."""

from tools.mutation_tests import replacements
from tools.mutation_tests.mutant import BOTH, MARIADB, Mutant
from tools.mutation_tests.operators import wrap_call

RACES = "tests/concurrency/test_cash_races.py::test_"
LAST_CASH = RACES + "last_cash_of_a_till_is_paid_out_exactly_by_20_concurrent_withdrawals"
COUNTS = RACES + "concurrent_counts_of_a_till_account_for_every_deposit_once"
VAULT = RACES + "funding_of_tills_and_payments_out_of_the_vault_share_its_last_cash"

# fmt: off
CASH_MUTANTS = [
    Mutant("cash-check", "the cash is not compared with what is paid out", LAST_CASH, BOTH),
    Mutant(
        "till-lock", "the till is not locked, for a withdrawal",
        LAST_CASH, MARIADB, wrap_call(replacements.unlocked),
    ),
    Mutant("cash-lock", "the vault is not locked", VAULT, MARIADB, wrap_call(replacements.unlocked)),
    Mutant("count-lock", "the till is not locked, for a count", COUNTS, MARIADB, wrap_call(replacements.unlocked)),
]
# fmt: on
