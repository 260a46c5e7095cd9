"""Classification of driver errors as outages (503) or defects, and the log line of a 503."""

import logging

import pytest
from django.db import IntegrityError, InterfaceError, OperationalError, ProgrammingError

from core.db.errors import cannot_write, is_outage, log_unavailable

LOCKED, READ_ONLY, FULL = [1020, 1205, 1213], [1290, 1792, 1836, 3100], [1021, 1026, 1030, 1114, 1180, 1598, 1878]
DOWN = [1040, 1041, 1045, 1047, 1053, 1129, 1203, 1226, 1317, 1927, 1969, 2002, 2003, 2006, 2013, 2026, 3024, 4031]
SQLITE_CANNOT_WRITE = [
    "database is locked",
    "database table is locked: entries",
    "attempt to write a readonly database",
    "database or disk is full",
]
SQLITE_DOWN = ["unable to open database file", "disk I/O error"]
DEFECTS = [
    OperationalError(1054, "Unknown column 'x'"),
    OperationalError(1366, "Incorrect string value"),
    OperationalError("no such table: x"),
    OperationalError(),
    ProgrammingError(1146, "Table 'x' doesn't exist"),
    IntegrityError(1062, "Duplicate entry"),
    ValueError("database is locked"),
]


@pytest.mark.parametrize("code", LOCKED + READ_ONLY + FULL)
def test_mysql_write_error_is_an_outage_on_a_working_connection(code):
    error = OperationalError(code, "…")
    assert (is_outage(error), cannot_write(error)) == (True, True)


@pytest.mark.parametrize("text", SQLITE_CANNOT_WRITE)
def test_sqlite_write_error_is_an_outage_on_a_working_connection(text):
    error = OperationalError(text)
    assert (is_outage(error), cannot_write(error)) == (True, True)


@pytest.mark.parametrize(
    "error",
    [
        *(OperationalError(code, "…") for code in DOWN),
        *(OperationalError(text) for text in SQLITE_DOWN),
        InterfaceError(0, ""),
    ],
    ids=str,
)
def test_unreachable_database_is_an_outage_of_reads_and_writes(error):
    assert (is_outage(error), cannot_write(error)) == (True, False)


@pytest.mark.parametrize("error", DEFECTS, ids=repr)
def test_error_that_a_retry_cannot_solve_is_not_an_outage(error):
    assert (is_outage(error), cannot_write(error)) == (False, False)


def test_line_breaks_in_a_logged_outage_are_escaped(caplog):
    log_unavailable("GET", "/api/\nINFO audit {}", OperationalError(1040, "Too many\r\nconnections"))
    (record,) = caplog.records
    assert record.getMessage() == (r"503 GET /api/\nINFO audit {}: (1040, 'Too many\\r\\nconnections')")
    assert record.levelno == logging.WARNING
