"""Tells database errors that are outages (down, busy, cannot write: 503) from defects of ours (500)."""

import logging

from django.db import InterfaceError, OperationalError

from core.metrics.definitions import UNAVAILABLE

logger = logging.getLogger("bankportal.unavailable")

# MySQL's client errors: no connection, a lost one, no answer in time, no TLS.
_CLIENT = range(2000, 3000)
# Server errors of MariaDB and MySQL, by cause.
_LOCKS = {
    1020,  # the row has changed since the snapshot
    1205,  # lock wait timeout
    1206,  # the lock table is full
    1213,  # deadlock
    3101,  # MySQL group replication: rolled back at COMMIT
}
_READ_ONLY = {
    1290,  # --read-only, --super-read-only
    1792,  # a read-only transaction
    1836,  # MySQL: read-only mode
    3100,  # MySQL group replication refuses the transaction
}
_FULL = {
    1021,  # the disk is full
    1026,  # a file cannot be written
    1030,  # error from the storage engine
    1114,  # the table is full
    1180,  # error during COMMIT
    1598,  # the binary log cannot be written
    1878,  # a temporary file cannot be written
}
_DOWN = {
    1037, 1038, 1041,  # out of memory
    1040, 1203, 1226,  # too many connections
    1045, 1049, 1130, 1698,  # access denied, no such database: for the client the same as down
    1047,  # Galera: this node is not ready
    1053,  # shutting down
    1129,  # too many failed connections from this host
    1135,  # no thread
    1152, 1158, 1159, 1160, 1161,  # the connection was aborted
    1317, 1927, 1969, 3024, 4031,  # the statement or connection was killed, timed out or was idle
    1665,  # the format of the binary log does not support the isolation level
}  # fmt: skip
_CANNOT_WRITE = _LOCKS | _READ_ONLY | _FULL
_TIMEOUTS = {1969, 2013, 3024}  # the statement took too long, or the server does not answer
# Messages of SQLite.
_SQLITE_CANNOT_WRITE = (
    "database is locked",
    "database table is locked",
    "database schema is locked",
    "attempt to write a readonly database",
    "database or disk is full",
)
_SQLITE_REASONS = {"locked": "locked", "readonly": "read_only", "full": "full"}
_SQLITE_DOWN = ("unable to open database file", "disk I/O error", "locking protocol")


def is_outage(exc: BaseException) -> bool:
    """Whether `exc` says that the database cannot answer, or cannot write, at the moment."""
    if isinstance(exc, InterfaceError) or cannot_write(exc):
        return True
    if not isinstance(exc, OperationalError):
        return False
    code = error_code(exc)
    return code in _CLIENT or code in _DOWN or any(text in str(exc) for text in _SQLITE_DOWN)


def cannot_write(exc: BaseException) -> bool:
    """Whether the database refused to write (locked, read-only, full) over a connection that still works."""
    if not isinstance(exc, OperationalError):
        return False
    return error_code(exc) in _CANNOT_WRITE or any(text in str(exc) for text in _SQLITE_CANNOT_WRITE)


def error_code(exc: Exception) -> int | None:
    """The error number of MariaDB or MySQL; None for SQLite, whose errors have only a message."""
    code = exc.args[0] if exc.args else None
    return code if isinstance(code, int) else None


def outage_reason(exc: BaseException) -> str:
    """One word for what is wrong, for `GET /metrics`; empty if the error is no outage."""
    if not is_outage(exc):
        return ""
    code, text = error_code(exc) if isinstance(exc, OperationalError) else None, str(exc)
    for reason, codes in (("locked", _LOCKS), ("read_only", _READ_ONLY), ("full", _FULL), ("timeout", _TIMEOUTS)):
        if code in codes:
            return reason
    if code is None:
        return next((reason for part, reason in _SQLITE_REASONS.items() if part in text), "down")
    return "down"


def log_unavailable(
    method: str, path: str, reason: object, *, level: int = logging.WARNING, word: str = "other"
) -> None:
    """Writes the log line of a 503: the request, and the reason. `word` is the reason in `GET /metrics`."""
    UNAVAILABLE.inc(word)
    # Escaped, so that a path with a line break in it does not look like two lines.
    line = f"{method} {path}: {reason}".encode("unicode_escape").decode("ascii")
    logger.log(level, "503 %s", line)
