"""Database errors raised in place of statements, and the one line that a 503 leaves in the log."""

import logging

from django.db import OperationalError, connection


def failing(beginning, *error, times=1000, kind=OperationalError):
    """A context in which statements that begin so raise an error of this kind with these arguments."""
    left = [times]

    def wrapper(execute, sql, params, many, context):
        if sql.startswith(beginning) and left[0]:
            left[0] -= 1
            raise kind(*error)
        return execute(sql, params, many, context)

    return connection.execute_wrapper(wrapper)


def check_logged(caplog, path, reason, level=logging.WARNING):
    """One line says it all, without a traceback; Django's own, which has no reason, is left out."""
    (record,) = [r for r in caplog.records if r.levelno >= logging.WARNING]
    assert (record.name, record.levelno, record.exc_info) == ("bankportal.unavailable", level, None)
    assert record.getMessage().startswith(f"503 {path}: ")
    assert reason in record.getMessage()
