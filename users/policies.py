"""Who may change whom, and make whom what."""

from core.authorization.capabilities import Capability, has_capability
from core.authorization.roles import Role
from users.models import User

_TO_CHANGE = {Role.MEMBER: Capability.CHANGE_PEOPLE, Role.CASHIER: Capability.CHANGE_PEOPLE}
_TO_GIVE = {
    Role.MEMBER: Capability.ENROL_MEMBER,
    Role.CASHIER: Capability.APPOINT_CASHIER,
    Role.MANAGER: Capability.APPOINT_MANAGER,
}


def can_edit(actor: User, person: User) -> bool:
    """Managers change members and cashiers; the administrator everybody, also a person of an unknown role."""
    needed = _TO_CHANGE.get(Role(person.role)) if person.role in _TO_CHANGE else None
    return has_capability(actor, needed or Capability.CHANGE_MANAGERS)


def can_assign_role(actor: User, role: str) -> bool:
    """Cashiers make members, managers also cashiers, the administrator also managers; nobody an unknown role."""
    return role in _TO_GIVE and has_capability(actor, _TO_GIVE[Role(role)])


def assignable_roles(actor: User) -> list[Role]:
    """The roles that the actor may give."""
    return [role for role in Role if can_assign_role(actor, role)]
