"""Statements as JSON bodies and as CSV lines."""

from collections.abc import Iterator
from typing import Any

from accounts.numbers import grouped_number
from core.clock import iso_utc
from core.csv_export import csv_line, escape_formula
from core.dates import bank_day, last_day_before
from core.money import to_text
from transactions.enums import Direction
from transactions.models import Entry
from transactions.serializers import counterparty_name_of, counterparty_of
from transactions.statements.selectors import Statement
from transactions.statements.serializers import StatementSerializer

CSV_COLUMNS = ["booked_at", "value_date", "transaction", "kind", "description", "counterparty", "counterparty_name",
               "debit", "credit", "balance_after"]  # fmt: skip


def to_json(statement: Statement) -> dict[str, Any]:
    """The body of the JSON response."""
    currency = statement.account.currency
    return dict(
        StatementSerializer(
            {
                "account": statement.account,
                "from": bank_day(statement.since),
                "to": last_day_before(statement.before),
                "opening_balance": to_text(statement.opening_balance, currency),
                "closing_balance": to_text(statement.closing_balance, currency),
                "total_credits": to_text(statement.total_credits, currency),
                "total_debits": to_text(statement.total_debits, currency),
                "entries": statement.entries,
            },
            context={"full_names": statement.full_names},
        ).data
    )


def to_csv(statement: Statement) -> Iterator[str]:
    """The lines of the CSV file: a header and the entries only, so that its columns add up to the totals."""
    yield csv_line(CSV_COLUMNS)
    for entry in statement.entries:
        yield csv_line(csv_row(entry, full_names=statement.full_names))


def csv_row(entry: Entry, *, full_names: bool) -> list[str]:
    """The cells of one entry; account numbers in groups, because spreadsheets take long numbers for figures."""
    row = entry.transaction
    amount = to_text(entry.amount, row.currency)
    debit = entry.direction == Direction.DEBIT
    return [
        iso_utc(entry.booked_at),
        row.value_date.isoformat(),
        str(row.pk),
        row.kind,
        escape_formula(row.description),
        grouped_number(counterparty_of(entry) or ""),
        escape_formula(counterparty_name_of(entry, full=full_names) or ""),
        amount if debit else "",
        "" if debit else amount,
        to_text(entry.balance_after or 0, row.currency),
    ]
