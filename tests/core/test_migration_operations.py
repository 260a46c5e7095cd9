"""Migrations lock what a server of the release before writes; without the privilege they go on, with a warning."""

from types import SimpleNamespace

import pytest
from django.db import OperationalError

from core.db.migration_operations import _writers_wait
from users.models import User


class Cursor:
    """Answers which tables refer to another one."""

    def __enter__(self):
        return self

    def __exit__(self, *exc):
        """Nothing to close."""

    def execute(self, *arguments):
        """The rows are always the same."""

    def fetchall(self):
        return [("transactions",), ("accounts",)]


class Editor:
    """A schema editor of MariaDB that keeps its statements; `error` is raised by LOCK TABLES."""

    connection = SimpleNamespace(vendor="mysql", cursor=Cursor)

    def __init__(self, error=None):
        self.statements, self._error = [], error

    def execute(self, statement):
        if statement.startswith("LOCK") and self._error:
            raise self._error
        self.statements.append(statement)


def test_tables_that_refer_to_a_copied_table_are_locked_until_it_is_copied():
    editor = Editor()
    with _writers_wait(editor, User):
        assert editor.statements == ["LOCK TABLES `users` WRITE, `accounts` READ, `transactions` READ"]
    assert editor.statements[1:] == ["UNLOCK TABLES"]


def test_missing_privilege_is_a_warning(caplog):
    editor = Editor(OperationalError(1044, "Access denied"))
    with _writers_wait(editor, User):
        pass
    assert "LOCK TABLES" in caplog.text


def test_other_error_of_the_lock_is_raised():
    editor = Editor(OperationalError(1205, "Lock wait timeout"))
    with pytest.raises(OperationalError, match="Lock wait"), _writers_wait(editor, User):
        pass
