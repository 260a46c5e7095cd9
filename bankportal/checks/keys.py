"""SECRET_KEY, TOKEN_KEYS and METRICS_TOKEN must not be guessed."""

import hmac
from collections.abc import Iterator

from django.conf import settings
from django.core.checks import CheckMessage, Error

from core.keys import SECRET_KEY_ITEM


def check_secret_key() -> Iterator[CheckMessage]:
    """SECRET_KEY must be set, long and not too simple."""
    if settings.SECRET_KEY_IS_TEMPORARY:
        yield Error(
            "There is no SECRET_KEY.", hint="Set SECRET_KEY or SECRET_KEY_FILE, or run `make run`.", id="bank.E001"
        )
    elif len(settings.SECRET_KEY) < 50 or len(set(settings.SECRET_KEY)) < 5:
        yield Error(
            "SECRET_KEY is too short or too simple.",
            hint="Make one of 50 random characters: python3 -c 'import secrets; print(secrets.token_urlsafe(50))'.",
            id="bank.E002",
        )


def check_token_keys() -> Iterator[CheckMessage]:
    """The keys of TOKEN_KEYS must not be too simple, and none may be a copy of SECRET_KEY."""
    for key in settings.TOKEN_KEYS.keys.values():
        if not key.is_secret_key and len(set(key.secret)) < 10:
            yield Error(
                f"The key {key.kid!r} of TOKEN_KEYS is too simple.",
                hint="Make one of random characters: python3 -c 'import secrets; print(secrets.token_urlsafe(32))'.",
                id="bank.E018",
            )
        if not key.is_secret_key and hmac.compare_digest(key.secret, settings.SECRET_KEY.encode()):
            yield Error(
                f"The key {key.kid!r} of TOKEN_KEYS is SECRET_KEY.",
                hint=f"Write {SECRET_KEY_ITEM}, without a kid, where SECRET_KEY is to be one of the keys.",
                id="bank.E019",
            )


def check_metrics_token() -> Iterator[CheckMessage]:
    """METRICS_TOKEN must be long and not too simple, where it is set."""
    token = settings.METRICS_TOKEN
    if token and (len(token) < 32 or len(set(token)) < 10 or not token.isascii()):
        yield Error(
            "METRICS_TOKEN is too short or too simple.",
            hint="Make one of random characters: python3 -c 'import secrets; print(secrets.token_urlsafe(32))'.",
            id="bank.E030",
        )
