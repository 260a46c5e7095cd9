"""Locks accounts, checks them, and writes a transaction with its entries: the only code that changes a balance.

The SQL is written out, because every round trip is made under a lock (docs/performance.md): one SELECT … FOR UPDATE in
ascending order of ids, one INSERT of the transaction, one of all entries, one UPDATE of all balances
(`accounts.balances`). Nothing here works outside a transaction: the locks would end with their statement, and a failure
would leave half a posting.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from accounts import balances
from accounts.enums import Status
from accounts.exceptions import AccountClosed, AccountFrozen
from accounts.models import Account
from core.dates import bank_day
from core.db.clock import check_clock
from core.db.deferred import GeneratedKey, execute_all_deferred, execute_deferred, execute_insert_deferred
from core.db.sql import insert_sql
from core.db.transactions import require_transaction
from core.money import MAX_MINOR
from core.text import search_key
from transactions.enums import Direction, TransactionType
from transactions.exceptions import BalanceTooLarge, CurrencyMismatch, InsufficientFunds
from transactions.ledger.booking_time import booking_time
from transactions.ledger.cash import check_cash, lock_cash
from transactions.metrics import POSTINGS
from transactions.models import Entry, Transaction


@dataclass(frozen=True)
class PostingLine:
    """The change of one account by a posting: positive credits, negative debits, in minor units."""

    account: Account
    change: int


@dataclass(frozen=True)
class Posting:
    """A transaction to write, with legs that sum to zero."""

    kind: TransactionType
    amount: int
    legs: Sequence[PostingLine]
    created_by_id: int
    description: str = ""
    from_account: Account | None = None
    to_account: Account | None = None
    reverses_id: int | None = None
    value_date: date | None = None  # the day of the booking where None; no caller gives another yet


def lock(accounts: Iterable[Account]) -> dict[int, Account]:
    """The customer accounts among these, locked and read again, by id.

    In one statement and in ascending order: two postings on the same accounts wait for each other without a deadlock
    (unordered: 160 deadlocks in 1,000 transactions). Of the bank's own accounts only tills and the vault are locked,
    after these, by postings that pay out cash (`transactions.ledger.cash`).

    Raises ClockError where this server's clock differs from the database's, and TransactionManagementError outside a
    transaction.
    """
    require_transaction("ledger.lock()")
    rows = balances.lock_accounts({account.pk for account in accounts if account.is_customer_account})
    if rows:
        check_clock(max(row.read_at for row in rows))
    return {row.pk: row for row in rows}


def lock_by_number(number: str) -> Account | None:
    """The customer account with this number, locked: for postings that lock only one account.

    Raises ClockError where this server's clock differs from the database's, and TransactionManagementError outside a
    transaction.
    """
    require_transaction("ledger.lock_by_number()")
    account = balances.lock_account_by_number(number)
    if account is not None:
        check_clock(account.read_at)
    return account


def lock_by_numbers(  # guard: account-lock-order
    *numbers: str, fact: balances.Fact | None = None
) -> dict[str, Account]:
    """`{number: account}` of the customer accounts with these numbers, locked as `lock` does, in one statement.

    Raises ClockError where this server's clock differs from the database's, and TransactionManagementError outside a
    transaction.
    """
    rows = balances.lock_accounts_by_number(*numbers, fact=fact)
    if rows:
        check_clock(max(row.read_at for row in rows.values()))
    return rows


def validate(locked: dict[int, Account], legs: Sequence[PostingLine]) -> None:  # guard: check-after-lock
    """Checks that the states and balances of the locked accounts allow the legs.

    Raises AccountClosed, AccountFrozen (for a debit), CurrencyMismatch, InsufficientFunds, BalanceTooLarge.
    """
    if len({leg.account.currency for leg in legs}) != 1:
        raise CurrencyMismatch
    for leg in legs:
        account = locked.get(leg.account.pk)
        if account is None:
            continue
        if account.status == Status.CLOSED:
            raise AccountClosed
        if leg.change < 0 and account.status == Status.FROZEN:
            raise AccountFrozen
        if leg.change < 0 and account.available + leg.change < 0:  # guard: balance-check
            raise InsufficientFunds(details={"available": account.money(account.available)})
        if account.balance + leg.change > MAX_MINOR:
            raise BalanceTooLarge


def post(posting: Posting, locked: dict[int, Account]) -> Transaction:
    """Writes the posting on locked and validated accounts, in the caller's transaction.

    Raises TillInsufficient and VaultInsufficient for cash that is not there, ClockError or Unavailable where there is
    no valid booking time, and TransactionManagementError outside a transaction.
    """
    written = post_deferred(posting, locked)
    execute_all_deferred()
    return written


def post_deferred(posting: Posting, locked: dict[int, Account]) -> Transaction:
    """As `post`, but written with the caller's next statement or with COMMIT, so that rows are locked for less time.

    Until then the key of the transaction is a `GeneratedKey`, which statements that are deferred may refer to.
    """
    require_transaction("ledger.post()")
    if sum(leg.change for leg in posting.legs):
        raise ValueError("the legs of a posting sum to zero")
    cash = [(leg.account, -leg.change) for leg in posting.legs if leg.account.is_cash_account]
    locked = {**locked, **lock_cash(cash, locked)}
    check_cash(cash)  # guard: cash-check
    moment = booking_time(locked.values())
    written = _insert_transaction(posting, moment)
    customers = {pk: account for pk, account in locked.items() if account.is_customer_account}
    entries = []
    for leg in posting.legs:
        account = customers.get(leg.account.pk)
        if account is not None:
            account.book_entry(leg.change, moment)
        entries.append(_entry(written.pk, leg, account, moment))
    execute_deferred(*insert_sql(Entry, entries))
    balances.save_balances([customers[leg.account.pk] for leg in posting.legs if leg.account.pk in customers], moment)
    transaction.on_commit(lambda: POSTINGS.inc(posting.kind))
    return written


def _insert_transaction(posting: Posting, moment: datetime) -> Transaction:
    written = Transaction(
        kind=posting.kind,
        amount=posting.amount,
        currency=posting.legs[0].account.currency,
        description=posting.description,
        description_folded=search_key(posting.description),
        from_account=posting.from_account,
        to_account=posting.to_account,
        booked_at=moment,
        value_date=posting.value_date or bank_day(moment),
        created_by_id=posting.created_by_id,
        reverses_id=posting.reverses_id,
    )
    sql, values = insert_sql(Transaction, [vars(written)])
    key: Any = execute_insert_deferred(sql, values, lambda key: setattr(written, "pk", key))
    written.pk = key
    Transaction._meta.get_field("reversed_by").set_cached_value(written, None)  # a new one has none: no query
    return written


def _entry(
    transaction_id: GeneratedKey | int, leg: PostingLine, account: Account | None, moment: datetime
) -> dict[str, Any]:
    """The values of one entry by column; creating an `Entry` would take longer than inserting it."""
    return {
        "transaction_id": transaction_id,
        "account_id": leg.account.pk,
        "direction": Direction.CREDIT if leg.change > 0 else Direction.DEBIT,
        "amount": abs(leg.change),
        "seq": account.seq if account else None,
        "balance_after": account.balance if account else None,
        "booked_at": moment,
    }
