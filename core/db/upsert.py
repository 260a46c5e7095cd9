"""Inserts a row that may exist already: leaves the existing one as it is, or overwrites it."""

from django.db import IntegrityError, connection, models, transaction


def insert_if_new(row: models.Model) -> bool:
    """Inserts `row`, in the caller's transaction; returns False where UNIQUE refuses it."""
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        return False
    return True


def insert_or_replace(row: models.Model, unique_field: str) -> None:
    """Writes all fields of `row`; an existing row with the same value in `unique_field` only keeps its primary key.

    One statement on both databases. `row.pk` is not set, because MySQL does not return it.
    """
    others = [field.name for field in row._meta.concrete_fields if not field.primary_key and field.name != unique_field]
    target = [unique_field] if connection.features.supports_update_conflicts_with_target else None
    type(row)._base_manager.bulk_create([row], update_conflicts=True, update_fields=others, unique_fields=target)
