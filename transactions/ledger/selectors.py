"""Who has worked at the counter, for the totals by person."""

from accounts.selectors import till_cashier_ids
from core.authorization.capabilities import Capability, roles_with
from users.models import User


def ever_staff_ids() -> set[int]:
    """All who are or were at the counter: the roles that handle cash, and everybody who has a till."""
    roles = roles_with(Capability.PROCESS_CASH)
    return till_cashier_ids() | set(User.objects.filter(role__in=roles).values_list("pk", flat=True))
