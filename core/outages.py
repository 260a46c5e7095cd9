"""Which database errors mean that it is down or busy (503, come back), and not that we asked it nonsense (500)."""

from django.db import InterfaceError, OperationalError

# MySQL's client errors (2000 and up: no connection, or lost) and these of the server: too many connections, not
# ready (Galera), shutting down, lock conflicts, read-only, killed, idle too long.
_CLIENT = range(2000, 3000)
_SERVER = {
    1020,
    1040,
    1047,
    1053,
    1129,
    1152,
    1158,
    1159,
    1160,
    1161,
    1203,
    1205,
    1213,
    1226,
    1290,
    1317,
    1836,
    1927,
    4031,
}
_SQLITE = ("database is locked", "database table is locked", "unable to open database file", "disk I/O error",
           "database or disk is full")  # fmt: skip


def is_outage(exc: BaseException) -> bool:
    """Whether `exc` says that the database cannot answer at the moment."""
    if isinstance(exc, InterfaceError):
        return True
    if not isinstance(exc, OperationalError):
        return False
    code = exc.args[0] if exc.args else None
    if isinstance(code, int):
        return code in _CLIENT or code in _SERVER
    return any(text in str(exc) for text in _SQLITE)
