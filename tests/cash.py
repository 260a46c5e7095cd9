"""Cash for tests: into the vault and a till by the services, without a request."""

from core.authorization.roles import Role
from core.client_info import SYSTEM_CLIENT
from core.db.transactions import atomic_with_retry
from transactions.enums import CashSource
from transactions.tills.services import fund_till, receive_cash
from users.models import User


@atomic_with_retry
def put_cash_in_till(person, amount):
    """Puts an amount in minor units into a till; the owners of the bank bring it."""
    put_cash_in_vault.__wrapped__(amount)
    fund_till(actor=_treasurer(), cashier_id=person.pk, amount=amount, client=SYSTEM_CLIENT)


@atomic_with_retry
def put_cash_in_vault(amount):
    """Puts an amount in minor units into the vault."""
    receive_cash(
        actor=_treasurer(), amount=amount, source=CashSource.EQUITY, description="Capital", client=SYSTEM_CLIENT
    )


def _treasurer():
    """A manager, created where there is none."""
    found = User.objects.filter(role=Role.MANAGER, is_active=True).first()
    return found or User.objects.create_user("treasurer@bank.example", full_name="Treasurer", role=Role.MANAGER)
