"""Signs staff in to and out of Django's admin."""

from audit.events import Event
from audit.services import record
from core.client import Client
from core.errors import Refusal
from core.writes import one_transaction
from users.errors import InvalidCredentials
from users.models import User
from users.selectors import user_by_email
from users.services.password_tries import PasswordTry, record_wrong, settle_right, try_password
from users.services.signing_in import still_right


def sign_in_to_admin(*, email: str, password: str, client: Client) -> User:
    """The member of staff. Raises Throttled, or InvalidCredentials: also for a member, whoever they are."""
    judged = try_password(email=email, password=password, client=client, user=user_by_email(email))
    return _finish(judged, client)


@one_transaction
def _finish(judged: PasswordTry, client: Client) -> User | Refusal:
    user = judged.user
    if user is None or not user.is_staff or not still_right(judged):
        record_wrong(judged, event=Event.LOGIN_FAILED, client=client)
        return InvalidCredentials()
    settle_right(judged)
    record(Event.ADMIN_LOGIN, client=client, user_id=user.pk, actor_id=user.pk)
    return user


@one_transaction
def note_admin_logout(*, user: User, client: Client) -> None:
    """Leaves the trace of a sign-out."""
    record(Event.ADMIN_LOGOUT, client=client, user_id=user.pk, actor_id=user.pk)
