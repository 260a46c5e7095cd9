"""The table of docs/proofs.md: a row for each guard, and in it what its test said on each database."""

import re

from tests.concurrency.markers import ROOT

PAGE = ROOT / "docs" / "proofs.md"
DATABASES = {"mariadb": "MariaDB said", "sqlite": "SQLite said"}
HEADER = f"| guard | taken out how | test | {' | '.join(DATABASES.values())} |"


def row_key(guard):
    """What the row of a guard begins with."""
    return guard.names, guard.how, guard.test.partition("::")[2]


def read(page=PAGE):
    """`{key: {database: what it said}}`."""
    rows = {}
    for line in page.read_text().splitlines():
        cells = [cell.strip().replace(r"\|", "|") for cell in re.split(r"(?<!\\)\|", line)[1:-1]]
        if len(cells) == 5 and cells[0].startswith("`"):
            names, test, *said = (cell.strip("`") for cell in (cells[0], *cells[2:]))
            rows[names, cells[1], test] = dict(zip(DATABASES, said, strict=True))
    return rows


def write(guards, said, database, page=PAGE):
    """Puts `said`, `{key: text}`, into the column of that database; rows of guards that are no more go."""
    rows = read(page)
    lines = [HEADER, "|" + "---|" * 5]
    for guard in guards:
        key = row_key(guard)
        row = rows.get(key, {})
        row[database] = said.get(key, row.get(database, "") if database in guard.databases else "")
        texts = [_code(row.get(name, "")) for name in DATABASES]
        lines.append(f"| {_code(key[0])} | {key[1]} | {_code(key[2])} | {' | '.join(texts)} |")
    before = page.read_text().partition("| guard |")[0]
    page.write_text(before + "\n".join(lines) + "\n")


def _code(text):
    text = text.replace("|", r"\|")
    return f"`{text}`" if text else ""
