"""Names of account holders as an actor sees them: staff the full name, members a masked one."""

from core.authorization.capabilities import Capability, has_capability
from users.models import User
from users.names import masked_name


def sees_full_names(actor: User) -> bool:
    """Whether the actor may read every account, and so the names of all holders."""
    return has_capability(actor, Capability.VIEW_ALL_ACCOUNTS)


def holder_name(full_name: str, *, full: bool) -> str:
    """The name itself, or the form in which other members see it."""
    return full_name if full else masked_name(full_name)
