"""Deposits, withdrawals, transfers and reversals. Each checks before it writes, in the caller's transaction.

Call them through `core.idempotency.service.run_once`, which opens that transaction, retries it and stores the key.
"""

from django.utils.translation import gettext

from accounts.balances import find_till
from accounts.models import Account
from accounts.services import locked_till_of, till_of
from accounts.unknown_numbers import count_unknown_number, require_lookups_left
from audit.events import Event
from audit.services import record_deferred
from confirmations.approval import NO_APPROVAL, Approval
from core.authorization.capabilities import Capability, has_capability, require_capability
from core.client_info import ClientInfo
from core.exceptions import NotFound, PermissionDenied
from transactions.enums import LOAN_TYPES, Direction, TransactionType
from transactions.exceptions import AlreadyReversed, NotReversible, SameAccount
from transactions.ledger import posting as ledger
from transactions.ledger.posting import Posting, PostingLine
from transactions.models import Entry, Transaction
from transactions.payments.limits import DayTotal, add_to_day, check_cashier_limit
from transactions.payments.notifications import send_new_payee
from transactions.payments.reversal_handlers import ReversalHandler, get_reversal_handler
from transactions.payments.selectors import accounts_to_transfer, get_transaction_kind, transaction_to_reverse
from transactions.payments.step_up import is_large
from users.models import User


def post_deposit(*, actor: User, number: str, amount: int, description: str, client: ClientInfo) -> Transaction:
    """Posts cash that a member deposits at the counter, to the account and to the cashier's till.

    Raises NotFound, PermissionDenied (no capability, or own account), LimitExceeded (a cashier's limit for one
    deposit), AccountClosed, BalanceTooLarge.
    """
    return _post_cash(TransactionType.DEPOSIT, actor, number, amount, description, client)


def post_withdrawal(*, actor: User, number: str, amount: int, description: str, client: ClientInfo) -> Transaction:
    """Posts cash that a member withdraws at the counter.

    Raises NotFound, PermissionDenied (no capability, or own account), AccountClosed, AccountFrozen,
    InsufficientFunds, LimitExceeded (a cashier's limit for one withdrawal), TillInsufficient.
    """
    return _post_cash(TransactionType.WITHDRAWAL, actor, number, amount, description, client)


def post_transfer(
    *,
    actor: User,
    from_number: str,
    to_number: str,
    amount: int,
    description: str,
    client: ClientInfo,
    approval: Approval = NO_APPROVAL,
) -> Transaction:
    """Transfers from a member's account to any other: by the member, or by staff for any member.

    For a member the source and the daily limit are checked before the target, so that a refusal does not reveal
    whether the target exists. A member with a second factor must have confirmed the first transfer to an account of
    somebody else, and each of `STEP_UP_AMOUNT` or more.

    Raises NotFound (an account that does not exist, or a source that is not the member's), Throttled (a member who has
    named too many of those), PermissionDenied (no capability, or staff on an account of their own), SameAccount,
    AccountClosed, AccountFrozen, InsufficientFunds, BalanceTooLarge, LimitExceeded (a member's day, a cashier's
    transfer), ConfirmationRequired, ConfirmationRefused.
    """
    if from_number == to_number:
        raise SameAccount
    is_own = not has_capability(actor, Capability.TRANSFER_FOR_MEMBERS)
    day = add_to_day(actor, amount) if is_own else None
    source, found = accounts_to_transfer(actor, from_number, to_number, read=ledger.lock_by_numbers)
    locked = {account.pk: account for account in (source, found) if account is not None}
    target = _check_transfer(actor, source, found, amount, locked, day)
    legs = [PostingLine(source, -amount), PostingLine(target, amount)]
    ledger.validate(locked, legs)
    is_new_payee = is_own and target.owner_id != actor.pk and not target.fact
    if is_new_payee or (is_own and is_large(amount, source.currency)):
        approval.require(actor)  # guard: transfer-step-up
    posting = Posting(
        kind=TransactionType.TRANSFER,
        amount=amount,
        legs=legs,
        created_by_id=actor.pk,
        description=description,
        from_account=source,
        to_account=target,
    )
    written = ledger.post_deferred(posting, locked)
    _audit(Event.TRANSFER_POSTED, written, source, actor, client)
    if is_new_payee:
        send_new_payee(actor, target)
    return written


def reverse_transaction(
    *, actor: User, transaction_id: int, reason: str, client: ClientInfo, approval: Approval = NO_APPROVAL
) -> Transaction:
    """Reverses a transaction, once, and changes what belongs to it (`transactions.payments.reversal_handlers`).

    Staff with a second factor must have confirmed it.

    Raises NotFound, PermissionDenied (no capability, or one's own account), NotReversible, AlreadyReversed, the errors
    of the handler, and those of `ledger.validate` and `ledger.post`, such as InsufficientFunds where the money has been
    spent, TillInsufficient where the cash has been paid out, ConfirmationRequired, ConfirmationRefused.
    """
    require_capability(actor, Capability.REVERSE_TRANSACTION)
    handler = _reversal_handler(transaction_id)
    follow_up = handler(actor=actor, transaction_id=transaction_id) if handler else None
    original = transaction_to_reverse(transaction_id)
    if Transaction.objects.filter(reverses=original).exists():  # guard: reversed-once
        raise AlreadyReversed
    entries = list(original.entries.select_related("account"))
    forbid_own_account(actor, *(entry.account for entry in entries))
    legs = [_opposite_line(entry) for entry in entries]
    locked = ledger.lock([leg.account for leg in legs])
    ledger.validate(locked, legs)
    approval.require(actor)  # guard: reversal-step-up
    posting = Posting(
        kind=TransactionType.REVERSAL,
        amount=original.amount,
        legs=legs,
        created_by_id=actor.pk,
        description=reason,
        from_account=original.to_account,
        to_account=original.from_account,
        reverses_id=original.pk,
    )
    written = ledger.post(posting, locked)
    account = original.from_account or original.to_account
    _audit(Event.TRANSACTION_REVERSED, written, account, actor, client)
    if follow_up:
        follow_up(written)
    return written


def _post_cash(
    kind: TransactionType, actor: User, number: str, amount: int, description: str, client: ClientInfo
) -> Transaction:
    require_capability(actor, Capability.PROCESS_CASH)
    till = find_till(actor) if kind == TransactionType.DEPOSIT else None  # before the account is locked
    account = ledger.lock_by_number(number)
    if account is None:
        raise NotFound
    forbid_own_account(actor, account)
    check_cashier_limit(actor, amount, account.currency)
    locked = {account.pk: account}
    if kind == TransactionType.DEPOSIT:
        change, till, tills = amount, till or till_of(actor), dict[int, Account]()
    else:
        till = locked_till_of(actor)  # guard: till-lock
        change, tills = -amount, {till.pk: till}
    legs = [PostingLine(account, change), PostingLine(till, -change)]
    ledger.validate(locked, legs)
    posting = Posting(
        kind=kind,
        amount=amount,
        legs=legs,
        created_by_id=actor.pk,
        description=description,
        from_account=account if kind == TransactionType.WITHDRAWAL else None,
        to_account=account if kind == TransactionType.DEPOSIT else None,
    )
    written = ledger.post_deferred(posting, locked | tills)
    event = Event.DEPOSIT_POSTED if kind == TransactionType.DEPOSIT else Event.WITHDRAWAL_POSTED
    _audit(event, written, account, actor, client)
    return written


def _check_transfer(
    actor: User, source: Account, found: Account | None, amount: int, locked: dict[int, Account], day: DayTotal | None
) -> Account:
    """Checks the source and the limits, then the target, and returns the target. `day` is None for staff."""
    if day is None:
        forbid_own_account(actor, source, _payee(actor, found))
        check_cashier_limit(actor, amount, source.currency)
    ledger.validate(locked, [PostingLine(source, -amount)])
    if day is not None:
        day.check(source.currency)
    return _payee(actor, found)


def _payee(actor: User, found: Account | None) -> Account:
    """The account to pay to. Raises NotFound, and Throttled for a member who has named too many unknown numbers, unless
    it is their own.
    """
    if found is None or found.owner_id != actor.pk:
        require_lookups_left(actor)
    if found is None:
        count_unknown_number(actor)
        raise NotFound
    return found


def _reversal_handler(transaction_id: int) -> ReversalHandler | None:
    """What the reversal also changes, if anything. Raises NotReversible for a reversal, and for a loan's transaction
    without a handler.
    """
    kind = get_transaction_kind(transaction_id)
    handler = get_reversal_handler(kind)
    if kind == TransactionType.REVERSAL or (kind in LOAN_TYPES and handler is None):
        raise NotReversible
    return handler


def _opposite_line(entry: Entry) -> PostingLine:
    return PostingLine(entry.account, entry.amount if entry.direction == Direction.DEBIT else -entry.amount)


def forbid_own_account(actor: User, *accounts: Account) -> None:
    """Raises PermissionDenied for an account of the actor's: a cashier who was a member before still has one."""
    if any(account.owner_id == actor.pk for account in accounts):
        raise PermissionDenied(gettext("Staff cannot process transactions on their own account."))


def _audit(event: Event, written: Transaction, account: Account | None, actor: User, client: ClientInfo) -> None:
    record_deferred(
        event,
        client=client,
        user_id=account.owner_id if account else None,
        actor_id=actor.pk,
        transaction=written.pk,
        amount=written.money(),
        currency=written.currency,
    )
