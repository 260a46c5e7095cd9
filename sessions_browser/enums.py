"""How a session is bound to the browser that it was opened on."""

from enum import Enum, auto


class Binding(Enum):
    """The proof that a request needs in addition to a token of the session."""

    COOKIE_REQUIRED = auto()
    """The `browserId` cookie of the login: every browser, and every client that sent a cookie at its login."""

    COOKIE_OPTIONAL = auto()
    """That cookie, or no cookie if the request shows no browser: for a script's first call."""

    UNBOUND = auto()
    """None, cookies are ignored: for a script that logged in with `bind_browser: false`."""
