"""Compares the migrations on disk with those that a database has recorded."""

from functools import cache

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.loader import MigrationLoader

Key = tuple[str, str]


def missing_migrations(using: BaseDatabaseWrapper) -> list[str]:
    """The migrations that `migrate` would apply, as `app.name`; all where none is recorded."""
    recorded = _recorded(using)
    return [
        f"{app}.{name}"
        for (app, name), replaced in _on_disk()
        if (app, name) not in recorded and not (replaced and recorded.issuperset(replaced))
    ]


def _recorded(using: BaseDatabaseWrapper) -> set[Key]:
    with using.cursor() as cursor:
        if "django_migrations" not in using.introspection.table_names(cursor):
            return set()
        cursor.execute("SELECT app, name FROM django_migrations")
        return {(app, name) for app, name in cursor.fetchall()}


@cache
def _on_disk() -> list[tuple[Key, list[Key]]]:
    """Each migration with those that it replaces; read once in each process."""
    graph = MigrationLoader(None).graph
    return [(key, list(migration.replaces)) for key, migration in sorted(graph.nodes.items())]
