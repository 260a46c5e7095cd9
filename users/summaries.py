"""What staff see before confirming a change of a person's role or factors."""

from typing import Any

from audit.events import Event
from confirmations.summary import PersonFacts, RoleChange, Shown, Summary
from core.authorization.capabilities import Capability, require_capability
from users.models import User
from users.selectors import person_visible_to
from users.services.user_management import require_may_change


def summarize_change(actor: User, user_id: int, changes: dict[str, Any]) -> Summary:
    """The person, and the roles where the role changes. Raises NotFound, PermissionDenied."""
    require_capability(actor, Capability.CHANGE_PEOPLE)
    person = person_visible_to(actor, user_id)
    require_may_change(actor, person, changes)
    after = changes.get("role", person.role)
    return summarize_person(person, RoleChange(person.role, after) if after != person.role else None)


def summarize_person(person: User, role: RoleChange | None = None) -> Summary:
    """A person who is changed by staff."""
    return Summary(
        person=PersonFacts(person.pk, person.full_name, person.email),
        role=role,
        shown=Shown(Event.PERSON_READ, (person.pk,)),
    )
