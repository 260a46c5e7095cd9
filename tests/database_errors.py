"""Injected database errors, and the log line of a 503."""

import logging

from django.db import OperationalError, connection


def failing(prefix, *error, times=1000, kind=OperationalError):
    """Context manager in which statements with this prefix raise an error, at most `times` times."""
    remaining = [times]

    def wrapper(execute, sql, params, many, context):
        if sql.startswith(prefix) and remaining[0]:
            remaining[0] -= 1
            raise kind(*error)
        return execute(sql, params, many, context)

    return connection.execute_wrapper(wrapper)


def check_logged(caplog, path, reason, level=logging.WARNING):
    """Checks that exactly one line is logged, with the reason and without a traceback."""
    (record,) = [r for r in caplog.records if r.levelno >= logging.WARNING]
    assert (record.name, record.levelno, record.exc_info) == ("bankportal.unavailable", level, None)
    assert record.getMessage().startswith(f"503 {path}: ")
    assert reason in record.getMessage()
