"""Errors for tokens, refreshes and logins."""

from django.utils.translation import gettext_lazy

from core.exceptions import ApplicationError

BROWSER_IN_USE = gettext_lazy(
    "Another user is already logged in on this browser. "
    "Please log out first before logging in with a different account."
)


class TokenError(ApplicationError):
    """401: the base class of the errors below."""

    status = 401


class TokenInvalid(TokenError):
    """Malformed, bad signature or algorithm, wrong type."""

    code = "token_invalid"
    default_message = gettext_lazy("The token is not valid.")


class InvalidSignature(TokenInvalid):
    """Well-formed, but not signed by this server; the client sees `token_invalid`."""


class TokenKeyUnknown(TokenInvalid):
    """Signed with a key that this server does not have (yet, or any more): ends no session and clears no cookie.

    The client sees `token_invalid`.
    """


class TokenExpired(TokenError):
    """Past its `exp`."""

    code = "token_expired"
    default_message = gettext_lazy("The token has expired. Refresh it.")


class SessionEnded(TokenError):
    """The row is gone or belongs to a newer login."""

    code = "session_ended"
    default_message = gettext_lazy("This session has ended. Please sign in again.")


class BrowserMismatch(TokenError):
    """The `browserId` cookie is another browser's, or missing where the session needs it."""

    code = "browser_mismatch"
    default_message = gettext_lazy(
        "This token belongs to another browser. Send the browserId cookie that came with the login "
        "(in a browser: credentials 'include'); scripts that keep no cookies log in with bind_browser false."
    )


class SessionExpired(TokenError):
    """Idle or absolute limit."""

    code = "session_expired"
    default_message = gettext_lazy("This session has expired. Please sign in again.")


class TokenSuperseded(TokenError):
    """A refresh token that was used a moment ago, by another tab or an earlier attempt."""

    code = "token_superseded"
    default_message = gettext_lazy("This refresh token was already rotated; use the new one.")


class TokenReused(TokenError):
    """A refresh token that was used before and is used again: probably a stolen copy."""

    code = "token_reused"
    default_message = gettext_lazy("This refresh token was used before. The session has been ended for safety.")


class CrossSiteRequest(ApplicationError):
    """403: a page of another site made the browser send its cookies."""

    status = 403
    code = "cross_site_request"
    default_message = gettext_lazy("This request comes from a site that is not allowed.")


class BrowserInUse(ApplicationError):
    """409: another user is signed in on this browser."""

    status = 409
    code = "browser_in_use"
    default_message = BROWSER_IN_USE
