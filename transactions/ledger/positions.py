"""Finds where moments and transactions lie along an account's `seq`, by single look-ups in indexes.

Booking times and transaction ids increase along the `seq` of an account, because its row is locked while they are
assigned. MariaDB reads `seq < 500000 ORDER BY seq DESC LIMIT 50` of an account that holds much of the table from its
newest entry on (docs/performance.md); a range with two literal bounds it reads at once. MIN and MAX of an indexed
column it answers by one look-up, without its statistics.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import BigIntegerField, F, Func, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Greatest, Least

from accounts.models import Account
from accounts.selectors import customer_accounts
from core.validation import MAX_ID
from transactions.models import Entry, Transaction

_NONE = Value(None, output_field=BigIntegerField())
SeqRange = tuple[int, int]  # the first and the last seq, both included; empty where the last is lower


def entry_before(moment: datetime, column: str) -> Subquery:
    """For a queryset of accounts: a column of each account's last entry before the moment, NULL without one.

    For accounts that are selected by a unique column: only then MariaDB takes the account's id for a constant.
    """
    own = Entry.objects.filter(account=OuterRef(OuterRef(OuterRef("pk"))), booked_at__lt=moment)
    same_account = Entry.objects.filter(account=OuterRef(OuterRef("pk")))
    latest = same_account.filter(booked_at=Subquery(_extreme("MAX", own, "booked_at")))
    entries = Entry.objects.filter(pk=Subquery(_extreme("MAX", latest, "id")))
    return Subquery(entries.values(column))


def seq_bounds(since: datetime | None, before: datetime | None) -> dict[str, Any]:
    """Annotations for an account, which `annotated_range` reads: a period as a range of its `seq`.

    None for a side that is open.
    """
    bounds = {"seq_before_period": since, "last_seq_of_period": before}
    return {name: Coalesce(entry_before(moment, "seq"), 0) for name, moment in bounds.items() if moment is not None}


def annotated_range(account: Account) -> SeqRange:
    """The range that `seq_bounds` has added to an account."""
    read = vars(account)
    return read.get("seq_before_period", 0) + 1, read.get("last_seq_of_period", account.seq)


def seq_ranges(
    lengths: Mapping[int, int],
    *,
    since: datetime | None = None,
    before: datetime | None = None,
    below: int | None = None,
    above: int | None = None,
) -> dict[int, SeqRange]:
    """By account, the range of `seq` within a period, and of transactions with ids below or above another.

    `lengths` has the accounts' own `seq`. One statement for all accounts, none without a period and an id.
    """
    if not lengths or all(bound is None for bound in (since, before, below, above)):
        return {account: (1, length) for account, length in lengths.items()}
    first, *more = (_positions(account, since, before, below, above) for account in lengths)
    found = {row[0]: row[1:] for row in (first.union(*more, all=True) if more else first)}
    ranges = {}
    for account, length in lengths.items():
        before_period, last, under, over = found[account]
        low = before_period + 1 if above is None else max(before_period + 1, length + 1 if over is None else over)
        high = last if below is None else min(last, under or 0)
        ranges[account] = low, min(high, length)
    return ranges


def _positions(
    account: int, since: datetime | None, before: datetime | None, below: int | None, above: int | None
) -> QuerySet[Any, Any]:
    """One row: the account, the bounds of its period, the seq of its last transaction below, of its first above."""
    rows = (
        customer_accounts()
        .filter(pk=account)
        .order_by()
        .annotate(
            **{"seq_before_period": Value(0), "last_seq_of_period": F("seq")} | seq_bounds(since, before),
            below=_NONE if below is None else _seq_beside(account, below, "MAX"),
            above=_NONE if above is None else _seq_beside(account, above, "MIN"),
        )
    )
    return rows.values_list("pk", "seq_before_period", "last_seq_of_period", "below", "above")


def _seq_beside(account: int, transaction_id: int, function: str) -> Subquery:
    """The seq of the account's last entry whose transaction has a lower id (MAX), or the first with a higher (MIN)."""
    lower = function == "MAX"
    rows = Transaction.objects.filter(**{"id__lt" if lower else "id__gt": transaction_id})
    sides = (rows.filter(**{side: account}) for side in ("from_account", "to_account"))
    ids = [Coalesce(Subquery(_extreme(function, side, "id")), 0 if lower else MAX_ID) for side in sides]
    nearest = Greatest(*ids) if lower else Least(*ids)
    return Subquery(Entry.objects.filter(account=account, transaction=nearest).order_by().values("seq")[:1])


def _extreme(function: str, rows: QuerySet[Any], column: str) -> QuerySet[Any, Any]:
    """MIN or MAX of a column. Not as Django's aggregate, which would group by the rows of the outer query."""
    found: QuerySet[Any, Any] = rows.order_by().annotate(extreme=Func(F(column), function=function))
    return found.values("extreme")
