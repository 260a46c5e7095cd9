"""Migration operations that Django does not have: table options, locks, insert-only tables, search keys."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import OperationalError, migrations, models, transaction
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import ProjectState

from core.db.errors import error_code
from core.db.search import folded_fields
from core.db.search_keys import refresh_batch

# InnoDB and utf8mb4 whatever the server's defaults are; `_bin`, because `aB` is not `Ab`.
_MYSQL_TABLE = "CREATE TABLE %(table)s (%(definition)s) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin"
_REFERRING = (
    "SELECT table_name FROM information_schema.referential_constraints"
    " WHERE constraint_schema = DATABASE() AND referenced_table_name = %s"
)
_ACCESS_DENIED = 1044
_SIGNAL = "SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = '{}'"

logger = logging.getLogger("bankportal.migrations")


class CreateTable(migrations.CreateModel):
    """CreateModel with foreign keys that cascade in the database, and with table options for MySQL."""

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """Creates the table with the editor's templates amended for this one call."""
        editor: Any = schema_editor
        if editor.connection.vendor == "mysql":
            amended = {
                "sql_create_table": _MYSQL_TABLE,
                "sql_create_fk": type(editor).sql_create_fk + " ON DELETE CASCADE",
            }
        else:
            amended = {
                "sql_create_inline_fk": type(editor).sql_create_inline_fk.replace(
                    " DEFERRABLE", " ON DELETE CASCADE DEFERRABLE"
                )
            }
        for name, template in amended.items():
            setattr(editor, name, template)
        try:
            super().database_forwards(app_label, schema_editor, from_state, to_state)
        finally:
            for name in amended:
                delattr(editor, name)


class AddColumn(migrations.AddField):
    """AddField by `ALTER TABLE … ADD COLUMN` on SQLite too. The field has a constant `db_default`.

    Django copies the table there, and the copy would lose the cascades and triggers of this module.
    """

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """Adds the column by the editor's method that all databases share."""
        model: Any = to_state.apps.get_model(app_label, self.model_name)
        if self.allow_migrate_model(schema_editor.connection.alias, model):
            BaseDatabaseSchemaEditor.add_field(schema_editor, model, model._meta.get_field(self.name))


class AddConstraintToParent(migrations.AddConstraint):
    """AddConstraint for a table that foreign keys refer to; see `_writers_wait`."""

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """Adds the constraint while writers of the tables that refer to this one wait."""
        with _writers_wait(schema_editor, to_state.apps.get_model(app_label, self.model_name)):
            super().database_forwards(app_label, schema_editor, from_state, to_state)


class AddFieldToParent(migrations.AddField):
    """AddField of a foreign key for a table that others refer to; see `_writers_wait`."""

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """Adds the column while writers of the tables that refer to this one wait."""
        model: Any = to_state.apps.get_model(app_label, self.model_name)
        target = model._meta.get_field(self.name).remote_field.model
        with _writers_wait(schema_editor, model, target):
            super().database_forwards(app_label, schema_editor, from_state, to_state)


@contextmanager
def _writers_wait(
    schema_editor: BaseDatabaseSchemaEditor, model: type[models.Model], *targets: type[models.Model]
) -> Iterator[None]:
    """Locks the table, and those that refer to it, or that it refers to, against writing.

    MariaDB copies a table to add a CHECK or a foreign key. When it puts the copy in place, an INSERT of another session
    into a table that refers to it may fail with error 1452: a 500 of a server that serves meanwhile.
    """
    if schema_editor.connection.vendor != "mysql":
        yield
        return
    table = model._meta.db_table
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(_REFERRING, [table])
        others = {name for (name,) in cursor.fetchall()} | {target._meta.db_table for target in targets}
    locks = [f"`{table}` WRITE", *(f"`{name}` READ" for name in sorted(others - {table}))]
    try:
        schema_editor.execute(f"LOCK TABLES {', '.join(locks)}")
    except OperationalError as exc:
        if error_code(exc) != _ACCESS_DENIED:
            raise
        logger.warning(
            "This user may not LOCK TABLES (docs/operations.md has the grants). While %s is copied, a server that "
            "serves may answer a payment with 500.", table
        )  # fmt: skip
    try:
        yield
    finally:
        schema_editor.execute("UNLOCK TABLES")


class InsertOnly(migrations.operations.base.Operation):
    """Triggers that refuse to change or delete rows of the table."""

    reversible = True

    def __init__(self, table: str) -> None:
        self.table = table

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """The models do not change."""

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """Creates the two triggers."""
        forbid(schema_editor, self.table)

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """Drops them."""
        allow(schema_editor, self.table)

    def describe(self) -> str:
        """For `migrate`'s output."""
        return f"Rows of {self.table} can only be inserted"


class FillSearchKeys(migrations.operations.base.Operation):
    """Computes the search keys of existing rows.

    It can be run again after an interruption. While it fills an insert-only table, the trigger that refuses every
    UPDATE is replaced by one that refuses to change any column but the keys.
    """

    reversible = True
    reduces_to_sql = False  # `sqlmigrate` has no database to fill

    def __init__(self, model_name: str, *, insert_only: bool = False) -> None:
        self.model_name = model_name
        self.insert_only = insert_only

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """The models do not change."""

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """Fills the keys."""
        model = to_state.apps.get_model(app_label, self.model_name)
        if not self.insert_only:
            _fill(model)
            return
        with _keys_changeable(schema_editor, model):
            _fill(model)

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """Does nothing: the operation that added the column removes it."""

    def describe(self) -> str:
        """For `migrate`'s output."""
        return f"Fill the search keys of {self.model_name}"


def _fill(model: type[models.Model]) -> None:
    last: int | None = 0
    while last is not None:
        with transaction.atomic():
            last = refresh_batch(model, last)


@contextmanager
def _keys_changeable(schema_editor: BaseDatabaseSchemaEditor, model: type[models.Model]) -> Iterator[None]:
    """Allows changes of the keys only. The triggers overlap, so that other changes are refused at any time."""
    table, keys = model._meta.db_table, {field.column for field in folded_fields(model)}
    others = [str(field.column) for field in model._meta.concrete_fields if field.column not in keys]
    trigger, message = f"{table}_keys_only", f"{table} is insert-only"
    if schema_editor.connection.vendor == "mysql":
        equal = " AND ".join(f"CAST(OLD.{name} AS BINARY) <=> CAST(NEW.{name} AS BINARY)" for name in others)
        body = f"UPDATE ON {table} FOR EACH ROW IF NOT ({equal}) THEN {_SIGNAL.format(message)}; END IF"
    else:
        body = f"UPDATE OF {', '.join(others)} ON {table} BEGIN SELECT RAISE(ABORT, '{message}'); END"
    schema_editor.execute(f"CREATE TRIGGER IF NOT EXISTS {trigger} BEFORE {body}")
    schema_editor.execute(f"DROP TRIGGER IF EXISTS {table}_no_update")
    yield
    _forbid(schema_editor, table, "UPDATE")
    schema_editor.execute(f"DROP TRIGGER {trigger}")


def forbid(schema_editor: BaseDatabaseSchemaEditor, table: str) -> None:
    """Creates the triggers that refuse UPDATE and DELETE on `table`."""
    for event in ("UPDATE", "DELETE"):
        _forbid(schema_editor, table, event)


def _forbid(schema_editor: BaseDatabaseSchemaEditor, table: str, event: str) -> None:
    message = f"{table} is insert-only"
    if schema_editor.connection.vendor == "mysql":
        body = f"FOR EACH ROW {_SIGNAL.format(message)}"
    else:
        body = f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
    schema_editor.execute(f"CREATE TRIGGER {table}_no_{event.lower()} BEFORE {event} ON {table} {body}")


def allow(schema_editor: BaseDatabaseSchemaEditor, table: str) -> None:
    """Drops them again."""
    for event in ("update", "delete"):
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{event}")
