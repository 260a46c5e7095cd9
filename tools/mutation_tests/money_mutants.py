"""The mutants of payments and the ledger: the guard that each lacks, and the test that must fail without it."""

from tools.mutation_tests import operators, replacements
from tools.mutation_tests.mutant import BOTH, MARIADB, Mutant
from tools.mutation_tests.operators import wrap, wrap_call

RACES = "tests/concurrency/test_money_races.py::test_"
WAITS = "tests/concurrency/test_lock_waits.py::test_"
WAITING = WAITS + "transfer_waits_for_another_that_has_read_the_account_and_is_refused"
TWO_REVERSALS = WAITS + "two_reversals_that_have_read_the_account_and_wait_for_it_leave_no_negative_balance"
CLOSED_MEANWHILE = WAITS + "reversal_that_waits_while_the_account_is_closed_is_refused"
WITHDRAWALS = RACES + "100_concurrent_withdrawals_of_the_whole_balance_pay_out_once"
ONE_KEY = RACES + "50_concurrent_requests_with_one_idempotency_key_are_posted_once"
REFUSED = RACES + "refusal_of_50_concurrent_requests_with_one_idempotency_key_is_replayed_after_a_deposit"
TWO_BODIES = RACES + "two_different_payments_with_one_idempotency_key_are_posted_once"
DAY = RACES + "20_concurrent_transfers_from_five_accounts_stop_at_the_daily_limit"
REVERSALS = RACES + "20_concurrent_reversals_during_transfers_reverse_the_transaction_once"
BOTH_WAYS = RACES + "concurrent_transfers_in_both_directions_do_not_deadlock"
CLOSED = RACES + "account_closed_during_transfers_has_a_zero_balance"
TILL = RACES + "20_concurrent_first_deposits_of_a_cashier_open_one_till"
PAYEE = RACES + "10_concurrent_first_transfers_to_a_payee_queue_one_mail"
KILLED = "tests/concurrency/test_killed_workers.py::test_payments_retried_over_killed_workers_are_made_once"
OUTSIDE = (
    "tests/transactions/test_outside_transaction.py::"
    "test_service_outside_a_transaction_writes_nothing_if_its_audit_row_fails[transfer]"
)

# fmt: off
MONEY_MUTANTS = [
    Mutant("account-lock", "the accounts are read without a lock", WAITING, MARIADB, wrap(replacements.empty)),
    Mutant(
        "account-lock-order", "the accounts are locked one by one, in any order",
        BOTH_WAYS, MARIADB, wrap(replacements.one_by_one),
    ),
    Mutant(
        "check-after-lock", "the balance is checked before the lock",
        TWO_REVERSALS, MARIADB, wrap(replacements.funded_before_the_lock),
    ),
    Mutant("balance-check", "the balance is not checked", WITHDRAWALS, BOTH),
    Mutant("status-change-lock", "the account is read without a lock", CLOSED, MARIADB),
    Mutant(
        "check-after-lock", "the status is checked before the lock",
        CLOSED_MEANWHILE, MARIADB, wrap(replacements.closed_before_the_lock),
    ),
    Mutant("till-insert-race", "the loser at UNIQUE does not read the winner's till", TILL, MARIADB),
    Mutant("daily-total", "the day's total is read, then written", DAY, MARIADB, wrap(replacements.read_then_added)),
    Mutant("reversal-lock", "the transaction is read without a lock", REVERSALS, MARIADB),
    Mutant("reversed-once", "an earlier reversal is not looked for", REVERSALS, BOTH),
    Mutant("mail-once", "the mail of a new payee has no key", PAYEE, MARIADB, operators.set_value(None)),
    Mutant("key-claim", "the key is not claimed", ONE_KEY, BOTH),
    Mutant(
        "key-claim", "the key is claimed in a transaction of its own",
        KILLED, BOTH, wrap_call(replacements.committed_at_once),
    ),
    Mutant("key-fingerprint", "the fingerprint of the request is not compared", TWO_BODIES, BOTH),
    Mutant("refusal-stored", "a refusal is not stored", REFUSED, BOTH, operators.always_true),
    Mutant("write-transaction", "a posting runs without a transaction", KILLED),
    Mutant("needs-transaction", "a service runs outside a transaction", OUTSIDE, BOTH),
]
# fmt: on
