"""Runs writes in one transaction and retries the whole transaction, also after a conflict at COMMIT."""

import functools
import inspect
import logging
import random
import time
from collections.abc import Callable
from typing import ParamSpec, TypeVar

from django.db import OperationalError, connection, transaction
from django.db.transaction import TransactionManagementError

from core.db.errors import error_code
from core.exceptions import ApplicationError, Unavailable
from core.metrics.definitions import CONFLICTS

P = ParamSpec("P")
R = TypeVar("R")
TRIES = 5  # guard: conflict-retry
FIRST_PAUSE = 0.02  # seconds; doubled each time, with full jitter

# InnoDB: deadlock, lock wait timeout, row changed since the snapshot; Galera raises the first at COMMIT.
LOCK_WAIT_TIMEOUT = 1205
_CONFLICTS = {1213, LOCK_WAIT_TIMEOUT, 1020}

logger = logging.getLogger("bankportal.writes")


def is_conflict(exc: OperationalError) -> bool:
    """Whether the database rolled the transaction back because another one used the same rows."""
    return error_code(exc) in _CONFLICTS or "database is locked" in str(exc)


def atomic_with_retry(service: Callable[P, R | ApplicationError]) -> Callable[P, R]:
    """Runs a service in a transaction of its own, up to five times where it meets a conflict.

    An ApplicationError that the service raises rolls everything back; one that it *returns* is raised after the commit,
    so that its audit row is kept. Raises Unavailable (503) after the last attempt. Must not be called inside another
    transaction, which `durable` checks.
    """

    @functools.wraps(service)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        conflict: OperationalError | None = None
        for attempt in range(TRIES):
            try:
                with transaction.atomic(durable=True):  # guard: write-transaction
                    result = service(*args, **kwargs)
            except OperationalError as exc:
                if not is_conflict(exc):
                    raise
                conflict = exc
                CONFLICTS.inc(service.__qualname__)
                logger.info("conflict in %s, try %d: %s", service.__qualname__, attempt + 1, exc)
                if attempt + 1 < TRIES:
                    time.sleep(random.uniform(0, FIRST_PAUSE * 2**attempt))  # noqa: S311 (jitter, not a secret)
            else:
                if isinstance(result, ApplicationError):
                    raise result
                return result
        reason = f"{service.__qualname__} met a conflict {TRIES} times: {conflict}"
        raise Unavailable(reason=reason, word="conflict") from conflict

    return run


def within_current_transaction(service: Callable[P, R]) -> Callable[P, R]:
    """Runs a service in the caller's transaction, for several services that succeed or fail together.

    Does not retry: a conflict rolls the caller's transaction back, which the caller repeats. An ApplicationError that
    the service returns is raised, and its audit row is rolled back with the caller's transaction.
    """
    inner: Callable[P, R | ApplicationError] = inspect.unwrap(service)

    @functools.wraps(service)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        result = inner(*args, **kwargs)
        if isinstance(result, ApplicationError):
            raise result
        return result

    return run


def require_transaction(operation: str) -> None:
    """Raises TransactionManagementError outside a transaction; makes no query.

    For written-out statements: the ORM's `select_for_update()` has such a check, but only on databases with FOR UPDATE.
    Without a transaction each statement would be committed separately, and no lock would be held.
    """
    if not connection.in_atomic_block:  # guard: needs-transaction
        raise TransactionManagementError(f"{operation} cannot be used outside of a transaction.")
