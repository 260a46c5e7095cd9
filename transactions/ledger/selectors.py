"""Who has worked at the counter, for the totals by person."""

from accounts.selectors import till_cashier_ids
from core.authorization.capabilities import Capability
from users.selectors import ids_of_users_with


def ever_staff_ids() -> set[int]:
    """All who are or were at the counter: the roles that handle cash, and everybody who has a till."""
    return till_cashier_ids() | ids_of_users_with(Capability.PROCESS_CASH)
