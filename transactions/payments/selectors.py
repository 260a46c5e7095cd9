"""Reads accounts and transactions for payments."""

from collections.abc import Callable
from typing import Any

from django.db.models import F, Max, QuerySet

from accounts.balances import Fact, customer_accounts_by_number
from accounts.enums import Status
from accounts.models import Account
from accounts.selectors import account_ids_owned_by
from accounts.unknown_numbers import count_unknown_number
from core.authorization.capabilities import Capability, has_capability, require_capability
from core.db.sql import column
from core.exceptions import NotFound
from transactions.enums import TransactionType
from transactions.models import Transaction
from users.models import User

Read = Callable[..., dict[str, Account]]


def accounts_to_transfer(
    actor: User, from_number: str, to_number: str, *, read: Read = customer_accounts_by_number
) -> tuple[Account, Account | None]:
    """The source (any account with the capability, otherwise one's own) and the target, None if it does not exist.

    A transfer reads them with `ledger.lock_by_numbers`, which locks them in the same statement. For a member, `fact` of
    the target is whether the member has paid to it before.

    Raises PermissionDenied; NotFound for a source that does not exist and for one that is not the member's own; and
    Throttled for a member who has named too many of those.
    """
    for_members = has_capability(actor, Capability.TRANSFER_FOR_MEMBERS)
    if not for_members:
        require_capability(actor, Capability.TRANSFER_OWN_MONEY)
    found = read(from_number, to_number, fact=None if for_members else _paid_before(actor))
    source = found.get(from_number)
    if source is None or (not for_members and source.owner_id != actor.pk):
        count_unknown_number(actor)
        raise NotFound
    return source, found.get(to_number)


def _paid_before(member: User) -> Fact:
    """Whether a member has paid to an account, in the statement that reads it. Only transfers of a member's have the
    account of somebody else as their target, so the index on who has made them finds it.
    """
    created_by, to_account = column(Transaction, "created_by"), column(Transaction, "to_account")
    condition = (
        f"EXISTS (SELECT 1 FROM {Transaction._meta.db_table} p "  # noqa: S608 (names of our own model)
        f"WHERE p.{created_by} = %s AND p.{to_account} = accounts.id)"
    )
    return condition, [member.pk]


def find_payees(member: User) -> QuerySet[Any, Any]:
    """Other people's open accounts to which there are transfers from the member's; not ordered.

    One row for each account, with `number`, `full_name`, `last_transfer_id` and `last_paid_at`. The transfers are found
    by the index of their source, so the cost depends on the member's history and not on all transactions.
    """
    own = account_ids_owned_by(member) if has_capability(member, Capability.TRANSFER_OWN_MONEY) else []
    transfers = Transaction.objects.filter(kind=TransactionType.TRANSFER, from_account__in=own)
    return (
        transfers.exclude(to_account__in=own)
        .exclude(to_account__status=Status.CLOSED)
        .values("to_account_id", number=F("to_account__number"), full_name=F("to_account__owner__full_name"))
        .annotate(last_transfer_id=Max("id"), last_paid_at=Max("booked_at"))
    )


def get_transaction_kind(transaction_id: int) -> TransactionType:
    """The type of a transaction, which never changes. Raises NotFound."""
    kind = Transaction.objects.filter(pk=transaction_id).values_list("kind", flat=True).first()
    if kind is None:
        raise NotFound
    return TransactionType(kind)


def transaction_to_reverse(transaction_id: int) -> Transaction:
    """A transaction, locked: of several reversals at once, only one finds it not reversed."""
    return Transaction.objects.select_for_update().get(pk=transaction_id)  # guard: reversal-lock
