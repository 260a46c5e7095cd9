"""The look of the staff site, as the setting `UNFOLD`."""

from typing import Any

from django.templatetags.static import static
from django.urls import reverse

from backoffice.colors import DEFAULT_COLOR, scale, text_on

UNFOLD: dict[str, Any] = {
    # Import paths of functions: unfold would take a bank name that has a dot in it for one.
    "SITE_TITLE": "backoffice.dashboard.site_title",
    "SITE_HEADER": "backoffice.dashboard.site_title",
    "SITE_SYMBOL": "account_balance",
    "SITE_URL": None,  # the members' application is on another host
    "SITE_FAVICONS": [{"rel": "icon", "type": "image/svg+xml", "href": lambda _: static("bankportal/favicon.svg")}],
    "STYLES": [lambda _: static("backoffice/admin.css")],
    "DASHBOARD_CALLBACK": "backoffice.dashboard.dashboard_callback",
    "ACCOUNT": {
        "navigation": [
            {"title": "Second factor", "link": lambda _: reverse("admin:factors")},
            {"title": "Change password", "link": lambda _: reverse("admin:password_change")},
        ]
    },
    "SIDEBAR": {"navigation": "backoffice.navigation.sidebar"},
}


def theme(color: str, logo_url: str) -> dict[str, Any]:
    """The setting, with the bank's color and logo; both may be empty."""
    fill = color or DEFAULT_COLOR
    # `bank` are custom properties of our style sheet: what buttons are filled with, and the text on it.
    colors = {"primary": scale(fill), "bank": {"fill": fill, "text": text_on(fill)}}
    return {**UNFOLD, "COLORS": colors, "SITE_ICON": (lambda _: logo_url) if logo_url else None}
