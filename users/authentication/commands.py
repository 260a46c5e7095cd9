"""Creates and changes users for management commands. The audit rows have no actor, so they name the command."""

from collections.abc import Iterable

from audit.events import Event
from audit.services import record, record_all
from core.authorization.roles import Role
from core.client_info import SYSTEM_CLIENT
from core.db.transactions import atomic_with_retry
from core.languages import default_language
from sessions_browser.services import end_sessions_of_user
from users import notifications as mail
from users.authentication.password_attempts import reset_failures
from users.authentication.passwords import validate_password_strength
from users.email_normalization import normalize_email
from users.models import User
from users.password_hashing import make_password
from users.services.user_management import insert_person

BATCH = 1000  # audit rows in one INSERT


def create_administrator(*, email: str, full_name: str, password: str | None, command: str) -> User:
    """Creates a superuser with the role `manager`; without a password, the user must set one by a mailed link.

    Raises InvalidRequest for an address that is taken or a weak password.
    """
    person = User(
        email=normalize_email(email),
        full_name=full_name,
        role=Role.MANAGER,
        is_superuser=True,
        language=default_language(),
    )
    if password is not None:
        validate_password_strength(password, person, "password")
    person.password = make_password(password)
    return _create_administrator(person, command)


@atomic_with_retry
def _create_administrator(person: User, command: str) -> User:
    insert_person(person)
    record(Event.ADMINISTRATOR_CREATED, client=SYSTEM_CLIENT, user_id=person.pk, command=command)
    return person


def set_password(*, user: User, new_password: str, command: str) -> None:
    """Sets a password without the old one; all sessions of the user end, those in the admin too.

    Raises InvalidRequest for a weak password.
    """
    validate_password_strength(new_password, user, "new_password")
    _set_password(user.pk, make_password(new_password), command)


@atomic_with_retry
def _set_password(user_id: int, new_hash: str, command: str) -> None:
    person = User.objects.select_for_update().get(pk=user_id)
    person.password = new_hash
    person.session_version += 1
    person.save(update_fields=["password", "session_version"])
    reset_failures(user_id)
    record(Event.PASSWORD_CHANGED, client=SYSTEM_CLIENT, user_id=user_id, command=command)
    mail.send_password_changed(person)
    end_sessions_of_user(user_id, client=SYSTEM_CLIENT, actor_id=None, because="password changed", command=command)


def record_created(people: Iterable[User], *, command: str) -> None:
    """Writes an audit row for each user that a command has created, in the caller's transaction."""
    rows = [
        (Event.ADMINISTRATOR_CREATED if person.is_superuser else Event.USER_CREATED, person.pk, {"command": command})
        for person in people
    ]
    for start in range(0, len(rows), BATCH):
        record_all(rows[start : start + BATCH], client=SYSTEM_CLIENT)
