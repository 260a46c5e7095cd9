"""Writes that a transaction sends with its next statement, or with COMMIT: fewer messages while rows are locked."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import Error, connection


@dataclass(frozen=True)
class Result:
    """What a write has done: affected rows, and the generated key of an INSERT."""

    rowcount: int
    lastrowid: int


Then = Callable[[Result], None] | None
Failed = Callable[[Exception], None] | None


def execute_deferred(sql: str, parameters: Sequence[Any], then: Then = None, failed: Failed = None) -> None:
    """Executes a write of the present transaction before its next statement or COMMIT, in the same message.

    On databases other than MariaDB and MySQL, and outside a transaction, it is executed at once. `then` receives the
    result, once all statements of the message have been executed; `failed` receives the error of this statement, before
    it is raised. Both may raise an error instead, which reaches the caller of the next statement.
    """
    backend: Any = connection
    is_deferred = connection.vendor == "mysql" and connection.in_atomic_block
    with connection.cursor() as cursor:
        try:
            if is_deferred:
                backend.handlers = (then, failed)
            cursor.execute(sql, parameters)
        except Error as exc:
            if failed is not None:
                failed(exc)
            raise
        finally:
            if is_deferred:
                backend.handlers = None
        if then is not None and not is_deferred:
            then(Result(cursor.rowcount, int(cursor.lastrowid or 0)))


def execute_all_deferred() -> None:
    """Executes now what was deferred, so that its errors are raised here."""
    backend: Any = connection
    if connection.vendor == "mysql":
        backend.send_queued()
