"""The staff who have worked at the counter, for the totals by person."""

from accounts.selectors import till_cashier_ids
from core.authorization.capabilities import Capability
from users.selectors import ids_of_users_with


def ever_staff_ids() -> set[int]:
    """The ids of all who work or worked at the counter: users with a role that handles cash, and users with a till."""
    return till_cashier_ids() | ids_of_users_with(Capability.PROCESS_CASH)
