"""The guards of the money, in the same list as the others."""

from tests.concurrency import mutations, replacements
from tests.concurrency.guards import BOTH, MARIADB, Guard
from tests.concurrency.mutations import called_through, through

RACES = "tests/concurrency/test_money_races.py::test_"
WITHDRAWALS = RACES + "of_100_withdrawals_of_the_whole_balance_one_is_paid"
TRANSFERS = RACES + "of_50_transfers_of_the_whole_balance_one_is_made"
ONE_KEY = RACES + "50_calls_under_one_key_have_one_effect_and_one_answer"
REFUSED = RACES + "50_calls_under_one_key_are_refused_once_and_stay_refused_when_the_money_has_come"
TWO_BODIES = RACES + "of_two_payments_under_one_key_one_is_made_and_the_other_refused"
DAY = RACES + "of_20_transfers_at_once_from_five_accounts_as_many_pass_as_the_day_allows"
REVERSALS = RACES + "of_20_reversals_of_one_transaction_one_is_made_while_transfers_go_both_ways"
BOTH_WAYS = RACES + "transfers_both_ways_wait_for_each_other_and_never_deadlock"
CLOSED = RACES + "no_money_is_on_an_account_once_it_is_closed"
TILL = RACES + "20_first_deposits_of_a_cashier_open_one_till"
KILLED = "tests/concurrency/test_killed_workers.py::test_payments_retried_over_killed_workers_are_made_once"
OUTSIDE = (
    "tests/transactions/test_outside_transaction.py::"
    "test_service_outside_of_a_transaction_writes_nothing_when_its_audit_row_fails[transfer]"
)
BANK = "tests/concurrency/test_bank.py::test_while_32_clients_transfer_at_random_every_reader_sees_the_same_total"

# fmt: off
MONEY_GUARDS = [
    Guard(
        "account-lock", "the accounts are read without a lock", WITHDRAWALS, MARIADB, through(replacements.empty),
    ),
    Guard(
        "account-lock", "the accounts are read without a lock, in the bank's full swing", BANK, MARIADB,
        through(replacements.empty),
    ),
    Guard(
        "account-lock-order", "one after the other, not in order", BOTH_WAYS, MARIADB,
        through(replacements.one_by_one),
    ),
    Guard(
        "check-after-lock", "on the balance as it was before the lock", TRANSFERS, MARIADB,
        through(replacements.funded_before_the_lock),
    ),
    Guard("balance-check", "the balance is not checked", WITHDRAWALS, BOTH),
    Guard("status-change-lock", "the account is read without a lock", CLOSED, MARIADB),
    Guard(
        "check-after-lock", "whether it is closed is asked before the lock", CLOSED, MARIADB,
        through(replacements.closed_before_the_lock),
    ),
    Guard("till-insert-race", "who loses at UNIQUE does not take the winner's till", TILL, MARIADB),
    Guard("daily-total", "reads, then writes", DAY, MARIADB, through(replacements.read_then_added)),
    Guard("reversal-lock", "the transaction is read without a lock", REVERSALS, MARIADB),
    Guard("reversed-once", "whether it is reversed already is not asked", REVERSALS, BOTH),
    Guard("key-claim", "the key is not claimed", ONE_KEY, BOTH),
    Guard(
        "key-claim", "the key is claimed in a transaction of its own", KILLED, BOTH,
        called_through(replacements.committed_at_once),
    ),
    Guard("key-fingerprint", "what was asked for under the key is not compared", TWO_BODIES, BOTH),
    Guard("refusal-stored", "a refusal is not stored", REFUSED, BOTH, mutations.always),
    Guard("write-transaction", "a posting is no transaction", KILLED),
    Guard("needs-transaction", "a service called outside of a transaction runs", OUTSIDE, BOTH),
]
# fmt: on
