"""The kinds of mail: each app registers its own, with the text and the function that gathers what the text needs."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import pgettext

from core.languages import offered_language
from outbox.models import OutgoingMail

Context = dict[str, Any]
MakeContext = Callable[[OutgoingMail], Context | None]


def facts_alone(mail: OutgoingMail) -> Context:
    """The context of a text that needs only what was stored with the mail."""
    return dict(mail.facts)


@dataclass(frozen=True)
class MailType:
    """A kind of mail.

    `subject` is a lazy translation with placeholders for the context (`%(bank)s`), `template` the text. `make_context`
    runs when the mail is sent; it returns None where there is nothing to send any more, for instance because the link
    of the mail would not be valid.
    """

    kind: str
    subject: Any
    template: str
    make_context: MakeContext = facts_alone


_registered: dict[str, MailType] = {}


def register_mail_type(mail_type: MailType) -> MailType:
    """Registers a kind; called once for each, when the app that owns it is ready."""
    _registered[mail_type.kind] = mail_type
    return mail_type


def registered_mail_types() -> list[MailType]:
    """All kinds, by name."""
    return [_registered[kind] for kind in sorted(_registered)]


def _time_of(mail: OutgoingMail) -> Context:
    """When the cause happened, in UTC, in the language of the mail."""
    return {
        "day": date_format(mail.created_at, pgettext("day, as the filter date of templates formats it", "j F Y")),
        "time": mail.created_at.strftime("%H:%M"),
    }


def render(mail: OutgoingMail) -> tuple[str, str] | None:
    """Subject and text in the language of the mail; None where there is nothing to send."""
    mail_type = _registered[mail.kind]
    with translation.override(offered_language(mail.language)):
        context = mail_type.make_context(mail)
        if context is None:
            return None
        context = {"bank": settings.BANK_NAME, **_time_of(mail), **context}
        return str(mail_type.subject) % context, render_to_string(mail_type.template, context)
