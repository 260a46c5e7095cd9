"""The lists of entries and of transactions, each page of which reads a bounded number of rows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from django.db.models import F, Max, Min, Q, QuerySet

from core.api.bounded_pages import Section
from core.db.compiled_query import CompiledQuery
from transactions.ledger.positions import SeqRange, seq_ranges
from transactions.models import Entry, Transaction

Names = tuple[str, ...]
MAX_ENTRIES_READ = 10_000  # entries that one page of an account's list reads, each with its transaction
MAX_TRANSACTIONS_READ = 100_000  # transactions that one page of the bank's list reads, in the order of their ids


@dataclass(frozen=True)
class AccountEntries:
    """Entries of one account, newest first.

    `matches` has the entries that the filters select, and `filtered` says whether that may be few. Without filters, the
    rows of a page are known by their `seq`, which has no gaps.
    """

    matches: CompiledQuery[Entry]
    within: SeqRange
    filtered: bool
    key: ClassVar[str] = "seq"

    def read(self, position: int | None, *, back: bool, size: int) -> Section[Entry]:
        """See `BoundedList`."""
        low, high = self.within
        if position is not None:
            low, high = (max(low, position + 1), high) if back else (low, min(high, position - 1))
        read, end = _part((low, high), MAX_ENTRIES_READ if self.filtered else size + 1, back=back)
        return Section(self.matches.apply(_seq_within, *read).order_by("seq" if back else "-seq"), end)


@dataclass(frozen=True)
class AccountTransactions:
    """Transactions from or to accounts, newest first: those of the accounts' entries.

    `lengths` has the `seq` of each account. A transaction between two of them is found by its source's entry.
    """

    matches: CompiledQuery[Transaction]
    lengths: Mapping[int, int]
    since: datetime | None
    before: datetime | None
    filtered: bool
    key: ClassVar[str] = "id"

    def read(self, position: int | None, *, back: bool, size: int) -> Section[Transaction]:
        """See `BoundedList`."""
        beside = {} if position is None else {"above" if back else "below": position}
        ranges = seq_ranges(self.lengths, since=self.since, before=self.before, **beside)
        most = max(1, MAX_ENTRIES_READ // max(1, len(ranges))) if self.filtered else size + 1
        parts = {account: _part(within, most, back=back) for account, within in ranges.items()}
        # Without filters, an account that is not read to its end has more than `size` rows.
        ends = {a: seq for a, (_, seq) in parts.items() if seq is not None} if self.filtered else {}
        end = self._end(ends, back=back)
        rows = self._rows({account: read for account, (read, _) in parts.items()}, back=back)
        if end is not None:  # beyond it, one account has been read and another has not
            rows = rows.filter(**{"id__lte" if back else "id__gte": end})
        return Section(rows, end)

    def _rows(self, ranges: Mapping[int, SeqRange], *, back: bool) -> CompiledQuery[Transaction]:
        if not ranges:
            return self.matches.none()
        values = [value for account, within in ranges.items() for value in (account, *within)]
        if len(ranges) == 1:
            return self.matches.apply(_of_account, *values).order_by("entries__seq" if back else "-entries__seq")
        return self.matches.apply(_of_accounts, *values).apply(_oldest_first if back else _newest_first)

    def _end(self, last_seqs: Mapping[int, int], *, back: bool) -> int | None:
        """The id up to which all of the accounts are read; only some of them have an entry at which reading stops."""
        if not last_seqs:
            return None
        read = Q()
        for account, seq in last_seqs.items():
            read |= Q(account=account, seq=seq)
        ends = Entry.objects.filter(read).order_by().values_list("transaction_id", flat=True)
        return min(ends) if back else max(ends)


@dataclass(frozen=True)
class BankTransactions:
    """All transactions of the bank, newest first.

    `matches` has those that the filters select; `filtered` says whether a filter has no index.
    """

    matches: CompiledQuery[Transaction]
    since: datetime | None
    before: datetime | None
    filtered: bool
    key: ClassVar[str] = "id"

    def read(self, position: int | None, *, back: bool, size: int) -> Section[Transaction]:
        """See `BoundedList`."""
        rows = self.matches.order_by("id" if back else "-id")
        if not self.filtered:
            if position is not None:
                rows = rows.filter(**{"id__gt" if back else "id__lt": position})
            return Section(rows, None)
        low, high = self._ids()
        if position is not None:
            low, high = (max(low, position + 1), high) if back else (low, min(high, position - 1))
        read, end = _part((low, high), MAX_TRANSACTIONS_READ, back=back)
        return Section(rows.filter(id__range=read), end)

    def _ids(self) -> SeqRange:
        """The lowest and the highest id of the period. Ids do not follow booking times exactly."""
        rows = Transaction.objects.order_by()
        if self.since is not None:
            rows = rows.filter(booked_at__gte=self.since)
        if self.before is not None:
            rows = rows.filter(booked_at__lt=self.before)
        found = rows.aggregate(low=Min("id"), high=Max("id"))
        return found["low"] or 1, found["high"] or 0


def _seq_within(rows: QuerySet[Entry], _: Names, values: Sequence[Any]) -> QuerySet[Entry]:
    return rows.filter(seq__range=values)


def _of_account(rows: QuerySet[Transaction], _: Names, values: Sequence[Any]) -> QuerySet[Transaction]:
    account, *within = values
    return rows.filter(entries__account=account, entries__seq__range=within)


def _of_accounts(rows: QuerySet[Transaction], _: Names, values: Sequence[Any]) -> QuerySet[Transaction]:
    """`values` has three for each account: its id, and the first and the last `seq`."""
    read, from_one = Q(), Q()
    for account, low, high in zip(values[::3], values[1::3], values[2::3], strict=True):
        read |= Q(entries__account=account, entries__seq__range=(low, high))
        from_one |= Q(from_account=account)
    from_outside = Q(from_account__isnull=True) | ~from_one
    return rows.filter(read & (from_outside | Q(entries__account=F("from_account"))))


# By an expression: by the bare id, MariaDB may read all transactions in order until it has found enough.
def _oldest_first(rows: QuerySet[Transaction], _: Names, __: Sequence[Any]) -> QuerySet[Transaction]:
    return rows.order_by((F("id") + 0).asc())


def _newest_first(rows: QuerySet[Transaction], _: Names, __: Sequence[Any]) -> QuerySet[Transaction]:
    return rows.order_by((F("id") + 0).desc())


def _part(within: SeqRange, most: int, *, back: bool) -> tuple[SeqRange, int | None]:
    """The newest `most` numbers of a range, with `back` the oldest; and the last of them, None if it has no more."""
    low, high = within
    if high - low < most:
        return within, None
    return ((low, low + most - 1), low + most - 1) if back else ((high - most + 1, high), high - most + 1)
