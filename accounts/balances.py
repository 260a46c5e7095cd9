"""Reads and locks accounts for postings, and writes their balances: SQL that is written out.

Django takes 0.5 ms to build the same text every time, most of it while rows are locked (bench/posting.py).
Each account is read with the database's time (`read_at`) and without its owner.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from functools import cache
from typing import Any

from django.db import connection

from accounts.models import Account
from core.db import clock
from core.db.clock import time_expression
from core.db.deferred import execute_deferred
from core.db.sql import Converter, column, column_converters, convert_row, select_columns
from core.db.transactions import require_transaction
from users.models import User

# An SQL condition on `accounts.id` that an app above evaluates in the same statement, and its parameters.
Fact = tuple[str, Sequence[Any]]


def lock_accounts(ids: Collection[int]) -> list[Account]:
    """The accounts with these ids, locked by one statement in ascending order of ids; none for no ids.

    Raises TransactionManagementError outside a transaction.
    """
    require_transaction("lock_accounts()")
    if not ids:
        return []
    return _read(f"id IN ({', '.join(['%s'] * len(ids))}) ORDER BY id{_for_update()}", sorted(ids))


def lock_account_by_number(number: str) -> Account | None:
    """The customer account of a number, locked. Raises TransactionManagementError outside a transaction."""
    require_transaction("lock_account_by_number()")
    rows = _read(f"number = %s{_for_update()}", [number])
    return next((row for row in rows if row.is_customer_account and row.number == number), None)


def customer_accounts_by_number(*numbers: str, fact: Fact | None = None) -> dict[str, Account]:
    """`{number: account}` of the customer accounts among these numbers, not locked; `fact` sets their `fact`."""
    rows = _read(f"number IN ({', '.join(['%s'] * len(numbers))})", numbers, fact)
    return {row.number: row for row in rows if row.is_customer_account}


def lock_accounts_by_number(*numbers: str, fact: Fact | None = None) -> dict[str, Account]:
    """As `customer_accounts_by_number`, locked in ascending order of ids.

    The index of numbers would lock in their order, and so deadlock with postings that lock by id: so the ids are read
    into a derived table first, in order and without locks, and then the rows are locked one by one.

    Raises TransactionManagementError outside a transaction.
    """
    require_transaction("lock_accounts_by_number()")
    places = ", ".join(["%s"] * len(numbers))
    join = "STRAIGHT_JOIN" if connection.vendor == "mysql" else "JOIN"
    wanted = f"(SELECT id FROM accounts WHERE number IN ({places}) ORDER BY id LIMIT {len(numbers)}) wanted"  # noqa: S608
    rows = _read(f"accounts.id = wanted.id{_for_update()}", numbers, fact, table=f"{wanted} {join} accounts")
    return {row.number: row for row in rows if row.is_customer_account}


def find_till(cashier: User) -> Account | None:
    """The till of a cashier, if one has been opened; not locked."""
    return next(iter(_read("cashier_id = %s", [cashier.pk])), None)


def lock_till(cashier: User) -> Account | None:
    """The till of a cashier, if one has been opened; locked.

    Raises TransactionManagementError outside a transaction.
    """
    require_transaction("lock_till()")
    return next(iter(_read(f"cashier_id = %s{_for_update()}", [cashier.pk])), None)


def save_balances(accounts: Sequence[Account], booked_at: datetime) -> None:
    """Writes `balance` and `seq` of locked accounts, and when their latest entry was booked: one statement for all.

    Raises TransactionManagementError outside a transaction.
    """
    require_transaction("save_balances()")
    if not accounts:
        return
    cases = " ".join(["WHEN %s THEN %s"] * len(accounts))
    ids = ", ".join(["%s"] * len(accounts))
    values: list[Any] = []
    for name in ("balance", "seq"):
        for account in accounts:
            values += [account.pk, getattr(account, name)]
    execute_deferred(
        _update_text(connection.vendor).format(cases=cases, ids=ids),
        [*values, connection.ops.adapt_datetimefield_value(booked_at), *(account.pk for account in accounts)],
    )


def _read(condition: str, values: Sequence[Any], fact: Fact | None = None, *, table: str = "accounts") -> list[Account]:
    """The accounts for which an SQL condition of this module holds; `table` may join another one in front."""
    columns_text, names, converters = _select_text(connection.vendor)
    expression, parameters = fact or ("0", [])
    with connection.cursor() as cursor:
        cursor.execute(f"{columns_text}, {expression} FROM {table} WHERE {condition}", [*parameters, *values])
        rows = cursor.fetchall()
    accounts = []
    for *columns, read_at, value in rows:
        account = Account.from_db("default", names, convert_row(columns, converters))
        account.read_at, account.fact = clock.to_utc(read_at), bool(value)
        accounts.append(account)
    return accounts


def _for_update() -> str:
    return " FOR UPDATE" if connection.features.has_select_for_update else ""  # guard: account-lock


@cache
def _select_text(vendor: str) -> tuple[str, list[str], list[Converter]]:
    """The text up to FROM, the names of its columns, and how each is turned into a Python value on this database."""
    fields = list(Account._meta.concrete_fields)
    sql = f"SELECT {select_columns(fields, 'accounts')}, {time_expression(vendor)}"
    return sql, [field.attname for field in fields], column_converters(fields, "accounts")


@cache
def _update_text(_vendor: str) -> str:
    pk, balance, seq, last = (column(Account, name) for name in ("id", "balance", "seq", "last_booked_at"))
    return (
        f"UPDATE accounts SET {balance} = CASE {pk} {{cases}} END, {seq} = CASE {pk} {{cases}} END, "  # noqa: S608 (names of our own model)
        f"{last} = %s WHERE {pk} IN ({{ids}})"
    )
