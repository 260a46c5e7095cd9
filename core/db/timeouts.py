"""Time limits of statements: seconds for a request, an hour for a command, two seconds for a health check."""

from typing import Any

from django.conf import settings
from django.db import connections

LOCK_WAIT = 5  # seconds that a statement waits for a row which another transaction has locked
CONNECT = 2  # seconds for a request's connection: a server in the same data centre accepts one in milliseconds

# The time zone UTC and a strict SQL mode, whatever the server's defaults are.
_SESSION = (
    "SET time_zone='+00:00', "
    "sql_mode='STRICT_TRANS_TABLES,NO_ZERO_DATE,NO_ZERO_IN_DATE,ERROR_FOR_DIVISION_BY_ZERO', "
    "innodb_lock_wait_timeout={lock_wait}"
)
# MariaDB's name for it (in seconds) and MySQL's (in milliseconds, for SELECT only); each ignores the other's comment.
_STATEMENT = " /*M! , max_statement_time={seconds} */ /*!50708 , max_execution_time={seconds}000 */"


def mysql_timeouts(seconds: int, *, connect: int, end_statement: bool = False) -> dict[str, Any]:
    """Connection options of mysqlclient: after so many seconds without an answer the connection is treated as lost.

    With `end_statement` the database server itself ends a statement a second earlier. Otherwise a slow statement would
    continue in the database after the client has given up and sent the next one.
    """
    session = _SESSION.format(lock_wait=min(LOCK_WAIT, seconds - 2) if end_statement else LOCK_WAIT)
    if end_statement:
        session += _STATEMENT.format(seconds=seconds - 1)
    return {"connect_timeout": connect, "read_timeout": seconds, "write_timeout": seconds, "init_command": session}


def use_request_timeouts() -> None:
    """Applies `DATABASE_TIMEOUT` instead of the limit of commands to connections that this process opens later.

    Called by processes that serve requests (`bankportal.wsgi`).
    """
    for database in connections.settings.values():
        if database["ENGINE"] == "core.db.mysql":
            limits = mysql_timeouts(settings.DATABASE_TIMEOUT, connect=CONNECT, end_statement=True)
            database["OPTIONS"] = database["OPTIONS"] | limits
    connections.close_all()
