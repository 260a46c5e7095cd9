"""Removes all second factors of a person who has lost them: by staff, or by a command for the last administrator."""

from typing import Any

from audit.events import Event
from audit.services import record
from confirmations.approval import NO_APPROVAL, Approval
from confirmations.summary import Summary
from core.authorization.capabilities import Capability, require_capability
from core.client_info import SYSTEM_CLIENT, ClientInfo
from core.db.transactions import atomic_with_retry
from core.exceptions import PermissionDenied
from factors.enums import FactorChange
from factors.services import factors
from sessions_browser.services import end_sessions_of_user
from users import notifications as mail
from users.authentication.second_factors import sync_has_factor
from users.models import User
from users.policies import can_edit
from users.selectors import lock_user, person_visible_to
from users.summaries import summarize_person

BECAUSE = "second factors reset"


@atomic_with_retry
def reset_factors(*, actor: User, user_id: int, client: ClientInfo, approval: Approval = NO_APPROVAL) -> None:
    """Removes the factors of another person, and ends the person's sessions; does nothing where there are none.

    Managers may do so for members and cashiers, the administrator also for managers. An actor with a second factor must
    have confirmed it. Raises NotFound, PermissionDenied (also for one's own, which have routes of their own),
    ConfirmationRequired, ConfirmationRefused.
    """
    require_capability(actor, Capability.CHANGE_PEOPLE)
    person = lock_user(person_visible_to(actor, user_id).pk)
    require_may_reset(actor, person)
    approval.require(actor)  # guard: factors-reset-step-up
    _reset(person, client, actor_id=actor.pk)


def summarize_reset(actor: User, user_id: int) -> Summary:
    """What staff see before confirming it. Raises NotFound, PermissionDenied."""
    require_capability(actor, Capability.CHANGE_PEOPLE)
    person = person_visible_to(actor, user_id)
    require_may_reset(actor, person)
    return summarize_person(person)


def require_may_reset(actor: User, person: User) -> None:
    """Raises PermissionDenied where the actor may not remove the person's factors."""
    if person.pk == actor.pk or not can_edit(actor, person):
        raise PermissionDenied


@atomic_with_retry
def reset_factors_by_command(*, user_id: int, command: str) -> bool:
    """The same for a management command; returns whether there was a factor."""
    return _reset(lock_user(user_id), SYSTEM_CLIENT, command=command)


def _reset(person: User, client: ClientInfo, *, actor_id: int | None = None, **details: Any) -> bool:
    if not factors.remove_all(person.pk):
        return False
    sync_has_factor(person)
    record(Event.FACTORS_RESET, client=client, user_id=person.pk, actor_id=actor_id, **details)
    mail.send_factor_changed(person, FactorChange.RESET)
    end_sessions_of_user(  # guard: factors-reset-ends
        person.pk, client=client, actor_id=actor_id, because=BECAUSE, **details
    )
    return True
