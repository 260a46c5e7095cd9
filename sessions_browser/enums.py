"""How a session is bound to the browser that it was opened on."""

from enum import Enum, auto


class Binding(Enum):
    """What a request must show, beside a token of the session."""

    COOKIE_REQUIRED = auto()
    """The `browserId` cookie of the login: every browser, and every client that sent a cookie at its login."""

    COOKIE_OPTIONAL = auto()
    """That cookie, or none at all if the request shows no browser: a script at its first call."""

    UNBOUND = auto()
    """Nothing: no cookie is read. A script that asked for it with `bind_browser: false`."""
