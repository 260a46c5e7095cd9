"""Reads transactions and entries: one access-checked query for each."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Case, F, Q, QuerySet, Subquery, When

from accounts.models import Account
from accounts.selectors import account_ids_owned_by
from core.authorization.capabilities import Capability, has_capability
from core.db.filters import filter_given
from core.exceptions import NotFound
from transactions.models import Entry, Transaction
from users.models import User


def transactions_visible_to(actor: User) -> QuerySet[Transaction]:
    """With the capability all, otherwise those from or to one's own accounts."""
    rows = Transaction.objects.select_related("from_account", "to_account", "reversed_by")
    if has_capability(actor, Capability.VIEW_ALL_TRANSACTIONS):
        return rows
    if not has_capability(actor, Capability.VIEW_OWN_RECORDS):
        return rows.none()
    mine = account_ids_owned_by(actor)
    return rows.filter(Q(from_account__in=mine) | Q(to_account__in=mine))


def transaction_visible_to(actor: User, transaction_id: int) -> Transaction:
    """One visible transaction. Raises NotFound."""
    found = transactions_visible_to(actor).filter(pk=transaction_id).first()
    if found is None:
        raise NotFound
    return found


def find_transactions(
    actor: User,
    *,
    account: Account | None,
    kind: str | None,
    since: datetime | None,
    before: datetime | None,
    least: int | None,
    most: int | None,
    search: str,
) -> QuerySet[Transaction]:
    """The visible transactions that match; amounts in minor units, `search` looks into the description."""
    rows = transactions_visible_to(actor)
    if account is not None:
        rows = rows.filter(Q(from_account=account) | Q(to_account=account))
    return filter_given(
        rows,
        kind=kind,
        booked_at__gte=since,
        booked_at__lt=before,
        amount__gte=least,
        amount__lte=most,
        description_folded__finds=search or None,
    )


def entries_of(account: Account) -> QuerySet[Entry]:
    """The entries of an account, with the other account, its holder and the reversal of each; not ordered."""
    return _with_counterparty(Entry.objects.filter(account=account))


def entries_of_accounts(accounts: Iterable[Account]) -> QuerySet[Entry]:
    """The entries of several accounts, as by `entries_of` and with their account; newest first."""
    return _with_counterparty(Entry.objects.filter(account__in=accounts)).select_related("account").order_by("-id")


def find_entries(
    account: Account,
    *,
    since: datetime | None,
    before: datetime | None,
    direction: str | None,
    least: int | None,
    most: int | None,
    search: str,
) -> QuerySet[Entry]:
    """The entries of an account that match; amounts in minor units, `search` looks into the description.

    A period is searched as a range of `seq`, along which booking times never decrease: the same index bounds the
    period, sorts the rows and continues after a cursor.
    """
    rows = filter_given(
        entries_of(account),
        direction=direction,
        amount__gte=least,
        amount__lte=most,
        transaction__description_folded__finds=search or None,
    )
    own = Entry.objects.filter(account=account)
    if since is not None:
        rows = rows.filter(seq__gte=_seq_of_first(own.filter(booked_at__gte=since).order_by("booked_at", "id")))
    if before is not None:
        rows = rows.filter(seq__lte=_seq_of_first(own.filter(booked_at__lt=before).order_by("-booked_at", "-id")))
    return rows


def _seq_of_first(entries: QuerySet[Entry]) -> Subquery:
    """NULL where there is none: then no row compares."""
    return Subquery(entries.values("seq")[:1])


def _with_counterparty(entries: QuerySet[Entry]) -> QuerySet[Entry]:
    """Adds the transaction with its accounts, and the annotations that `Entry` declares; no row of a user is read."""
    to_holder = When(transaction__from_account=F("account"), then=F("transaction__to_account__owner__full_name"))
    rows = entries.select_related("transaction__from_account", "transaction__to_account")
    return rows.annotate(  # type: ignore[no-redef]  # django-stubs takes the declarations of `Entry` for fields
        counterparty_holder=Case(to_holder, default=F("transaction__from_account__owner__full_name")),
        reversal_id=F("transaction__reversed_by__id"),
    )
