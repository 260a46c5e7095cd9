"""The landing page `/`: what this host is, with links to its pages. Public; queries the database only in a demo."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.generic import TemplateView

from backoffice.csp import PLAIN_POLICY

GetDemoLogins = Callable[[], dict[str, Any]]
_get_demo_logins: GetDemoLogins = dict


def register_demo_logins(get_demo_logins: GetDemoLogins) -> None:
    """Sets the function that returns the demo's `{"logins": [...], "password": ...}`, or `{}` where none is loaded."""
    global _get_demo_logins  # noqa: PLW0603 (set once, when the apps are ready)
    _get_demo_logins = get_demo_logins


@method_decorator(never_cache, name="dispatch")
class StartPage(TemplateView):
    """Lists the demo bank's logins where `DEBUG` is on and the demo bank is loaded."""

    template_name = "start.html"
    http_method_names = ["get", "head"]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Adds a Content-Security-Policy without scripts."""
        response = super().dispatch(request, *args, **kwargs)
        response.headers["Content-Security-Policy"] = PLAIN_POLICY
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The bank's name, and who can sign in to a demo."""
        shown: dict[str, Any] = {"bank": settings.BANK_NAME, "application": settings.FRONTEND_URL}
        if settings.DEBUG:
            shown |= _get_demo_logins()
        return super().get_context_data(**kwargs) | shown
