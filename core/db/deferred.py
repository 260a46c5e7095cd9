"""Writes that a transaction sends with its next statement, or with COMMIT: fewer messages while rows are locked."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import Error, connection


@dataclass(frozen=True)
class Result:
    """What a write has done: affected rows, and the generated key of an INSERT."""

    rowcount: int
    lastrowid: int


@dataclass(eq=False)
class GeneratedKey:
    """The key of a row whose INSERT is deferred: a parameter of statements that are deferred after that INSERT.

    The server keeps it in a variable of the session, so that an INSERT and the rows that refer to it are one message.
    """

    variable: str
    value: int | None = None  # once the message has been sent


@dataclass(frozen=True)
class JSONWithKey:
    """The JSON text of an object whose first member is a generated key: a parameter of a deferred statement."""

    name: str
    key: GeneratedKey
    others: str

    @property
    def parts(self) -> tuple[str, str]:
        """The text before the key, and after it."""
        return f'{{"{self.name}":', "}" if self.others == "{}" else f",{self.others[1:]}"


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


def execute_insert_deferred(sql: str, parameters: Sequence[Any], then: Callable[[int], None]) -> GeneratedKey | int:
    """Executes an INSERT of one row as `execute_deferred` does, and returns the key that the database generates.

    Where the INSERT is deferred, the key may be a parameter of statements that are deferred after it, alone or in
    `json_with_key`. `then` receives its value.
    """
    backend: Any = connection
    if connection.vendor == "mysql" and connection.in_atomic_block:
        key: GeneratedKey = backend.new_key()

        def set_value(result: Result) -> None:
            key.value = result.lastrowid
            then(result.lastrowid)

        execute_deferred(sql, parameters, set_value)
        backend.keep_key(key)
        return key
    keys: list[int] = []
    execute_deferred(sql, parameters, lambda result: keys.append(result.lastrowid))
    then(keys[0])
    return keys[0]


def json_with_key(values: Mapping[str, Any], dumps: Callable[[Any], str]) -> JSONWithKey | None:
    """The JSON text of an object whose first member is a generated key, as a parameter; None for any other object."""
    name, key = next(iter(values.items()), ("", None))
    if not isinstance(key, GeneratedKey):
        return None
    return JSONWithKey(name, key, dumps({other: value for other, value in values.items() if other != name}))


def execute_all_deferred() -> None:
    """Executes now what was deferred, so that its errors are raised here."""
    backend: Any = connection
    if connection.vendor == "mysql":
        backend.send_queued()
