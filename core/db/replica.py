"""Reads from a replica of the database, where REPORTS_DATABASE_URL names one: for reports, which read much."""

import logging
from collections.abc import Callable
from typing import TypeVar

from django.db import DEFAULT_DB_ALIAS, Error, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from core.db.errors import is_outage

logger = logging.getLogger("bankportal.replica")
REPLICA = "reports"  # in DATABASES
MAX_WAIT = 2  # seconds that a report waits for the replica to catch up

R = TypeVar("R")


def read_from_replica(read: Callable[[], R]) -> R:
    """What `read` returns, with all its queries on the replica; on the database itself where the replica cannot serve.

    The replica serves once it has everything that was committed before: a report must not change when it is read again.
    `read` must not write, and runs again if the replica fails. Must not be called in a transaction.
    """
    if REPLICA not in connections.settings:
        return read()
    primary, replica = connections[DEFAULT_DB_ALIAS], connections[REPLICA]
    try:
        if _has_caught_up(primary, replica):
            return _read(read, primary, replica)
        logger.warning("the replica is more than %s s behind, a report reads the database itself", MAX_WAIT)
    except Error as exc:
        if not is_outage(exc):
            raise
        logger.warning("the replica does not answer, a report reads the database itself: %s", exc)
        replica.close()
    return read()


def _read(read: Callable[[], R], primary: BaseDatabaseWrapper, replica: BaseDatabaseWrapper) -> R:
    """Puts the replica in the place of this thread's connection, so that queries of every kind use it."""
    connections[DEFAULT_DB_ALIAS] = replica
    try:
        return read()
    finally:
        connections[DEFAULT_DB_ALIAS] = primary


def _has_caught_up(primary: BaseDatabaseWrapper, replica: BaseDatabaseWrapper) -> bool:
    """Whether the replica has all transactions of the database; waits for them a little.

    Without a binary log there is no position: the replica is then a node of the same cluster, whose reads wait by
    themselves (`wsrep_sync_wait`).
    """
    with primary.cursor() as cursor:
        cursor.execute("SELECT @@global.gtid_binlog_pos")
        (position,) = cursor.fetchone()
    with replica.cursor() as cursor:
        cursor.execute("SELECT MASTER_GTID_WAIT(%s, %s)", [position, MAX_WAIT] if position else ["", 0])
        return bool(cursor.fetchone()[0] == 0)
