"""How long a statement may take: seconds for a request, an hour for a command, two seconds for a health check."""

from typing import Any

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections

LOCK_WAIT = 5  # seconds that a statement waits for a row which another transaction has locked
CONNECT = 2  # seconds for a request's connection: a server in the same data centre accepts one in milliseconds

# The database's own clock in UTC, as this server's; a strict mode, whatever the server's default is.
_SESSION = (
    "SET time_zone='+00:00', "
    "sql_mode='STRICT_TRANS_TABLES,NO_ZERO_DATE,NO_ZERO_IN_DATE,ERROR_FOR_DIVISION_BY_ZERO', "
    "innodb_lock_wait_timeout={lock_wait}"
)
# MariaDB's name for it (in seconds) and MySQL's (in milliseconds, for SELECT only); each ignores the other's comment.
_STATEMENT = " /*M! , max_statement_time={seconds} */ /*!50708 , max_execution_time={seconds}000 */"


def mysql_timeouts(seconds: int, *, connect: int, end_statement: bool = False) -> dict[str, Any]:
    """Connection options of mysqlclient: after so many seconds without an answer the connection counts as lost.

    With `end_statement` the database server ends a statement itself, a second earlier. Otherwise a slow statement would
    go on in the database after the client has given it up and has come back with the next.
    """
    session = _SESSION.format(lock_wait=min(LOCK_WAIT, seconds - 2) if end_statement else LOCK_WAIT)
    if end_statement:
        session += _STATEMENT.format(seconds=seconds - 1)
    return {"connect_timeout": connect, "read_timeout": seconds, "write_timeout": seconds, "init_command": session}


def use_request_timeouts() -> None:
    """Gives the connections that this process opens from now on `DATABASE_TIMEOUT` in place of the commands' limit.

    For the process that serves requests: called where the application is loaded (`bankportal.wsgi`).
    """
    database = connections.settings[DEFAULT_DB_ALIAS]
    if database["ENGINE"] == "django.db.backends.mysql":
        limits = mysql_timeouts(settings.DATABASE_TIMEOUT, connect=CONNECT, end_statement=True)
        database["OPTIONS"] = database["OPTIONS"] | limits
    connections.close_all()
