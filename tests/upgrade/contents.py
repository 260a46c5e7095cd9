"""All rows of a database, and the comparison of two such contents."""

from collections import Counter

# Tables to which Django adds rows with every migration.
BOOKKEEPING = {"django_migrations", "django_content_type", "auth_permission", "auth_group_permissions"}


def read_contents(cursor, tables):
    """`{table: (columns, Counter of rows)}`."""
    contents = {}
    for table in tables:
        cursor.execute(f"SELECT * FROM {table}")
        columns = tuple(column[0] for column in cursor.description)
        contents[table] = (columns, Counter(tuple(row) for row in cursor.fetchall()))
    return contents


def differences(before, after, changed=(), grown=BOOKKEEPING):
    """One line for everything in `before` that is missing or different in `after`; new tables and columns are accepted.

    `changed` names columns, as `table.column`, whose values a migration changes; `grown` names tables that may have
    new rows.
    """
    lines = []
    for table, (columns, rows) in before.items():
        if table not in after:
            lines.append(f"{table}: the table is gone")
            continue
        columns_now, rows_now = after[table]
        lines += [f"{table}.{column}: the column is gone" for column in columns if column not in columns_now]
        kept = [c for c in columns if c in columns_now and f"{table}.{c}" not in changed]
        old, new = _project(kept, columns, rows), _project(kept, columns_now, rows_now)
        lines += [f"{table}: {_describe(kept, row)} is gone or changed" for row in (old - new).elements()]
        if table not in grown:
            lines += [f"{table}: {_describe(kept, row)} is new or changed" for row in (new - old).elements()]
    return lines


def _project(kept, columns, rows):
    """The rows reduced to these columns."""
    places = [columns.index(column) for column in kept]
    found = Counter()
    for row, count in rows.items():
        found[tuple(row[place] for place in places)] += count
    return found


def _describe(columns, row):
    return ", ".join(f"{column}={value!r}" for column, value in zip(columns, row, strict=True))
