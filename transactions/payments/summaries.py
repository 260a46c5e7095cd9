"""What a user sees before confirming a transfer or a reversal."""

from accounts.models import Account
from accounts.payees import holder_name, look_up_payee, sees_full_names
from audit.events import Event
from confirmations.summary import Party, Shown, Summary, TransactionFacts
from core.authorization.capabilities import Capability, has_capability, require_capability
from core.exceptions import NotFound
from core.money import to_text
from transactions.payments.selectors import accounts_to_transfer
from transactions.payments.services import forbid_own_account
from transactions.selectors import transactions_visible_to
from users.models import User


def summarize_transfer(actor: User, *, from_number: str, to_number: str, amount: int) -> Summary:
    """Amount, source and payee; the payee's name as `payee/` shows it, and counted as there.

    Raises NotFound, PermissionDenied, Throttled.
    """
    source, _ = accounts_to_transfer(actor, from_number, to_number)
    target = look_up_payee(actor=actor, number=to_number)
    if has_capability(actor, Capability.TRANSFER_FOR_MEMBERS):
        forbid_own_account(actor, source, target)
    return Summary(
        amount=to_text(amount, source.currency),
        currency=source.currency,
        from_account=party(source, full=True),
        payee=party(target, full=sees_full_names(actor)),
        shown=_shown(actor, source, target),
    )


def summarize_reversal(actor: User, transaction_id: int) -> Summary:
    """The transaction that is reversed. Raises NotFound, PermissionDenied."""
    require_capability(actor, Capability.REVERSE_TRANSACTION)
    found = transactions_visible_to(actor).filter(pk=transaction_id).first()
    if found is None:
        raise NotFound
    forbid_own_account(actor, *(entry.account for entry in found.entries.select_related("account")))
    return Summary(
        amount=found.money(),
        currency=found.currency,
        transaction=TransactionFacts(
            found.pk, found.kind, _party_or_none(found.from_account), _party_or_none(found.to_account)
        ),
        shown=_shown(actor, *filter(None, (found.from_account, found.to_account))),
    )


def party(account: Account, *, full: bool) -> Party:
    """An account of a customer, with the name of its holder in full or masked."""
    return Party(str(account.number), holder_name(account.owner.full_name if account.owner else "", full=full))


def _party_or_none(account: Account | None) -> Party | None:
    return party(account, full=True) if account is not None and account.is_customer_account else None


def _shown(actor: User, *accounts: Account) -> Shown | None:
    """For staff, who see the names in full."""
    if not sees_full_names(actor):
        return None
    owners = tuple(account.owner_id for account in accounts)
    return Shown(Event.ACCOUNT_READ, owners, {"accounts": [account.number for account in accounts]})
