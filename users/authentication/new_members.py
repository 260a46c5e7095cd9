"""Creates members from confirmed registrations."""

from django.utils.translation import gettext_lazy

from audit.events import Event
from audit.services import record, record_refusal
from core.client_info import ClientInfo
from core.exceptions import InvalidRequest
from users.models import PendingRegistration, User
from users.services.user_management import insert_person

LINK_REFUSED = gettext_lazy("This link is not valid any more. Ask for a new one.")


def create_member(
    pending: PendingRegistration, *, password_hash: str, client: ClientInfo, by: str
) -> User | InvalidRequest:
    """The member of a registration whose address was just confirmed, in the caller's transaction.

    Returns an error if the registration was confirmed, replaced or deleted since it was read, or if the address was
    taken. `by` is the kind of confirmation, for the audit log.
    """
    claimed, _ = PendingRegistration.objects.filter(pk=pending.pk, uid=pending.uid).delete()
    if not claimed:
        return refuse_registration(client, because="link")
    person = pending.to_user()
    person.password = password_hash
    try:
        insert_person(person)
    except InvalidRequest:
        return refuse_registration(client, because="address taken")
    record(Event.USER_REGISTERED, client=client, user_id=person.pk, actor_id=person.pk, by=by)
    return person


def refuse_registration(client: ClientInfo, *, because: str) -> InvalidRequest:
    """Records that a link was refused, in the caller's transaction; returns the error."""
    record_refusal(Event.REGISTRATION_REFUSED, client=client, because=because)
    return InvalidRequest(token=LINK_REFUSED)
