"""Reads the ledger: whose accounts and transactions they are is asked at this one door."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import OuterRef, Q, QuerySet, Subquery

from accounts.kinds import Kind as AccountKind
from accounts.models import Account
from accounts.selectors import accounts_visible_to, accounts_where
from accounts.unknown_numbers import count_unknown_number
from core.authorization.capabilities import Capability, has_capability, require_capability, roles_with
from core.exceptions import InvalidRequest, NotFound
from transactions.errors import StatementTooLong
from transactions.kinds import Direction
from transactions.models import Entry, Transaction
from users.models import User

MAX_STATEMENT_ENTRIES, MAX_PRINTED_ENTRIES = 10_000, 1_000


@dataclass(frozen=True)
class Statement:
    """What happened on an account from `since` to before `before`; amounts in minor units."""

    account: Account
    since: datetime
    before: datetime
    opening_balance: int
    closing_balance: int
    total_credits: int
    total_debits: int
    entries: list[Entry]


def accounts_to_transfer(actor: User, from_number: str, to_number: str) -> tuple[Account, Account | None]:
    """Where from (any account with the capability, else one's own), and where to: None where there is no such account.

    Raises PermissionDenied; NotFound, alike for a source that is absent and for one that is not the member's own; and
    Throttled for a member who has named too many of those.
    """
    for_members = has_capability(actor, Capability.TRANSFER_FOR_MEMBERS)
    if not for_members:
        require_capability(actor, Capability.TRANSFER_OWN_MONEY)
    found = {
        account.number: account
        for account in accounts_where("number IN (%s, %s)", [from_number, to_number])
        if account.is_customers
    }
    source = found.get(from_number)
    if source is None or (not for_members and source.owner_id != actor.pk):
        count_unknown_number(actor)
        raise NotFound
    return source, found.get(to_number)


def staff_ids() -> set[int]:
    """All who are or were at the counter: the roles that handle cash, and everybody who has a till."""
    tills = Account.objects.filter(type=AccountKind.TILL).values_list("code", flat=True)
    served = {int(str(code).partition(":")[2]) for code in tills}
    return served | set(User.objects.filter(role__in=roles_with(Capability.PROCESS_CASH)).values_list("pk", flat=True))


def transactions_visible_to(actor: User) -> QuerySet[Transaction]:
    """All with the capability, else those from or to one's own accounts."""
    rows = Transaction.objects.select_related("from_account", "to_account", "reversed_by")
    if has_capability(actor, Capability.VIEW_ALL_TRANSACTIONS):
        return rows
    if not has_capability(actor, Capability.VIEW_OWN_RECORDS):
        return rows.none()
    mine = list(Account.objects.filter(owner=actor).values_list("pk", flat=True))
    return rows.filter(Q(from_account__in=mine) | Q(to_account__in=mine))


def transaction_visible_to(actor: User, transaction_id: int) -> Transaction:
    """One of them. Raises NotFound."""
    found = transactions_visible_to(actor).filter(pk=transaction_id).first()
    if found is None:
        raise NotFound
    return found


def transaction_to_reverse(actor: User, transaction_id: int) -> Transaction:
    """One that the actor may reverse, locked: of any number of reversals at once, one finds it unreversed.

    Raises PermissionDenied, NotFound.
    """
    require_capability(actor, Capability.REVERSE_TRANSACTION)
    rows = Transaction.objects.select_for_update().filter(pk=transaction_id)  # guard: reversal-lock
    found = rows.first()
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
    """Those of the visible ones that match; amounts in minor units, `search` looks into the description."""
    rows = transactions_visible_to(actor)
    if account is not None:
        rows = rows.filter(Q(from_account=account) | Q(to_account=account))
    wanted = {
        "kind": kind,
        "booked_at__gte": since,
        "booked_at__lt": before,
        "amount__gte": least,
        "amount__lte": most,
        "description_folded__finds": search or None,
    }
    return rows.filter(**{name: value for name, value in wanted.items() if value is not None})


def entries_of(account: Account) -> QuerySet[Entry]:
    """The entries of an account, with what their transactions say; ordered along `seq`."""
    related = ("transaction__from_account", "transaction__to_account")
    return Entry.objects.filter(account=account).select_related(*related)


def statement_visible_to(
    actor: User, number: str, since: datetime, before: datetime, *, printed: bool = False
) -> Statement:
    """Opening + credits - debits = closing, and the closing of one period is the opening of the next.

    Two queries whatever the account's age: the account with the balance after its last earlier entry, and the
    period's entries. Raises NotFound, InvalidRequest for a period of more than ten thousand entries, and
    StatementTooLong for one of more than a thousand that is to be printed.
    """
    earlier = Entry.objects.filter(account=OuterRef("pk"), booked_at__lt=since).order_by("-booked_at", "-id")
    accounts = accounts_visible_to(actor).annotate(opening=Subquery(earlier.values("balance_after")[:1]))
    account = accounts.filter(number=number).first()
    if account is None:
        count_unknown_number(actor)
        raise NotFound
    opening = account.opening or 0
    within = entries_of(account).filter(booked_at__gte=since, booked_at__lt=before).order_by("booked_at", "id")
    entries = list(within[: (MAX_PRINTED_ENTRIES if printed else MAX_STATEMENT_ENTRIES) + 1])
    if printed and len(entries) > MAX_PRINTED_ENTRIES:
        raise StatementTooLong
    if len(entries) > MAX_STATEMENT_ENTRIES:
        raise InvalidRequest(to=f"More than {MAX_STATEMENT_ENTRIES} entries: choose a shorter period.")
    credited = sum(entry.amount for entry in entries if entry.direction == Direction.CREDIT)
    debited = sum(entry.amount for entry in entries if entry.direction == Direction.DEBIT)
    return Statement(account, since, before, opening, opening + credited - debited, credited, debited, entries)
