"""Registration without a confirmed address."""

from collections.abc import Iterator

from django.conf import settings
from django.core.checks import CheckMessage, Warning  # noqa: A004 (Django's name)


def check_registration() -> Iterator[CheckMessage]:
    """Nobody should register the address of somebody else."""
    if settings.REGISTRATION_OPEN and not settings.EMAIL_CONFIRMATION and not settings.DEBUG:
        yield Warning(
            "EMAIL_CONFIRMATION=0 lets anybody register the e-mail address of somebody else.",
            hint="Leave EMAIL_CONFIRMATION at 1, or close registration with REGISTRATION_OPEN=0.",
            id="bank.W003",
        )
