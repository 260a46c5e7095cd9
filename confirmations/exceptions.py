"""Errors about confirmations."""

from typing import ClassVar

from django.utils.translation import gettext_lazy

from audit.events import Event
from factors.exceptions import StepUpRequired


class ConfirmationRequired(StepUpRequired):
    """401: the request needs a confirmation, and has none."""

    default_message = gettext_lazy("Please confirm this with your second factor.")


class ConfirmationRefused(StepUpRequired):
    """401: the request has a confirmation, which is of another request or session, was used, or has expired."""

    default_message = gettext_lazy("This confirmation is not valid for this request. Please confirm it again.")
    audit_event: ClassVar[str] = Event.CONFIRMATION_REFUSED
