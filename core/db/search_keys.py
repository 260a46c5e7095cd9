"""Computes search keys that are missing or outdated, a batch of rows at a time."""

from django.db import connection, models

from core.db.search import folded_fields
from core.text import search_key

BATCH = 100  # rows; with more, each statement takes longer than it saves


def refresh_batch(model: type[models.Model], after: int) -> int | None:
    """Refreshes the keys of the next rows after this id; returns the last one's id, None where there are no more.

    In the caller's transaction. The rows are locked, so that no text changes between reading and writing.
    """
    fields = folded_fields(model)
    names = [name for field in fields for name in (field.source, field.name)]
    rows = list(
        model._base_manager.select_for_update().filter(pk__gt=after).order_by("pk").values_list("pk", *names)[:BATCH]
    )
    for index, field in enumerate(fields):
        texts = [(row[0], *row[1 + 2 * index : 3 + 2 * index]) for row in rows]
        _write(model, str(field.column), {pk: key for pk, text, old in texts if (key := search_key(text)) != old})
    return rows[-1][0] if rows else None


def _write(model: type[models.Model], column: str, keys: dict[int, str]) -> None:
    if not keys:
        return
    cases = " ".join(["WHEN %s THEN %s"] * len(keys))
    places = ", ".join(["%s"] * len(keys))
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {model._meta.db_table} SET {column} = CASE id {cases} END "  # noqa: S608 (names of ours)
            f"WHERE id IN ({places})",
            [*(value for pair in keys.items() for value in pair), *keys],
        )
