"""Migrations that make MariaDB copy a table let writers of the tables that refer to it wait."""

import pytest
from django.db import migrations, models
from django.db.migrations.loader import MigrationLoader

from tools.lint_migrations import APPS


def copies_its_table(operation):
    """Whether MariaDB copies the table: for a CHECK, and for a column with a foreign key."""
    if type(operation) is migrations.AddConstraint:
        return isinstance(operation.constraint, models.CheckConstraint)
    return type(operation) is migrations.AddField and bool(operation.field.remote_field)


def copied_parents(loader):
    """The operations that copy a table which existed before, and which foreign keys of other tables refer to."""
    for (app, name), migration in sorted(loader.disk_migrations.items()):
        operations = [operation for operation in migration.operations if copies_its_table(operation)]
        if app not in APPS or not operations:
            continue
        relations = loader.project_state((app, name), at_end=False).relations
        for operation in operations:
            key = (app, operation.model_name.lower())
            if set(relations.get(key, ())) - {key}:
                yield f"{app}.{name}: {operation.describe()}"


@pytest.fixture
def loader():
    return MigrationLoader(None)


def test_no_migration_copies_a_parent_table_without_a_lock(loader):
    """`AddConstraintToParent` and `AddFieldToParent` have the lock."""
    assert list(copied_parents(loader)) == []


@pytest.mark.parametrize(
    "operation",
    [
        migrations.AddConstraint("user", models.CheckConstraint(condition=models.Q(id__gt=0), name="positive")),
        migrations.AddField("user", "friend", models.ForeignKey("users.User", models.PROTECT, null=True)),
    ],
    ids=["a CHECK", "a foreign key"],
)
def test_copy_of_a_parent_table_without_a_lock_is_found(loader, operation):
    latest = max(name for app, name in loader.disk_migrations if app == "users")
    loader.disk_migrations["users", latest].operations.append(operation)
    try:
        assert list(copied_parents(loader)) == [f"users.{latest}: {operation.describe()}"]
    finally:
        loader.disk_migrations["users", latest].operations.remove(operation)
