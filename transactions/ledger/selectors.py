"""Who has worked at the counter, for the totals that are kept by person."""

from accounts.enums import Kind as AccountKind
from accounts.models import Account
from core.authorization.capabilities import Capability, roles_with
from users.models import User

MAX_STATEMENT_ENTRIES, MAX_PRINTED_ENTRIES = 10_000, 1_000


def staff_ids() -> set[int]:
    """All who are or were at the counter: the roles that handle cash, and everybody who has a till."""
    tills = Account.objects.filter(type=AccountKind.TILL).values_list("code", flat=True)
    served = {int(str(code).partition(":")[2]) for code in tills}
    return served | set(User.objects.filter(role__in=roles_with(Capability.PROCESS_CASH)).values_list("pk", flat=True))
