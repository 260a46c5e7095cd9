"""Reads the receipt of a transaction."""

from dataclasses import dataclass
from datetime import date

from accounts.models import Account
from accounts.payees import holder_name, sees_full_names
from core.dates import today
from core.exceptions import NotFound
from transactions.models import Transaction
from transactions.selectors import transactions_visible_to
from users.models import User


@dataclass(frozen=True)
class Party:
    """A customer's account on one side of the transaction, with its holder as the reader may see the name."""

    number: str
    name: str


@dataclass(frozen=True)
class Receipt:
    """What a receipt shows; None on a side stands for cash or for the bank itself."""

    transaction: Transaction
    payer: Party | None
    payee: Party | None
    issued_on: date


def receipt_visible_to(actor: User, transaction_id: int) -> Receipt:
    """The receipt of a visible transaction, by one query. Raises NotFound."""
    owners = ("from_account__owner", "to_account__owner")
    found = transactions_visible_to(actor).select_related(*owners).filter(pk=transaction_id).first()
    if found is None:
        raise NotFound
    return Receipt(found, _party(found.from_account, actor), _party(found.to_account, actor), today())


def _party(account: Account | None, actor: User) -> Party | None:
    if account is None or account.owner is None or not account.is_customer_account:
        return None
    full = account.owner_id == actor.pk or sees_full_names(actor)
    return Party(account.number, holder_name(account.owner.full_name, full=full))
