"""Who may change whom, and make whom what."""

from core.roles import Role
from users.models import User


def may_change(actor: User, person: User) -> bool:
    """Managers change members and cashiers, the administrator everybody."""
    return actor.is_superuser or (actor.role == Role.MANAGER and person.role != Role.MANAGER)


def may_give_role(actor: User, role: str) -> bool:
    """Cashiers make members, managers also cashiers, the administrator also managers."""
    if actor.is_superuser:
        return True
    if actor.role == Role.MANAGER:
        return role != Role.MANAGER
    return actor.role == Role.CASHIER and role == Role.MEMBER
