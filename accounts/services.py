"""Opens, freezes, unfreezes and closes accounts. Only a posting changes a balance (`accounts.balances`)."""

from functools import cache

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext

from accounts.balances import find_till, lock_till
from accounts.enums import AccountType, Status
from accounts.exceptions import AccountClosed, AccountInUse, BalanceNotZero
from accounts.models import Account
from accounts.numbers import new_number
from accounts.selectors import account_visible_to
from audit.events import Event
from audit.services import record
from core.authorization.capabilities import Capability, require_capability
from core.client_info import ClientInfo
from core.clock import now
from core.db.transactions import atomic_with_retry, require_transaction
from core.exceptions import InvalidRequest, PermissionDenied
from users.models import User
from users.selectors import lock_active_member

_EVENTS = {
    Status.FROZEN: Event.ACCOUNT_FROZEN,
    Status.ACTIVE: Event.ACCOUNT_UNFROZEN,
    Status.CLOSED: Event.ACCOUNT_CLOSED,
}


@atomic_with_retry
def open_account(
    *, actor: User, owner_id: int, kind: str, name: str, currency: str, client: ClientInfo, number: str | None = None
) -> Account:
    """A new account of an active member, empty; without `number` it gets a random one.

    Raises InvalidRequest for an unknown or inactive member and for a currency other than the bank's, and
    PermissionDenied without the capability and for an account of one's own.
    """
    require_capability(actor, Capability.OPEN_ACCOUNT)
    if owner_id == actor.pk:
        raise PermissionDenied
    if currency != settings.BANK_CURRENCY:
        raise InvalidRequest(
            currency=gettext("This bank keeps its accounts in %(currency)s.") % {"currency": settings.BANK_CURRENCY}
        )
    # Locked, so that a member who is being deactivated gets no account.
    owner = lock_active_member(owner_id)
    if owner is None:
        raise InvalidRequest(owner=gettext("Member not found or inactive."))
    account = _insert(number, owner=owner, type=kind, name=name, currency=currency)
    record(Event.ACCOUNT_OPENED, client=client, user_id=owner.pk, actor_id=actor.pk, account=account.number)
    return account


@atomic_with_retry
def change_status(*, actor: User, number: str, status: Status, reason: str, client: ClientInfo) -> Account:
    """Freezes, unfreezes or closes. A status that the account already has is not recorded again.

    Raises NotFound, PermissionDenied (no capability, or one's own account), AccountClosed (permanently),
    BalanceNotZero, AccountInUse.
    """
    require_capability(actor, Capability.CHANGE_ACCOUNT_STATUS)
    found = account_visible_to(actor, number)
    if found.owner_id == actor.pk:
        raise PermissionDenied
    account = Account.objects.select_for_update().get(pk=found.pk)  # guard: status-change-lock
    account.owner = found.owner
    if account.status == status:
        return account
    if account.status == Status.CLOSED:
        raise AccountClosed
    if status == Status.CLOSED:
        if account.balance or account.held:
            raise BalanceNotZero
        if account.open_loan_count:
            raise AccountInUse
        account.closed_at = now()
    account.status = status
    account.save(update_fields=["status", "closed_at"])
    record(
        _EVENTS[status],
        client=client,
        user_id=account.owner_id,
        actor_id=actor.pk,
        account=account.number,
        reason=reason,
    )
    return account


def increment_open_loans(account_id: int, *, by: int) -> None:
    """Adds to the number of active loans that keep an account open; in the caller's transaction.

    Raises AccountClosed for one that is closed already, and TransactionManagementError outside a transaction.
    """
    require_transaction("increment_open_loans()")
    account = Account.objects.filter(pk=account_id).exclude(status=Status.CLOSED)
    if not account.update(open_loan_count=F("open_loan_count") + by):
        raise AccountClosed


def bank_account(kind: AccountType) -> Account:
    """One of the bank's own accounts, which a migration has created.

    They are read once in each process: nothing of their rows changes, and their balances are those of their entries.
    """
    if kind not in chart():
        chart.cache_clear()  # read by a process that runs since before the migration
    return chart()[kind]


@cache
def chart() -> dict[str, Account]:
    """The bank's own accounts but the tills, by code."""
    return {str(account.code): account for account in Account.objects.filter(code__in=AccountType.values)}


def chart_account(kind: AccountType) -> Account:
    """One of the bank's own accounts that no migration has created, opened when first used.

    A server of the previous version knows no such type, and its trial balance would fail from the migration on. Raises
    TransactionManagementError outside a transaction.
    """
    require_transaction("chart_account()")
    found = Account.objects.filter(code=kind).first()
    if found is not None:
        return found
    try:
        with transaction.atomic():
            return _insert(None, code=kind, type=kind, name=kind.label)
    except IntegrityError:  # opened by another request  # guard: chart-account-insert-race
        return Account.objects.get(code=kind)


def till_of(cashier: User) -> Account:
    """The till of a cashier, opened when first used, in the caller's transaction; not locked.

    Raises TransactionManagementError outside a transaction: otherwise the till would remain if the posting failed.
    """
    require_transaction("till_of()")
    return find_till(cashier) or _open_till(cashier)


def locked_till_of(cashier: User) -> Account:
    """The same, locked: for postings that pay out of the till. Customers' accounts must be locked before it."""
    require_transaction("locked_till_of()")
    found = lock_till(cashier)
    if found is None:
        _open_till(cashier)
        found = lock_till(cashier)
    if found is None:
        raise RuntimeError("a till that has just been opened is missing")
    return found


def _open_till(cashier: User) -> Account:
    # The code too, by which a server of the previous version, which may still run, finds the till.
    names = {"code": f"till:{cashier.pk}", "name": f"Till of {cashier.full_name}"[:100]}
    try:
        with transaction.atomic():
            return _insert(None, cashier=cashier, type=AccountType.TILL, **names)
    except IntegrityError:  # opened by another request, or by a server of that version  # guard: till-insert-race
        Account.objects.filter(code=names["code"], cashier=None).update(cashier=cashier)
        return Account.objects.get(code=names["code"])


def _insert(number: str | None, **fields: object) -> Account:
    """Inserts an account with the given number, or with a random one that is free."""
    fields = {"currency": settings.BANK_CURRENCY, **fields}
    while number is None or Account.objects.filter(number=number).exists():
        number = new_number()
    return Account.objects.create(number=number, **fields)
