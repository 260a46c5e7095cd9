"""Strict readers of environment variables: an invalid value prevents startup, with a message."""

import contextlib
import datetime
import os
import re
from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.validators import URLValidator

from core.keys import KeyRing, parse_key_ring
from core.languages import SUPPORTED
from core.ratelimit.rate import parse_rates

_HOST = re.compile(r"\*|\.?[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*\.?|\[[0-9A-Fa-f:.]+\]")
_TRUE = {"1", "true", "yes", "on"}
_FALSE = {"0", "false", "no", "off", ""}


def text(name: str, default: str = "") -> str:
    """The value without surrounding whitespace."""
    return os.environ.get(name, default).strip()


def flag(name: str, *, default: bool) -> bool:
    """1/true/yes/on or 0/false/no/off; a typo must not turn a safeguard off."""
    value = os.environ.get(name)
    if value is None:
        return default
    word = value.strip().lower()
    if word not in _TRUE | _FALSE:
        raise ImproperlyConfigured(f"{name}={value!r}: write 1 or 0.")
    return word in _TRUE


def number(name: str, default: int, *, least: int, most: int) -> int:
    """A whole number within bounds."""
    value = text(name) or str(default)
    if not (value.isascii() and value.isdigit() and least <= int(value) <= most):
        raise ImproperlyConfigured(f"{name}={value!r}: write a whole number from {least} to {most}.")
    return int(value)


def seconds(name: str, default: int) -> int:
    """A duration, up to ten years."""
    return number(name, default, least=0 if default == 0 else 1, most=10 * 366 * 86400)


def amount(name: str, default: str, *, allow_zero: bool = False) -> str:
    """An amount of money, written as in the API; `bankportal.checks` compares its decimals with the currency."""
    value = text(name) or default
    is_zero = not value.strip("0.")
    if not re.fullmatch(r"[0-9]{1,15}(\.[0-9]{1,4})?", value) or (is_zero and not allow_zero):
        raise ImproperlyConfigured(f"{name}={value!r}: write an amount such as 10000 or 2500.50.")
    return value


def text_list(name: str, default: str = "") -> list[str]:
    """A list, separated by commas."""
    return [word for part in text(name, default).split(",") if (word := part.strip())]


def one_of(name: str, default: str, choices: tuple[str, ...]) -> str:
    """One of `choices`, in any case; returned as `choices` spells it."""
    value = text(name) or default
    for choice in choices:
        if choice.lower() == value.lower():
            return choice
    raise ImproperlyConfigured(f"{name}={value!r}: write one of {', '.join(choices)}.")


def languages(name: str, default: str) -> list[tuple[str, str]]:
    """Codes of languages, separated by commas, each with its name; `bankportal.checks` refuses an unknown one."""
    return [(code, SUPPORTED.get(code, code)) for code in text_list(name, default)]


def several(name: str, choices: tuple[str, ...]) -> list[str]:
    """A list of some of `choices`, separated by commas."""
    values = text_list(name)
    for value in values:
        if value not in choices:
            raise ImproperlyConfigured(f"{name}: {value!r} is not one of {', '.join(choices)}.")
    return values


def passkey_domain(name: str, frontend_url: str, allowed_hosts: list[str]) -> str:
    """The domain of passkeys, or the host of the application, or the first host of the API; empty where there is none.

    An IP address is no domain, so browsers make no passkeys there.
    """
    default = urlsplit(frontend_url).hostname or next(iter(allowed_hosts), "").strip("[].*")
    value = text(name).lower() or default
    if not re.fullmatch(r"(?!.*\.[0-9]+$)[a-z0-9-]+(\.[a-z0-9-]+)*", value):
        if text(name):
            raise ImproperlyConfigured(f"{name}={value!r} is not a domain; write for instance bank.example")
        return ""
    return value


def secret(name: str) -> str:
    """From NAME, or from the file that NAME_FILE points to (Docker and Kubernetes secrets)."""
    path = text(f"{name}_FILE")
    if not path:
        return text(name)
    if text(name):
        raise ImproperlyConfigured(f"Set {name} or {name}_FILE, not both.")
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except OSError as exc:
        raise ImproperlyConfigured(f"{name}_FILE={path!r} cannot be read: {exc.strerror}.") from exc


def key_ring(name: str, secret_key: str) -> KeyRing:
    """The keys `kid:secret,…`, from NAME or NAME_FILE; without it the one key that SECRET_KEY is."""
    try:
        return parse_key_ring(secret(name), secret_key)
    except ValueError as exc:
        raise ImproperlyConfigured(f"{name}: {exc}.") from exc


def readable_file(name: str) -> str:
    """The path of a readable file; empty where the variable is not set."""
    path = text(name)
    if path:
        try:
            Path(path).read_bytes()
        except OSError as exc:
            raise ImproperlyConfigured(f"{name}={path!r} cannot be read: {exc.strerror}.") from exc
    return path


def origins(name: str, default: str = "") -> list[str]:
    """Origins: scheme and host, no path, as browsers send them."""
    values = text_list(name, default)
    for value in values:
        parts = urlsplit(value)
        if (
            parts.scheme not in {"http", "https"}
            or not parts.netloc
            or value != f"{parts.scheme}://{parts.netloc}".lower()
        ):
            raise ImproperlyConfigured(
                f"{name}: {value!r} is not an origin; write for instance https://app.bank.example"
            )
    return values


def hosts(name: str, default: str = "") -> list[str]:
    """Host names, as Django's ALLOWED_HOSTS takes them: no scheme, no path, no port."""
    values = text_list(name, default)
    for value in values:
        if not _HOST.fullmatch(value):
            raise ImproperlyConfigured(f"{name}: {value!r} is not a host name; write for instance api.bank.example")
    return values


def day(name: str) -> datetime.date | None:
    """A day; None where the variable is not set."""
    value = text(name)
    if not value:
        return None
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        with contextlib.suppress(ValueError):
            return datetime.date.fromisoformat(value)
    raise ImproperlyConfigured(f"{name}={value!r}: write a date such as 2026-11-26.")


def web_address(name: str) -> str:
    """An absolute URL with http or https and without a user; empty where the variable is not set."""
    value = text(name)
    if value:
        try:
            URLValidator(schemes=["http", "https"])(value)
        except ValidationError as exc:
            raise ImproperlyConfigured(
                f"{name}={value!r} is not a web address; write for instance https://app.bank.example/logo.svg"
            ) from exc
        if "@" in urlsplit(value).netloc:
            raise ImproperlyConfigured(f"{name} is public: write it without a user and a password.")
    return value


def color(name: str) -> str:
    """A color as `#rrggbb`, in lower case; empty where the variable is not set."""
    value = text(name).lower()
    if value and not re.fullmatch("#[0-9a-f]{6}", value):
        raise ImproperlyConfigured(f"{name}={value!r}: write # and six hexadecimal digits, for instance #0b5fff.")
    return value


def rate(name: str, default: str) -> str:
    """A rate such as 5/minute, or several that all apply: 5/15minutes,20/day."""
    value = text(name) or default
    try:
        parse_rates(value)
    except ValueError as exc:
        raise ImproperlyConfigured(f"{name}: {exc}") from exc
    return value


def url(name: str, *, schemes: tuple[str, ...]) -> str:
    """A secret URL with one of these schemes; empty where the variable is not set."""
    value = secret(name)
    if value and (urlsplit(value).scheme not in schemes or "://" not in value):
        raise ImproperlyConfigured(
            f"{name}: write an address that starts with {' or '.join(s + '://' for s in schemes)}"
        )
    return value
