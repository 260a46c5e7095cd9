"""Moves the bank's cash: between vault and tills, into and out of the vault, and the difference of a count.

Call these through `core.idempotency.service.run_once`, which opens the transaction, retries it and stores the key.
"""

from dataclasses import dataclass

from accounts.balances import lock_accounts
from accounts.enums import AccountType
from accounts.models import Account
from accounts.selectors import cash_accounts
from accounts.services import bank_account, chart_account, locked_till_of, till_of
from audit.events import Event
from audit.services import record
from core.authorization.capabilities import Capability, require_capability
from core.client_info import ClientInfo
from core.db.clock import check_clock
from core.db.transactions import atomic_with_retry
from core.money import MAX_MINOR, MinorUnits, to_text
from transactions.enums import CashSource, TransactionType
from transactions.exceptions import BalanceTooLarge
from transactions.ledger import posting as ledger
from transactions.ledger.cash import cash_held
from transactions.ledger.posting import Posting, PostingLine
from transactions.models import Transaction
from transactions.tills.selectors import negative_tills, person_with_till
from users.models import User


@dataclass(frozen=True)
class TillCount:
    """What the till should have held, what was counted, and the difference: counted less expected."""

    expected: MinorUnits
    counted: MinorUnits
    difference: MinorUnits


def fund_till(*, actor: User, cashier_id: int, amount: int, client: ClientInfo) -> Transaction:
    """Moves cash from the vault to a till. Raises PermissionDenied, NotFound, VaultInsufficient."""
    require_capability(actor, Capability.MANAGE_CASH)
    cashier = person_with_till(actor, cashier_id)
    legs = [PostingLine(_vault(), amount), PostingLine(till_of(cashier), -amount)]
    return _transfer(legs, f"To the till of {cashier.full_name}", Event.TILL_FUNDED, cashier, actor, client)


def return_cash(*, actor: User, cashier_id: int, amount: int, client: ClientInfo) -> Transaction:
    """Moves cash from a till to the vault. Raises PermissionDenied, NotFound, TillInsufficient."""
    require_capability(actor, Capability.MANAGE_CASH)
    cashier = person_with_till(actor, cashier_id)
    legs = [PostingLine(till_of(cashier), amount), PostingLine(_vault(), -amount)]
    return _transfer(legs, f"From the till of {cashier.full_name}", Event.TILL_RETURNED, cashier, actor, client)


def receive_cash(*, actor: User, amount: int, source: CashSource, description: str, client: ClientInfo) -> Transaction:
    """Books cash that comes into the vault: from the bank's owners, or from its account at another bank.

    Raises PermissionDenied, BalanceTooLarge.
    """
    require_capability(actor, Capability.MANAGE_CASH)
    if cash_held(_vault()) + amount > MAX_MINOR:
        raise BalanceTooLarge
    legs = [PostingLine(_vault(), -amount), PostingLine(_account_of(source), amount)]
    return _outside(legs, source, description, Event.VAULT_RECEIVED, actor, client)


def pay_out_cash(*, actor: User, amount: int, source: CashSource, description: str, client: ClientInfo) -> Transaction:
    """Books cash that leaves the vault, to where `receive_cash` has it from.

    Raises PermissionDenied, VaultInsufficient.
    """
    require_capability(actor, Capability.MANAGE_CASH)
    legs = [PostingLine(_vault(), amount), PostingLine(_account_of(source), -amount)]
    return _outside(legs, source, description, Event.VAULT_PAID_OUT, actor, client)


@atomic_with_retry
def fund_negative_tills(*, actor: User, source: CashSource, client: ClientInfo) -> list[tuple[Account, Transaction]]:
    """Funds each till that has paid out more than it held, until it holds nothing: what an earlier release allowed.

    The cash comes from the source into the vault, and from there to the tills. All tills are locked meanwhile, so that
    of two calls at once the second finds none. Raises PermissionDenied, BalanceTooLarge.
    """
    require_capability(actor, Capability.MANAGE_CASH)
    lock_accounts([account.pk for account in cash_accounts()])  # guard: fund-lock
    missing = [(till, -held) for till, held in negative_tills()]
    if not missing:
        return []
    total, text = sum(amount for _, amount in missing), "Cash that tills have paid out without holding it"
    receive_cash(actor=actor, amount=total, source=source, description=text, client=client)
    funded = []
    for till, amount in missing:
        legs = [PostingLine(_vault(), amount), PostingLine(till, -amount)]
        funded.append((till, _transfer(legs, f"{till.name}: {text}", Event.TILL_FUNDED, till.cashier, actor, client)))
    return funded


def count_till(*, actor: User, cashier_id: int, counted: int, client: ClientInfo) -> TillCount:
    """Compares the cash counted in a till with what it should hold, and books a difference to cash over and short.

    The till is locked meanwhile, so that the difference is that of one moment. Raises PermissionDenied, NotFound (the
    till of somebody else, without the capability).
    """
    require_capability(actor, Capability.PROCESS_CASH)
    cashier = person_with_till(actor, cashier_id)
    till = locked_till_of(cashier)  # guard: count-lock
    check_clock(till.read_at)
    expected = cash_held(till)
    count = TillCount(expected, counted, counted - expected)
    details = {"expected": expected, "counted": counted, "difference": count.difference}
    texts = {name: to_text(minor, till.currency) for name, minor in details.items()}
    if count.difference:
        written = ledger.post(_difference(till, count.difference, actor), {till.pk: till})
        texts["transaction"] = str(written.pk)
    record(Event.TILL_COUNTED, client=client, user_id=cashier.pk, actor_id=actor.pk, currency=till.currency, **texts)
    return count


def _difference(till: Account, difference: int, actor: User) -> Posting:
    return Posting(
        kind=TransactionType.CASH_DIFFERENCE,
        amount=abs(difference),
        legs=[
            PostingLine(till, -difference),
            PostingLine(chart_account(AccountType.CASH_OVER_SHORT), difference),
        ],
        created_by_id=actor.pk,
        description=f"{till.name}: cash {'over' if difference > 0 else 'short'}",
    )


def _vault() -> Account:
    return bank_account(AccountType.VAULT)


def _account_of(source: CashSource) -> Account:
    return bank_account(AccountType.EQUITY) if source == CashSource.EQUITY else chart_account(AccountType.BANK)


def _transfer(
    legs: list[PostingLine], description: str, event: Event, cashier: User | None, actor: User, client: ClientInfo
) -> Transaction:
    written = _post(TransactionType.CASH_TRANSFER, legs, description, actor)
    _audit(event, written, actor, client, user_id=cashier.pk if cashier else None)
    return written


def _outside(
    legs: list[PostingLine], source: CashSource, description: str, event: Event, actor: User, client: ClientInfo
) -> Transaction:
    kind = TransactionType.CAPITAL if source == CashSource.EQUITY else TransactionType.BANK_CASH
    written = _post(kind, legs, description, actor)
    _audit(event, written, actor, client, account=source.value)
    return written


def _post(kind: TransactionType, legs: list[PostingLine], description: str, actor: User) -> Transaction:
    posting = Posting(
        kind=kind,
        amount=max(leg.change for leg in legs),
        legs=legs,
        created_by_id=actor.pk,
        description=description[:200],
    )
    return ledger.post(posting, {})


def _audit(
    event: Event, written: Transaction, actor: User, client: ClientInfo, *, user_id: int | None = None, **details: str
) -> None:
    record(
        event,
        client=client,
        user_id=user_id,
        actor_id=actor.pk,
        transaction=written.pk,
        amount=written.money(),
        currency=written.currency,
        **details,
    )
