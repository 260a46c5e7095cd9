"""Django's MySQL backend with fewer messages to the server.

Django sends `SET autocommit` before and after each transaction and waits for the answer. Here `START TRANSACTION` is
sent together with the transaction's first statement, and a write that `core.db.deferred` hands over is sent together
with the next statement or with COMMIT: the statements of a message are separated by semicolons, which mysqlclient
permits. Each has its own result, the first that fails ends the message, and the transaction is rolled back as usual.
A key that an INSERT generates is kept in a variable, `@key1`, which later statements of the same message use.
A transfer sends 2 messages instead of 13 (bench/posting.py).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import MySQLdb  # type: ignore[import-untyped]
from django.db import IntegrityError
from django.db.backends.mysql import base
from django.db.backends.utils import debug_transaction

from core.db.deferred import Failed, GeneratedKey, JSONWithKey, Result, Then

Parameters = Sequence[Any] | None


@dataclass(frozen=True)
class Queued:
    """A statement that has not been sent; `then` receives its result, `failed` its error before it is raised."""

    sql: str
    parameters: Parameters = None
    then: Then = None
    failed: Failed = None


_BEGIN = Queued("START TRANSACTION")


class CursorWrapper(base.CursorWrapper):
    """Sends what is queued before each statement, in the same message."""

    def __init__(self, cursor: Any, connection: "DatabaseWrapper") -> None:
        super().__init__(cursor)
        self.connection = connection

    def execute(self, query: str, args: Any = None) -> Any:
        """Executes a statement, with what is queued before it."""
        self._log(query, args)
        if self.connection.handlers is not None:
            self.connection.queued.append(Queued(query, args, *self.connection.handlers))
            return None
        queued = self.connection.take_queued()
        if queued and isinstance(args, dict):  # parameters by name cannot be put in a row with others
            self.send(queued)
        elif queued:
            return self.send([*queued, Queued(query, args)])
        return super().execute(query, args)

    def executemany(self, query: str, args: Any) -> Any:
        """Executes a statement for each of several parameters, in messages of their own."""
        if queued := self.connection.take_queued():
            self.send(queued)
        return super().executemany(query, args)

    def send(self, statements: Sequence[Queued]) -> int:
        """Sends the statements as one message; the cursor is left at the result of the last.

        Raises the error of the first that fails.
        """
        results = []
        message = "; ".join(_text(statement) for statement in statements)
        values = [value for statement in statements for value in statement.parameters or ()]
        for number, statement in enumerate(statements):
            try:
                if number:
                    self.cursor.nextset()
                else:
                    self.cursor.execute(message, values)
            except MySQLdb.Error as exc:
                _raise(statement, exc)
            results.append(Result(self.cursor.rowcount, self.cursor.lastrowid))
        for statement, result in zip(statements, results, strict=True):
            if statement.then is not None:
                statement.then(result)
        return results[-1].rowcount

    def _log(self, query: str, args: Any) -> None:
        """Sets what `connection.queries` shows for this statement."""
        if self.connection.queries_logged:
            self._executed = self.cursor.mogrify(query, args)


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection with a queue of statements, which belongs to the present transaction."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.queued: list[Queued] = []
        self.keys = 0  # generated ones in the present transaction
        self.handlers: tuple[Then, Failed] | None = None  # of the statement that is deferred, while it is executed

    def take_queued(self) -> list[Queued]:
        """What has to be sent before the next statement; the queue is empty afterwards."""
        queued, self.queued = self.queued, []
        return queued

    def send_queued(self) -> None:
        """Sends what is queued in a message of its own."""
        if self.queued and self.queued != [_BEGIN]:
            with self.wrap_database_errors:
                self.create_cursor().send(self.take_queued())

    def new_key(self) -> GeneratedKey:
        """The key of an INSERT that is about to be deferred."""
        self.keys += 1
        return GeneratedKey(f"@key{self.keys}")

    def keep_key(self, key: GeneratedKey) -> None:
        """Sets the key's variable after the INSERT that was deferred last."""
        self.queued.append(Queued(f"SET {key.variable} = LAST_INSERT_ID()"))

    def get_connection_params(self) -> dict[str, Any]:
        """With autocommit from the start: `START TRANSACTION` begins a transaction. And with literals for keys."""
        parameters = super().get_connection_params()
        literals = {GeneratedKey: _key_literal, JSONWithKey: self._json_literal}
        return {**parameters, "autocommit": True, "conv": {**parameters["conv"], **literals}}

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """A connection, with an empty queue: a transaction of the connection before has ended."""
        self.queued = []
        return super().get_new_connection(conn_params)

    def create_cursor(self, name: str | None = None) -> CursorWrapper:
        """A cursor that sends what is queued."""
        return CursorWrapper(self.connection.cursor(), self)

    def _set_autocommit(self, autocommit: bool) -> None:
        self.queued = [] if autocommit else [_BEGIN]
        self.keys = 0

    def _commit(self) -> None:
        queued = self.take_queued()
        if not queued:
            super()._commit()  # type: ignore[misc]  # not in the stubs
        elif queued != [_BEGIN]:  # otherwise nothing was sent
            with debug_transaction(self, "COMMIT"), self.wrap_database_errors:
                self.create_cursor().send([*queued, Queued("COMMIT")])

    def _rollback(self) -> None:
        if _BEGIN not in self.take_queued():
            super()._rollback()  # type: ignore[misc]  # not in the stubs

    def _json_literal(self, value: JSONWithKey, _conversions: Any) -> bytes:
        before, after = (self.connection.literal(part) for part in value.parts)
        return b"CONCAT(%s, %s, %s)" % (before, _key_literal(value.key).encode(), after)


def _key_literal(key: GeneratedKey, _conversions: Any = None) -> str:
    return key.variable if key.value is None else str(key.value)


def _text(statement: Queued) -> str:
    return statement.sql if statement.parameters is not None else statement.sql.replace("%", "%%")


def _raise(statement: Queued, exc: Exception) -> None:
    """Raises the error of a statement, as Django does for a single one."""
    if statement.failed is not None:
        statement.failed(exc)
    if isinstance(exc, MySQLdb.OperationalError) and exc.args[0] in CursorWrapper.codes_for_integrityerror:
        raise IntegrityError(*exc.args) from exc
    raise exc
