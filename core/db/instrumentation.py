"""Measures every statement and commit of a connection, for `GET /metrics`."""

import time
from collections.abc import Callable
from typing import Any

from django.db import DEFAULT_DB_ALIAS, Error
from django.db.backends.base.base import BaseDatabaseWrapper

from core.db.errors import outage_reason
from core.metrics.definitions import DATABASE_ERRORS, DATABASE_SECONDS, STATEMENTS


def measure(sender: object, connection: BaseDatabaseWrapper, **_: Any) -> None:  # noqa: ARG001 (a receiver's signature)
    """Receives Django's `connection_created`, the only place that sees the connection of every thread."""
    if connection.alias != DEFAULT_DB_ALIAS or _statement in connection.execute_wrappers:
        return
    connection.execute_wrappers.append(_statement)
    commit = connection._commit  # type: ignore[attr-defined]

    def measured_commit() -> None:
        _measure("commit", commit)

    connection._commit = measured_commit  # type: ignore[attr-defined]


def _statement(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
    return _measure("statement", execute, sql, params, many, context)


def _measure(operation: str, work: Callable[..., Any], *args: Any) -> Any:
    started = time.perf_counter()
    try:
        return work(*args)
    except Error as exc:
        DATABASE_ERRORS.inc(outage_reason(exc) or "other")
        raise
    finally:
        STATEMENTS.inc(operation)
        DATABASE_SECONDS.inc(operation, by=time.perf_counter() - started)
