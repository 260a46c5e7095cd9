"""Which people an actor may change, and which roles an actor may assign."""

from core.authorization.capabilities import Capability, has_capability
from core.authorization.roles import Role
from users.models import User

_TO_EDIT: dict[str, Capability] = {Role.MEMBER: Capability.CHANGE_PEOPLE, Role.CASHIER: Capability.CHANGE_PEOPLE}
_TO_ASSIGN: dict[str, Capability] = {
    Role.MEMBER: Capability.ENROL_MEMBER,
    Role.CASHIER: Capability.APPOINT_CASHIER,
    Role.MANAGER: Capability.APPOINT_MANAGER,
}


def can_edit(actor: User, person: User) -> bool:
    """Managers may change members and cashiers, the administrator all users, also those with an unknown role."""
    return has_capability(actor, _TO_EDIT.get(person.role, Capability.CHANGE_MANAGERS))


def can_assign_role(actor: User, role: str) -> bool:
    """Cashiers may assign the role of members, managers also cashiers, the administrator also managers."""
    return role in _TO_ASSIGN and has_capability(actor, _TO_ASSIGN[role])
