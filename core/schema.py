"""Migration operations for what Django's own cannot say: table options, and rows that nobody may change."""

from typing import Any

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import ProjectState

# InnoDB and utf8mb4 whatever the server's defaults are; `_bin`, for `aB` is not `Ab`.
_MYSQL_TABLE = "CREATE TABLE %(table)s (%(definition)s) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin"


class CreateTable(migrations.CreateModel):
    """CreateModel whose foreign keys cascade in the database itself, and whose options MySQL is told."""

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

    There Django copies the table, and the copy has neither the cascades nor the triggers of this module.
    """

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """Adds the column by the editor's method that all databases share."""
        model: Any = to_state.apps.get_model(app_label, self.model_name)
        if self.allow_migrate_model(schema_editor.connection.alias, model):
            BaseDatabaseSchemaEditor.add_field(schema_editor, model, model._meta.get_field(self.name))


class InsertOnly(migrations.operations.base.Operation):
    """Triggers by which the database itself refuses to change or delete a row of the table."""

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


def forbid(schema_editor: BaseDatabaseSchemaEditor, table: str) -> None:
    """Creates the triggers that refuse UPDATE and DELETE on `table`."""
    message = f"{table} is insert-only"
    if schema_editor.connection.vendor == "mysql":
        body = f"FOR EACH ROW SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = '{message}'"
    else:
        body = f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
    for event in ("UPDATE", "DELETE"):
        schema_editor.execute(f"CREATE TRIGGER {table}_no_{event.lower()} BEFORE {event} ON {table} {body}")


def allow(schema_editor: BaseDatabaseSchemaEditor, table: str) -> None:
    """Drops them again."""
    for event in ("update", "delete"):
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{event}")
