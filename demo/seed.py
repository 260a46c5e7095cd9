"""A large, plausible and reproducible bank for load tests: inserted in bulk, and consistent for `verify_ledger`.

It does not use the services, which post one by one: 100,000 transactions must take minutes, not hours. Only for
empty databases and for load tests: ids are assigned here, so no other process may post at the same time.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.models import Max

from accounts.enums import AccountType
from accounts.models import Account
from accounts.numbers import check_digits
from accounts.services import till_of
from core.authorization.roles import Role
from core.dates import bank_day, start_of_day, today
from core.db.clock import check_clock, database_time
from transactions.enums import Direction, TransactionType
from transactions.models import BalanceSnapshot, DailyTotal, Entry, Transaction
from users.authentication.commands import record_created
from users.models import User

BATCH = 2_000  # rows an INSERT
YEAR = 365  # days that the transactions are spread over
_FIRST = ["Ana", "Ben", "Chidi", "Dilan", "Elena", "Farid", "Grace", "Hiro", "Ines", "Jonas", "Kemi", "Lucia"]
_LAST = ["Abara", "Berger", "Costa", "Diallo", "Eze", "Fischer", "Garcia", "Haddad", "Ivanova", "Jansen", "Kim"]
_TEXTS = ["Rent", "Groceries", "School fees", "Electricity", "Shared dinner", "Phone", "Savings plan", "Repair"]


@dataclass
class _Books:
    """The rows of the next batch, and the accounts with their balances so far."""

    next_transaction: int
    accounts: list[Account]
    till: Account
    transactions: list[Transaction] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)


def seed(*, members: int, transactions: int, seed: int, progress: Callable[[int, int], None]) -> None:
    """Adds members with an account each, and transactions over the last year.

    The same `seed` gives the same members, accounts and amounts in an empty database. Raises ClockError.
    """
    check_clock(database_time())
    chance = random.Random(seed)  # noqa: S311 (trial data, not a secret)
    with transaction.atomic():
        cashier = _cashier()
        accounts = _accounts(_people(members, chance), chance)
        first = (Transaction.objects.aggregate(last=Max("pk"))["last"] or 0) + 1
        books = _Books(first, accounts, till_of(cashier))
        start = (start_of_day(today()) - timedelta(days=YEAR)).astimezone(UTC)
        for number in range(transactions):
            _one(books, cashier, start + timedelta(seconds=YEAR * 86400 * number // max(transactions, 1)), chance)
            if len(books.transactions) >= BATCH or number + 1 == transactions:
                _write(books)
                progress(number + 1, transactions)
        for stored in (BalanceSnapshot, DailyTotal):
            stored.objects.all().delete()  # their days have other entries now
        Account.objects.bulk_update(accounts, ["balance", "seq", "last_booked_at"], batch_size=500)


def _cashier() -> User:
    found = User.objects.filter(role=Role.CASHIER, is_active=True).order_by("pk").first()
    if found is not None:
        return found
    made = User.objects.create_user("seed-cashier@bank.example", full_name="Seed Cashier", role=Role.CASHIER)
    record_created([made], command="seed")
    return made


def _people(count: int, chance: random.Random) -> list[User]:
    first = (User.objects.aggregate(last=Max("pk"))["last"] or 0) + 1
    unusable = make_password(None)
    people = [
        User(
            pk=first + number,
            email=f"member-{first + number}@seed.example",
            full_name=f"{chance.choice(_FIRST)} {chance.choice(_LAST)}",
            role=Role.MEMBER,
            password=unusable,
        )
        for number in range(count)
    ]
    made = User.objects.bulk_create(people, batch_size=BATCH)
    record_created(made, command="seed")
    return made


def _accounts(people: list[User], chance: random.Random) -> list[Account]:
    first = (Account.objects.aggregate(last=Max("pk"))["last"] or 0) + 1
    accounts = []
    for number, person in enumerate(people):
        body = str(2 * 10**9 + first + number)
        kind = AccountType.CURRENT if chance.random() < 0.6 else AccountType.SAVINGS
        accounts.append(
            Account(
                pk=first + number,
                number=body + check_digits(body),
                owner=person,
                type=kind,
                name=kind.label,
                currency=settings.BANK_CURRENCY,
            )
        )
    return Account.objects.bulk_create(accounts, batch_size=BATCH)


def _one(books: _Books, cashier: User, moment: datetime, chance: random.Random) -> None:
    """One transaction: mostly a transfer if there is money, sometimes a withdrawal, else a deposit."""
    account, draw = chance.choice(books.accounts), chance.random()
    if draw < 0.65 and account.balance > 1_000 and len(books.accounts) > 1:
        amount = chance.randrange(100, account.balance // 2)
        target = chance.choice(books.accounts)
        if target is not account:
            _post(
                books,
                TransactionType.TRANSFER,
                account,
                target,
                amount,
                chance.choice(_TEXTS),
                moment,
                account.owner_id or 0,
            )
            return
    if draw < 0.8 and account.balance > 5_000:
        amount = chance.randrange(1, account.balance // 2_000 + 1) * 1_000
        _post(books, TransactionType.WITHDRAWAL, account, None, amount, "Cash", moment, cashier.pk)
        return
    amount = chance.randrange(20, 2_000) * 100
    _post(books, TransactionType.DEPOSIT, None, account, amount, "Paid in", moment, cashier.pk)


def _post(
    books: _Books,
    kind: TransactionType,
    source: Account | None,
    target: Account | None,
    amount: int,
    text: str,
    moment: datetime,
    by: int,
) -> None:
    pk = books.next_transaction
    books.next_transaction += 1
    books.transactions.append(
        Transaction(
            pk=pk,
            kind=kind,
            amount=amount,
            currency=settings.BANK_CURRENCY,
            description=text,
            from_account=source,
            to_account=target,
            booked_at=moment,
            value_date=bank_day(moment),
            created_by_id=by,
        )
    )
    for account, change in ((source or books.till, -amount), (target or books.till, amount)):
        books.entries.append(_entry(pk, account, change, moment))


def _entry(pk: int, account: Account, change: int, moment: datetime) -> Entry:
    entry = Entry(
        transaction_id=pk,
        account=account,
        direction=Direction.CREDIT if change > 0 else Direction.DEBIT,
        amount=abs(change),
        booked_at=moment,
    )
    if account.is_customer_account:
        account.book_entry(change, moment)
        entry.seq, entry.balance_after = account.seq, account.balance
    return entry


def _write(books: _Books) -> None:
    Transaction.objects.bulk_create(books.transactions)
    Entry.objects.bulk_create(books.entries)
    books.transactions, books.entries = [], []
