"""The mutants of tills and the vault: the guard that each lacks, and the test that must fail without it."""

from tools.mutation_tests import replacements
from tools.mutation_tests.mutant import BOTH, MARIADB, Mutant
from tools.mutation_tests.operators import wrap_call

LAST_CASH = (
    "tests/concurrency/test_cash_races.py::test_last_cash_of_a_till_is_paid_out_exactly_by_20_concurrent_withdrawals"
)
WAITS = "tests/concurrency/test_lock_waits.py::test_"
WITHDRAWALS = WAITS + "two_withdrawals_of_the_last_cash_that_wait_for_the_till_pay_out_once"
COUNTS = WAITS + "two_counts_that_wait_for_the_till_book_its_difference_once"
COMMANDS = WAITS + "two_commands_that_wait_for_a_negative_till_fund_it_once"
VAULT = WAITS + "funding_and_payments_of_the_last_cash_that_wait_for_the_vault_pay_out_once"

# fmt: off
CASH_MUTANTS = [
    Mutant("cash-check", "the cash is not compared with what is paid out", LAST_CASH, BOTH),
    Mutant(
        "till-lock", "the till is not locked, for a withdrawal",
        WITHDRAWALS, MARIADB, wrap_call(replacements.unlocked),
    ),
    Mutant("cash-lock", "the vault is not locked", VAULT, MARIADB, wrap_call(replacements.unlocked)),
    Mutant("count-lock", "the till is not locked, for a count", COUNTS, MARIADB, wrap_call(replacements.unlocked)),
    Mutant("fund-lock", "the tills are not locked while negative ones are funded", COMMANDS, MARIADB),
]
# fmt: on
