"""The mails about users: queues them with their cause, and makes their texts and links when they are sent.

No mail contains text that the sender of a request chose, neither a name nor an address. The name and address in an
invitation were entered by staff. The outbox stores no link and no token: a link is made when its mail is sent, and only
if the facts that it signs are those of the time when it was requested.
"""

import hashlib
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.utils.timesince import timesince
from django.utils.translation import gettext_lazy

from core.authorization.roles import Role
from core.client_info import ClientInfo
from core.clock import now
from core.languages import current_language
from core.user_agents import recognized_browser
from factors.enums import FactorChange
from outbox.mail_types import Context, MailType, MakeContext, facts_alone, register_mail_type
from outbox.models import OutgoingMail
from outbox.services import queue_mail, queue_nothing
from users.link_tokens import (
    ConfirmationTokens,
    email_change_tokens,
    get_email_change_facts,
    get_registration_facts,
    get_user_facts,
    password_link_tokens,
    registration_password_tokens,
    registration_tokens,
)
from users.models import PendingEmailChange, PendingRegistration, User
from users.selectors import pending_email_change_by_uid, pending_registration_by_uid, user_by_id

_ROLES = {
    Role.MEMBER: gettext_lazy("Member"),
    Role.CASHIER: gettext_lazy("Cashier"),
    Role.MANAGER: gettext_lazy("Manager"),
}
_FACTOR_CHANGES: dict[FactorChange, Any] = {
    FactorChange.TOTP_ADDED: gettext_lazy("An authenticator app was added."),
    FactorChange.TOTP_REMOVED: gettext_lazy("The authenticator app was removed."),
    FactorChange.PASSKEY_ADDED: gettext_lazy("A passkey was added."),
    FactorChange.PASSKEY_REMOVED: gettext_lazy("A passkey was removed."),
    FactorChange.RECOVERY_CODES_CREATED: gettext_lazy(
        "New recovery codes were created. The former ones are no longer valid."
    ),
    FactorChange.RECOVERY_CODE_USED: gettext_lazy("A recovery code was used to sign in. It is no longer valid."),
    FactorChange.RESET: gettext_lazy("All second factors were removed by the bank."),
}


def send_reset_link(user: User) -> None:
    """Mails the link to set a new password; like all mails, after the commit."""
    _queue_for(PASSWORD_RESET, user, digest=_digest(*get_user_facts(user)))


def send_invitation(user: User) -> None:
    """Mails an invitation with the link to choose a password."""
    _queue_for(INVITATION, user, digest=_digest(*get_user_facts(user)), full_name=user.full_name)


def send_registration_link(pending: PendingRegistration) -> None:
    """Mails the link to confirm a registration, which requires its password."""
    queue_mail(REGISTRATION, recipient=pending.email, language=current_language(), facts={"uid": pending.uid})


def send_registration_password_link(pending: PendingRegistration) -> None:
    """Mails the link to complete a registration with a new password."""
    queue_mail(REGISTRATION_PASSWORD, recipient=pending.email, language=current_language(), facts={"uid": pending.uid})


def send_already_registered(owner: User) -> None:
    """Notifies the owner of a registered address that it was entered in a registration or an e-mail change."""
    _queue_for(ALREADY_REGISTERED, owner)


def send_email_change_link(change: PendingEmailChange, user: User) -> None:
    """Mails the link that confirms a new address to that address."""
    queue_mail(
        EMAIL_CHANGE,
        recipient=change.email,
        user_id=user.pk,
        language=user.language,
        facts={"uid": change.uid, "digest": _digest(*get_email_change_facts(change, user))},
    )


def send_email_changed(user: User) -> None:
    """Notifies the former address of a user, which `user` still has."""
    _queue_for(EMAIL_CHANGED, user)


def send_password_changed(user: User) -> None:
    """Notifies a user of a new password, however it was set."""
    _queue_for(PASSWORD_CHANGED, user)


def send_role_changed(user: User) -> None:
    """Notifies a user of the new role."""
    _queue_for(ROLE_CHANGED, user, role=user.role)


def send_factor_changed(user: User, change: FactorChange) -> None:
    """Notifies a user of a second factor that was added or removed, and of new recovery codes."""
    _queue_for(FACTOR_CHANGED, user, change=change)


def send_new_browser(user: User, client: ClientInfo) -> None:
    """Notifies a user of the first sign-in on a browser."""
    browser, system = recognized_browser(client.user_agent)
    _queue_for(NEW_BROWSER, user, browser=browser, system=system, ip_address=client.ip_address)


def send_nothing() -> None:
    """Queues a mail that is never sent, for a request whose address nobody has: it takes the same time."""
    queue_nothing(PASSWORD_RESET)


def link_for(user: User) -> str:
    """The URL of the single-page application's page that sets the password."""
    return _page("reset-password", urlsafe_base64_encode(force_bytes(user.pk)), password_link_tokens.make_token(user))


def _queue_for(mail_type: MailType, user: User, **facts: str) -> None:
    queue_mail(mail_type, recipient=user.email, user_id=user.pk, language=user.language, facts=facts)


def _digest(*facts: str) -> str:
    """A digest of the facts that a link signs; it does not reveal them, because one is the hash of the password."""
    return hashlib.sha256("\x1f".join(facts).encode()).hexdigest()


def _have_changed(mail: OutgoingMail, *facts: str) -> bool:
    """Whether the facts are not those of the time when the mail was queued."""
    return bool(mail.facts["digest"] != _digest(*facts))


def _with_password_link(mail: OutgoingMail) -> Context | None:
    """None if something that would have made the link invalid has changed since the mail was queued."""
    user = user_by_id(mail.user_id or 0)
    if user is None or _have_changed(mail, *get_user_facts(user)):  # guard: mail-facts
        return None
    return _with_link(link_for(user), full_name=mail.facts.get("full_name", ""), email=user.email)


def _with_registration_link(page: str, tokens: ConfirmationTokens) -> MakeContext:
    def make_context(mail: OutgoingMail) -> Context | None:
        pending = pending_registration_by_uid(mail.facts["uid"])
        if pending is None:  # confirmed, or replaced by a newer one
            return None
        return _with_link(_page(page, pending.uid, tokens.make(*get_registration_facts(pending))))

    return make_context


def _with_email_change_link(mail: OutgoingMail) -> Context | None:
    change, user = pending_email_change_by_uid(mail.facts["uid"]), user_by_id(mail.user_id or 0)
    if change is None or user is None:
        return None
    facts = get_email_change_facts(change, user)
    if _have_changed(mail, *facts):
        return None
    return _with_link(_page("confirm-email", change.uid, email_change_tokens.make(*facts)))


def _with_role(mail: OutgoingMail) -> Context:
    return {"role": _ROLES[Role(mail.facts["role"])]}


def _with_factor_change(mail: OutgoingMail) -> Context:
    return {"change": _FACTOR_CHANGES[FactorChange(mail.facts["change"])]}


def _with_link(link: str, **facts: Any) -> Context:
    return {**facts, "link": link, "valid_for": _valid_for()}


def _page(page: str, uid: str, token: str) -> str:
    """The URL of a page, from `FRONTEND_URL`, never from the Host header."""
    return f"{settings.FRONTEND_URL.rstrip('/')}/{page}?{urlencode({'uid': uid, 'token': token})}"


def _valid_for() -> str:
    """How long a link is valid: `1 day`, `1 hour, 30 minutes`."""
    start = now()
    return timesince(start, start + timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT)).replace(
        "\N{NO-BREAK SPACE}", " "
    )


def _register(kind: str, subject: Any, make_context: MakeContext = facts_alone) -> MailType:
    return register_mail_type(MailType(kind, subject, f"users/mail/{kind}.txt", make_context))


PASSWORD_RESET = _register("password_reset", gettext_lazy("Set a new password"), _with_password_link)
INVITATION = _register("invitation", gettext_lazy("Your account at %(bank)s"), _with_password_link)
REGISTRATION = _register(
    "registration",
    gettext_lazy("Confirm your registration"),
    _with_registration_link("confirm-registration", registration_tokens),
)
REGISTRATION_PASSWORD = _register(
    "registration_password",
    gettext_lazy("Set a new password"),
    _with_registration_link("reset-password", registration_password_tokens),
)
ALREADY_REGISTERED = _register("already_registered", gettext_lazy("This e-mail address is already registered"))
EMAIL_CHANGE = _register("email_change", gettext_lazy("Confirm your new e-mail address"), _with_email_change_link)
EMAIL_CHANGED = _register("email_changed", gettext_lazy("Your e-mail address was changed"))
PASSWORD_CHANGED = _register("password_changed", gettext_lazy("Your password was changed"))
ROLE_CHANGED = _register("role_changed", gettext_lazy("Your role was changed"), _with_role)
FACTOR_CHANGED = _register("factor_changed", gettext_lazy("Your second factor was changed"), _with_factor_change)
NEW_BROWSER = _register("new_browser", gettext_lazy("New sign-in to your account"))
