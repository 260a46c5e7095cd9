"""Whose account a number is, and names of account holders as an actor sees them: staff in full, members masked."""

from accounts.enums import CUSTOMER_TYPES, Status
from accounts.models import Account
from accounts.numbers import is_number
from accounts.unknown_numbers import count_unknown_number, require_lookups_left
from core.authorization.capabilities import Capability, has_capability, require_capability
from core.db.transactions import atomic_with_retry
from core.exceptions import NotFound
from core.ratelimit import exact as limits
from users.models import User
from users.names import masked_name


def look_up_payee(*, actor: User, number: str) -> Account:
    """The open account of a customer, frozen or not, because both accept credits.

    For members each account that is not their own counts, whether it exists or not, and one that is not found counts as
    an unknown number too. A number with wrong check digits counts nowhere, because no account has one.

    Raises PermissionDenied (no capability), NotFound, and Throttled for a member who has looked up too many accounts or
    named too many unknown numbers.
    """
    for_staff = sees_full_names(actor)
    if not for_staff:
        require_capability(actor, Capability.TRANSFER_OWN_MONEY)
    if not is_number(number):
        raise NotFound
    account = Account.objects.filter(number=number, type__in=CUSTOMER_TYPES).select_related("owner").first()
    is_own = account is not None and account.owner_id == actor.pk
    if not for_staff and not is_own:
        require_lookups_left(actor)
        _count_lookup(actor.pk)
    if account is None or account.status == Status.CLOSED:
        if not is_own:
            count_unknown_number(actor)
        raise NotFound
    return account


def sees_full_names(actor: User) -> bool:
    """Whether the actor may read every account, and so the names of all holders."""
    return has_capability(actor, Capability.VIEW_ALL_ACCOUNTS)


def holder_name(full_name: str, *, full: bool) -> str:
    """The name itself, or the form in which other members see it."""
    return full_name if full else masked_name(full_name)


@atomic_with_retry
def _count_lookup(user_id: int) -> None:
    """In a transaction of its own: a lookup counts whatever comes of it."""
    limits.acquire(limits.rate_limit_key("payee", user_id))
