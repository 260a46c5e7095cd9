"""The guards of the money, in the same list as the others: how each is taken out, and the test that then fails."""

from tests.concurrency.guards import BOTH, MARIADB, Guard

RACES = "test_money_races.py::test_"
WITHDRAWALS = RACES + "of_100_withdrawals_of_the_whole_balance_one_is_paid"
ONE_KEY = RACES + "50_calls_under_one_key_have_one_effect_and_one_answer"
REFUSED = RACES + "50_calls_under_one_key_are_refused_once_and_stay_refused_when_the_money_has_come"
TWO_BODIES = RACES + "of_two_payments_under_one_key_one_is_made_and_the_other_refused"
DAY = RACES + "of_20_transfers_at_once_from_five_accounts_as_many_pass_as_the_day_allows"
REVERSALS = RACES + "of_20_reversals_of_one_transaction_one_is_made_while_transfers_go_both_ways"
BOTH_WAYS = RACES + "transfers_both_ways_wait_for_each_other_and_never_deadlock"
CLOSED = RACES + "no_money_is_on_an_account_once_it_is_closed"
TILL = RACES + "20_first_deposits_of_a_cashier_open_one_till"
KILLED = "test_killed_workers.py::test_payments_retried_over_killed_workers_are_made_once"
BANK = "test_bank.py::test_while_32_clients_transfer_at_random_every_reader_sees_the_same_total"

LEDGER, SERVICES, KEYS = "transactions/ledger.py", "transactions/services.py", "core/idempotency.py"
LOCK = 'Account.objects.select_for_update().filter(pk__in=ids).order_by("pk")'

# fmt: off
MONEY_GUARDS = [
    Guard(
        LEDGER, "lock", "the accounts are read without a lock",
        LOCK, LOCK.replace(".select_for_update()", ""), WITHDRAWALS, MARIADB,
    ),
    Guard(
        LEDGER, "lock", "the accounts are read without a lock, in the bank's full swing",
        LOCK, LOCK.replace(".select_for_update()", ""), BANK, MARIADB,
    ),
    Guard(
        LEDGER, "lock", "one after the other, not in order",
        LOCK, "[Account.objects.select_for_update().get(pk=account.pk) for account in accounts if account.pk in ids]",
        BOTH_WAYS, MARIADB,
    ),
    Guard(
        LEDGER, "check", "on the balance as it was before the lock",
        "account = locked.get(leg.account.pk)\n        if account is None:",
        "account = leg.account if leg.account.pk in locked else None\n        if account is None:",
        WITHDRAWALS, MARIADB,
    ),
    Guard(
        LEDGER, "check", "the balance is not checked", "account.available + leg.change < 0:", "False:",
        WITHDRAWALS, BOTH,
    ),
    Guard(
        "accounts/services.py", "change_status", "the account is read without a lock",
        "Account.objects.select_for_update().get(", "Account.objects.get(", CLOSED, MARIADB,
    ),
    Guard(
        LEDGER, "check", "whether it is closed is asked before the lock",
        "if account.status == Status.CLOSED:", "if leg.account.status == Status.CLOSED:", CLOSED, MARIADB,
    ),
    Guard(
        "accounts/services.py", "till_of", "who loses at UNIQUE does not take the winner's till",
        "except IntegrityError:", "except ZeroDivisionError:", TILL, MARIADB,
    ),
    Guard(
        "transactions/limits.py", "count_transfer", "reads, then writes",
        "total = _add(actor.pk, now().date(), amount)",
        "total = sum(__import__('transactions.models').models.DailyTransfers.objects.filter(user_id=actor.pk)"
        ".values_list('amount', flat=True)) + amount + 0 * _add(actor.pk, now().date(), amount)",
        DAY, MARIADB,
    ),
    Guard(
        "transactions/selectors.py", "transaction_to_reverse", "the transaction is read without a lock",
        "Transaction.objects.select_for_update().filter(", "Transaction.objects.filter(", REVERSALS, MARIADB,
    ),
    Guard(
        SERVICES, "reverse_transaction", "whether it is reversed already is not asked",
        "if Transaction.objects.filter(reverses=original).exists():", "if False:", REVERSALS, BOTH,
    ),
    Guard(
        KEYS, "_first", "the key is not claimed",
        "    _claim(call)\n    body = verb()", "    body = verb()", ONE_KEY, BOTH,
    ),
    Guard(
        KEYS, "_first", "the key is claimed in a transaction of its own",
        "    _claim(call)\n    body = verb()",
        "    _claim(call)\n    with connection.cursor() as cursor:\n        cursor.execute('COMMIT')\n"
        "        cursor.execute('BEGIN')\n    body = verb()",
        KILLED, BOTH,
    ),
    Guard(
        KEYS, "_answered", "what was asked for under the key is not compared",
        "if row.fingerprint != call.fingerprint:", "if False:", TWO_BODIES, BOTH,
    ),
    Guard(
        KEYS, "once", "a refusal is not stored",
        "return _store_refusal(call, refusal)", "raise", REFUSED, BOTH,
    ),
    Guard(
        "core/writes.py", "one_transaction", "a posting is no transaction",
        "with transaction.atomic(durable=True):", "with __import__('contextlib').nullcontext():", KILLED,
    ),
]
# fmt: on
