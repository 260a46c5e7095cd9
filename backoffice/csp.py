"""The Content-Security-Policy of the admin's pages: everything comes from this server, and no inline script runs."""

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from core.api.middleware import GetResponse

PREFIX = "/admin/"
POLICY = "; ".join(
    [
        "default-src 'self'",
        # Alpine, which opens menus and dialogs, compiles expressions from HTML attributes.
        "script-src 'self' 'unsafe-eval'",
        # The theme sets colours in a style element, widths and heights in style attributes.
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data:",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    ]
)

# For the pages outside the staff site, which have no scripts.
PLAIN_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
)


def policy_with(logo_url: str) -> str:
    """The policy; images may also come from the host of the bank's logo."""
    parts = urlsplit(logo_url)
    return POLICY.replace("img-src 'self'", f"img-src 'self' {parts.scheme}://{parts.netloc}") if logo_url else POLICY


class AdminPolicyMiddleware:
    """Sets the policy under `/admin/`; the API's responses and its documentation have their own."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        self.policy = policy_with(settings.BANK_LOGO_URL)

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Sets it on every response, including errors and redirects."""
        response = self.get_response(request)
        if request.path_info.startswith(PREFIX):
            response.headers["Content-Security-Policy"] = self.policy
        return response
