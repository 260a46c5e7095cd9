"""One transaction a write, retried outside it, so that a conflict at COMMIT is retried too."""

import functools
import inspect
import logging
import random
import time
from collections.abc import Callable
from typing import ParamSpec, TypeVar

from django.db import OperationalError, connection, transaction
from django.db.transaction import TransactionManagementError

from core.exceptions import ApplicationError, Unavailable

P = ParamSpec("P")
R = TypeVar("R")
TRIES = 5  # guard: conflict-retry
FIRST_PAUSE = 0.02  # seconds; doubled each time, with full jitter

# InnoDB: deadlock, lock wait timeout, row changed since the snapshot; Galera raises the first at COMMIT.
LOCK_WAIT_TIMEOUT = 1205
_CONFLICTS = {1213, LOCK_WAIT_TIMEOUT, 1020}

logger = logging.getLogger("bankportal.writes")


def is_conflict(exc: OperationalError) -> bool:
    """Whether the database undid the transaction because somebody else was at the same rows."""
    code = exc.args[0] if exc.args else None
    return code in _CONFLICTS or "database is locked" in str(exc)


def atomic_with_retry(verb: Callable[P, R | ApplicationError]) -> Callable[P, R]:
    """Runs a service's verb in one transaction of its own, up to five times when it meets a conflict.

    A refusal that the verb raises undoes all; a refusal that it *returns* is raised after the commit, so
    that what the refusal left behind (its audit row) stays. Raises Unavailable (503) when the tries run out.
    Must not be called inside another transaction: `durable` says so.
    """

    @functools.wraps(verb)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        conflict: OperationalError | None = None
        for attempt in range(TRIES):
            try:
                with transaction.atomic(durable=True):  # guard: write-transaction
                    result = verb(*args, **kwargs)
            except OperationalError as exc:
                if not is_conflict(exc):
                    raise
                conflict = exc
                logger.info("conflict in %s, try %d: %s", verb.__qualname__, attempt + 1, exc)
                if attempt + 1 < TRIES:
                    time.sleep(random.uniform(0, FIRST_PAUSE * 2**attempt))  # noqa: S311 (jitter, not a secret)
            else:
                if isinstance(result, ApplicationError):
                    raise result
                return result
        raise Unavailable(reason=f"{verb.__qualname__} met a conflict {TRIES} times: {conflict}") from conflict

    return run


def within_current_transaction(verb: Callable[P, R]) -> Callable[P, R]:
    """A service's verb in the transaction of the caller, for what several verbs do together or not at all.

    Nothing is retried: a conflict undoes the caller's transaction, and the caller starts again. A refusal that the
    verb returns is raised; what it left behind goes with the caller's transaction.
    """
    inner: Callable[P, R | ApplicationError] = inspect.unwrap(verb)

    @functools.wraps(verb)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        result = inner(*args, **kwargs)
        if isinstance(result, ApplicationError):
            raise result
        return result

    return run


def require_transaction(operation: str) -> None:
    """Raises TransactionManagementError outside a transaction; costs no query.

    For statements that are written out: the ORM's `select_for_update()` checks by itself, but only on databases that
    have FOR UPDATE. Without a transaction each statement would be committed alone, and no lock would be held.
    """
    if not connection.in_atomic_block:  # guard: needs-transaction
        raise TransactionManagementError(f"{operation} cannot be used outside of a transaction.")
