"""Django's middleware that only the staff site needs: it runs under `/admin/` and nowhere else.

A simple request of the API spent about a tenth of its time in these three, without any use: it has a session of its
own. Each is a subclass of Django's, which Django's system checks look for in `MIDDLEWARE`.
"""

from typing import Any

from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from backoffice.csp import PREFIX


class UnderAdmin:
    """A mixin for a middleware: requests for other paths are passed on."""

    get_response: Any

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Runs the middleware under `/admin/`."""
        if request.path_info.startswith(PREFIX):
            response: HttpResponseBase = super().__call__(request)  # type: ignore[misc]
            return response
        passed_on: HttpResponseBase = self.get_response(request)
        return passed_on


class AdminSessionMiddleware(UnderAdmin, SessionMiddleware):
    """`request.session`."""


class AdminAuthenticationMiddleware(UnderAdmin, AuthenticationMiddleware):
    """`request.user`."""


class AdminMessageMiddleware(UnderAdmin, MessageMiddleware):
    """Messages of the admin's pages."""
