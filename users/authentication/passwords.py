"""Changes and resets passwords."""

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.encoding import force_str
from django.utils.http import urlsafe_base64_decode
from django.utils.translation import gettext

from audit.events import Event
from audit.services import record, record_refusal, record_refusal_alone
from core.authorization.capabilities import Capability, require_capability
from core.client_info import ClientInfo
from core.db.transactions import atomic_with_retry
from core.exceptions import ApplicationError, InvalidRequest, Throttled
from core.ratelimit import exact as limits
from core.validation import is_id
from sessions_browser.models import BrowserSession
from sessions_browser.services import end_sessions_of_user
from users import notifications as mail
from users.authentication.known_browsers import find_account_of_session
from users.authentication.login import is_still_valid
from users.authentication.new_members import LINK_REFUSED, create_member
from users.authentication.password_attempts import (
    PasswordAttempt,
    attempt_password,
    record_failure,
    release_limits,
    reset_failures,
)
from users.email_normalization import normalize_email
from users.link_tokens import (
    USER_FACTS,
    get_registration_facts,
    password_link_tokens,
    registration_password_tokens,
)
from users.models import PendingRegistration, User
from users.password_hashing import make_password
from users.selectors import pending_registration_by_email, pending_registration_by_uid, user_by_email


def validate_password_strength(password: str, user: User, field: str) -> None:
    """Raises InvalidRequest, naming `field`, for a password that Django's validators refuse."""
    try:
        validate_password(password, user)
    except ValidationError as exc:
        raise InvalidRequest(**{field: " ".join(exc.messages)}) from exc


def change_password(
    *, user: User, keep: BrowserSession | None, current_password: str, new_password: str, client: ClientInfo
) -> None:
    """Sets a new password; all sessions of the user except `keep` end.

    Raises PermissionDenied, InvalidRequest for a wrong current or a weak new password, Throttled as a login does.
    """
    require_capability(user, Capability.CHANGE_OWN_PROFILE)
    # Read again: the request's user is read without the hash.
    known, browser = find_account_of_session(user, keep)
    validate_password_strength(new_password, known, "new_password")
    attempt = attempt_password(  # guard: password-change-limit
        email=known.email, password=current_password, client=client, user=known, browser=browser, is_login=False
    )
    new_hash = make_password(new_password) if attempt.is_valid else ""
    _change(attempt, new_hash, keep, client)


@atomic_with_retry
def _change(
    attempt: PasswordAttempt, new_hash: str, keep: BrowserSession | None, client: ClientInfo
) -> ApplicationError | None:
    user = attempt.user
    if user is None or not is_still_valid(attempt):
        record_failure(attempt, event=Event.PASSWORD_CHANGE_FAILED, client=client)
        return InvalidRequest(current_password=gettext("This is not your current password."))
    release_limits(attempt)
    User.objects.filter(pk=user.pk).update(password=new_hash)
    record(Event.PASSWORD_CHANGED, client=client, user_id=user.pk, actor_id=user.pk)
    mail.send_password_changed(user)
    end_sessions_of_user(  # guard: password-change-ends
        user.pk, client=client, actor_id=user.pk, because="password changed", keep=keep
    )
    return None


@atomic_with_retry
def request_reset(*, email: str, client: ClientInfo, actor: User | None = None) -> None:
    """Mails a reset link to an active user, within a limit an hour. The response is the same for every address.

    For an unconfirmed registration of the address, the link completes it with a new password. `actor` is the member of
    staff who requests the link for another user.
    """
    user = user_by_email(email)
    pending = pending_registration_by_email(email)  # always read: the same statements for every address
    subject = f"user:{user.pk}" if user else f"typed:{normalize_email(email)}"
    try:
        limits.acquire(limits.rate_limit_key("password_reset", subject))
    except Throttled:
        return
    known = user is not None and user.is_active
    waiting = user is None and pending is not None
    user_id, actor_id = (person.pk if person else None for person in (user, actor))
    record(Event.PASSWORD_RESET_REQUESTED, client=client, user_id=user_id, actor_id=actor_id, mailed=known or waiting)
    if user is not None and known:
        mail.send_reset_link(user)
    elif waiting and pending is not None:
        mail.send_registration_password_link(pending)
    else:
        mail.send_nothing()


def confirm_reset(*, uid: str, token: str, new_password: str, client: ClientInfo) -> None:
    """Sets the password of the user that a mailed link names; works once, and ends all sessions of the user.

    The link of an unconfirmed registration creates its member with the new password. Raises InvalidRequest for a link
    that is wrong, used or expired, and for a weak password.
    """
    user = _user_from_uid(uid)
    if user is not None and password_link_tokens.check_token(user, token):
        validate_password_strength(new_password, user, "new_password")
        _reset(user, make_password(new_password), client)
        return
    pending = pending_registration_by_uid(uid)
    if pending is None or not registration_password_tokens.is_valid(token, *get_registration_facts(pending)):
        record_refusal_alone(Event.PASSWORD_RESET_REFUSED, client=client, user_id=user.pk if user else None)
        raise InvalidRequest(token=LINK_REFUSED)
    validate_password_strength(new_password, pending.to_user(), "new_password")
    _complete_registration(pending, make_password(new_password), client)


@atomic_with_retry
def _reset(user: User, new_hash: str, client: ClientInfo) -> ApplicationError | None:
    # All facts of the link's token, so that of two uses at once, the second finds that they have changed.
    covered = {name: getattr(user, name) for name in USER_FACTS} | {"last_login": user.last_login}
    if not User.objects.filter(pk=user.pk, **covered).update(password=new_hash):
        record_refusal(Event.PASSWORD_RESET_REFUSED, client=client, user_id=user.pk)
        return InvalidRequest(token=LINK_REFUSED)
    reset_failures(user.pk)
    record(Event.PASSWORD_RESET, client=client, user_id=user.pk, actor_id=user.pk)
    mail.send_password_changed(user)
    end_sessions_of_user(user.pk, client=client, actor_id=user.pk, because="password reset")
    return None


@atomic_with_retry
def _complete_registration(pending: PendingRegistration, new_hash: str, client: ClientInfo) -> User | ApplicationError:
    return create_member(pending, password_hash=new_hash, client=client, by="password reset")


def _user_from_uid(uid: str) -> User | None:
    try:
        number = force_str(urlsafe_base64_decode(uid))
    except ValueError:
        return None
    if not is_id(number):
        return None
    return User.objects.filter(pk=int(number), is_active=True).first()
