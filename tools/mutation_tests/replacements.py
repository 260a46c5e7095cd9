"""Replacements for guards that cannot be left out: each function gets what the code has there, and returns another.

They run inside the servers of the mutated copy. They rely on Django's API, the tables of the database and the public
error codes, and on no name in the code, so that code may be renamed and moved.
"""

import contextlib
import functools
import time
from dataclasses import fields

from django.db import OperationalError, connection
from django.db.models import Model


def empty(value):
    """`10 seconds` → `0 seconds`, `" FOR UPDATE"` → `""`."""
    return type(value)()


def not_unique(item):
    """A field of a migration, without UNIQUE."""
    name, field = item
    _, _, args, options = field.deconstruct()
    return name, type(field)(*args, **options | {"unique": False})


def read_first(rows):
    """The same rows by their ids: the condition is not checked again when they are locked or updated."""
    return rows.model._base_manager.filter(pk__in=list(rows.values_list("pk", flat=True)))


def first_alone(values):
    """The first of several values."""
    return list(values)[:1]


def always_true(condition):
    """A condition in SQL that is always true; after a pause, so that what was read before is outdated."""
    time.sleep(0.05)
    return f"({condition} OR 1 = 1)"


@functools.cache
def cached(function):
    """Caches every result in this process, without an end."""
    return functools.cache(function)


def without_limits(function):
    """Forgets every counted attempt before the call."""

    def call(**arguments):
        with contextlib.suppress(OperationalError):  # another process deletes them at the same time
            _execute("DELETE FROM limits")
        return function(**arguments)

    return call


def never_refusing(take):
    """Takes nothing from a limit, so that it is never used up."""
    return lambda *_, **__: ""


def saved_whole(touch):
    """The row is saved as it was read, then updated."""

    def call(row, *arguments):
        row.save()
        return touch(row, *arguments)

    return call


def unlocked(read):
    """Reads the rows without locking them."""

    def without_for_update(execute, sql, *rest):
        return execute(sql.replace(" FOR UPDATE", ""), *rest)

    def call(*arguments):
        with connection.execute_wrapper(without_for_update):
            return read(*arguments)

    return call


def outdated(read):
    """Reads the rows without locking them, and pauses, so that they are outdated when they are used."""

    def call(*arguments, lock):
        rows = read(*arguments)
        time.sleep(0.05)
        return rows

    return call


def outdated_rows(rows):
    """The same for a query with a lock."""
    rows.query.select_for_update = False
    len(rows)  # reads them
    time.sleep(0.05)
    return rows


def one_by_one(lock):
    """Locks the accounts in the order in which they are given."""
    return lambda *numbers, **fact: {name: row for number in numbers for name, row in lock(number, **fact).items()}


def judged_before_the_lock(code, check):
    """Raises an error with this code only where the rows that were read before the lock would raise it too."""

    def call(locked, legs):
        try:
            check(locked, legs)
        except Exception as refusal:
            if getattr(refusal, "code", None) != code:
                raise
            check({row.pk: row for leg in legs for row in _rows(leg) if row.pk in locked}, legs)

    return call


def closed_before_the_lock(check):
    return judged_before_the_lock("account_closed", check)


def funded_before_the_lock(check):
    return judged_before_the_lock("insufficient_funds", check)


def read_then_added(add):
    """The day's total is read before it is added to, without a lock."""

    def call(user_id, day, amount, check):
        rows = _execute("SELECT amount FROM daily_transfers WHERE user_id = %s AND day = %s", user_id, day)
        add(user_id, day, amount, lambda _total: None)
        check(sum(row[0] for row in rows) + amount)

    return call


def committed_at_once(function):
    """Commits what the function has written before the rest of its transaction runs."""

    def call(*arguments):
        function(*arguments)
        _execute("COMMIT")
        _execute("BEGIN")

    return call


def _execute(statement, *parameters):
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return cursor.fetchall() if cursor.description else []


def _rows(leg):
    """The rows that a leg was made of, as they were read."""
    return [part for field in fields(leg) if isinstance(part := getattr(leg, field.name), Model)]
