"""Reads transactions and entries: one access-checked query for each."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q, QuerySet

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
    """The entries of an account, with the accounts of their transactions; not ordered."""
    related = ("transaction__from_account", "transaction__to_account")
    return Entry.objects.filter(account=account).select_related(*related)


def entries_of_accounts(accounts: Iterable[Account]) -> QuerySet[Entry]:
    """The entries of several accounts, with their account and those of their transactions; newest first."""
    related = ("account", "transaction__from_account", "transaction__to_account")
    return Entry.objects.filter(account__in=accounts).select_related(*related).order_by("-id")
