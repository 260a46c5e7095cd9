"""Reads the tills and the vault, and whose tills a person may see."""

from dataclasses import dataclass

from accounts.balances import find_till
from accounts.enums import AccountType
from accounts.models import Account
from accounts.selectors import cash_accounts
from core.authorization.capabilities import Capability, has_capability, require_capability
from core.exceptions import NotFound
from core.money import MinorUnits
from transactions.ledger.balances import bank_balances
from users.models import User
from users.selectors import names_of_users_with, person_visible_to


@dataclass(frozen=True)
class Cashier:
    """Somebody who works at the counter, or did."""

    id: int
    full_name: str


@dataclass(frozen=True)
class TillBalance:
    """The cash in the till of one person; zero where none has been opened."""

    cashier: Cashier
    balance: MinorUnits


@dataclass(frozen=True)
class CashBalances:
    """The cash in the tills, by name, and in the vault; None for somebody who may not see the vault."""

    vault: MinorUnits | None
    tills: list[TillBalance]


def cash_visible_to(actor: User) -> CashBalances:
    """With the capability the vault and all tills, otherwise one's own till. Raises PermissionDenied."""
    require_capability(actor, Capability.PROCESS_CASH)
    manages = has_capability(actor, Capability.MANAGE_CASH)
    accounts = cash_accounts(None if manages else actor.pk)
    names = {actor.pk: actor.full_name}
    if manages:
        owners = [account.cashier_id for account in accounts if account.cashier_id is not None]
        names = names_of_users_with(Capability.PROCESS_CASH, and_of=owners)
    held = {pk: -balance for pk, balance in bank_balances(accounts).items()}
    by_cashier = {account.cashier_id: held[account.pk] for account in accounts}
    tills = [TillBalance(Cashier(pk, name), by_cashier.get(pk, 0)) for pk, name in names.items()]
    vault = next((held[account.pk] for account in accounts if account.type == AccountType.VAULT), 0)
    return CashBalances(
        vault if manages else None, sorted(tills, key=lambda till: (till.cashier.full_name, till.cashier.id))
    )


def negative_tills() -> list[tuple[Account, MinorUnits]]:
    """The tills that have paid out more than they held, and the amount that they hold: a negative one."""
    accounts = [account for account in cash_accounts() if account.type == AccountType.TILL]
    held = bank_balances(accounts)
    return [(account, -held[account.pk]) for account in accounts if held[account.pk] > 0]


def person_with_till(actor: User, cashier_id: int) -> User:
    """The person of a till: oneself, or with the capability everyone who works at the counter or has a till.

    Raises NotFound.
    """
    if cashier_id == actor.pk and has_capability(actor, Capability.PROCESS_CASH):
        return actor
    if not has_capability(actor, Capability.MANAGE_CASH):
        raise NotFound
    person = person_visible_to(actor, cashier_id)
    if not has_capability(person, Capability.PROCESS_CASH) and find_till(person) is None:
        raise NotFound
    return person
