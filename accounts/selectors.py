"""Reads accounts: the access-checked query, and facts that other apps need; rows for postings: `accounts.balances`."""

from datetime import datetime
from typing import Any

from django.db.models import Max, OuterRef, Q, QuerySet, Subquery

from accounts.enums import CASH_TYPES, CUSTOMER_TYPES
from accounts.models import Account
from accounts.unknown_numbers import count_unknown_number
from core.authorization.capabilities import Capability, has_capability
from core.db.compiled_query import CompiledQuery
from core.exceptions import NotFound
from users.email_normalization import normalize_email
from users.models import User


def accounts_visible_to(actor: User) -> QuerySet[Account]:
    """Customer accounts: with the capability all, otherwise one's own. The bank's own are never included."""
    return _visible(actor, CompiledQuery(_with_owner)).queryset()


def _visible(actor: User, accounts: CompiledQuery[Account]) -> CompiledQuery[Account]:
    if has_capability(actor, Capability.VIEW_ALL_ACCOUNTS):
        return accounts
    return accounts.filter(owner=actor.pk) if has_capability(actor, Capability.VIEW_OWN_RECORDS) else accounts.none()


def _with_owner() -> QuerySet[Account]:
    return customer_accounts().select_related("owner")


def _for_list() -> QuerySet[Account]:
    """With the columns that a list shows: the others take half of the time of reading 50 rows."""
    return _with_owner().only(
        "number", "owner__full_name", "type", "name", "currency", "status", "balance", "held", "overdraft",
        "opened_at", "closed_at",
    )  # fmt: skip


def account_visible_to(actor: User, number: str, **annotations: Any) -> Account:
    """One account, with these annotations. Raises NotFound for one that does not exist or is not visible to the actor,
    and Throttled for a member who has named too many of those.
    """
    accounts = _visible(actor, CompiledQuery(_with_owner)).filter(number=number)
    account = (accounts.queryset().annotate(**annotations) if annotations else accounts).first()
    # MariaDB's collations take other spellings for the same: a space behind it, full-width digits.
    if account is None or account.number != number:
        count_unknown_number(actor)
        raise NotFound
    return account


def field_of_account(name: str, account_id: OuterRef) -> Subquery:
    """A column of an account, for a query of another app."""
    return Subquery(Account.objects.filter(pk=account_id).values(name))


def account_ids_owned_by(owner: User) -> list[int]:
    """The ids of all accounts of a person."""
    return list(Account.objects.filter(owner=owner).values_list("pk", flat=True))


def entry_counts_of_accounts(owner: User) -> dict[int, int]:
    """By id, how many entries each account of a person has."""
    accounts = CompiledQuery[Account](_with_seq).filter(owner=owner.pk)
    return {account.pk: account.seq for account in accounts}


def _with_seq() -> QuerySet[Account]:
    return Account.objects.only("seq")


def account_ids_by_number(number: str) -> list[int]:
    """The id of the account of a number, the bank's own included; a list, empty where there is none."""
    return list(Account.objects.filter(number=number).values_list("pk", flat=True))


def count_customer_accounts(before: datetime) -> int:
    """How many customer accounts were opened before a moment and not closed before it."""
    open_then = Q(closed_at__isnull=True) | Q(closed_at__gte=before)
    return customer_accounts().filter(open_then, opened_at__lt=before).count()


def customer_accounts() -> QuerySet[Account]:
    """The accounts of all members, closed ones too."""
    return Account.objects.filter(type__in=CUSTOMER_TYPES)


def bank_accounts() -> QuerySet[Account]:
    """The bank's own accounts."""
    return Account.objects.exclude(type__in=CUSTOMER_TYPES)


def cash_accounts(cashier_id: int | None = None) -> list[Account]:
    """The vault and all tills that have been opened, or the till of one person."""
    accounts = (
        Account.objects.filter(type__in=CASH_TYPES)
        if cashier_id is None
        else Account.objects.filter(cashier=cashier_id)
    )
    return list(accounts.order_by("pk"))


def last_account_id() -> int:
    """The highest id of an account; 0 where there is none."""
    return Account.objects.aggregate(last=Max("pk"))["last"] or 0


def lock_accounts_of(owner: User) -> list[Account]:
    """All customer accounts of a member, locked until the end of the caller's transaction.

    For rules about all accounts of a member: two calls always have a row in common, because accounts are never deleted.
    In ascending order of ids, as the ledger locks them, so that two calls wait for each other without a deadlock.
    """
    accounts = Account.objects.select_for_update().filter(owner=owner, type__in=CUSTOMER_TYPES)  # guard: member-lock
    return list(accounts.order_by("pk"))


def find_accounts(
    actor: User, *, owner: int | None, status: str | None, kind: str | None, search: str
) -> CompiledQuery[Account]:
    """The visible accounts that match; `search` looks into number, account name and owner."""
    accounts = _visible(actor, CompiledQuery(_for_list)).filter_given(owner_id=owner, status=status, type=kind)
    if search:
        accounts = accounts.filter(
            Q(number__startswith=search)
            | Q(name_folded__finds=search)
            | Q(owner__full_name_folded__finds=search)
            | Q(owner__email__contains=normalize_email(search))
        )
    return accounts
