"""The look of the staff site, as the setting `UNFOLD`."""

from typing import Any

from django.templatetags.static import static
from django.urls import reverse

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
    "COLORS": {
        "primary": {
            "50": "oklch(97% .014 254.604)",
            "100": "oklch(93.2% .032 255.585)",
            "200": "oklch(88.2% .059 254.128)",
            "300": "oklch(80.9% .105 251.813)",
            "400": "oklch(70.7% .165 254.624)",
            "500": "oklch(62.3% .214 259.815)",
            "600": "oklch(54.6% .245 262.881)",
            "700": "oklch(48.8% .243 264.376)",
            "800": "oklch(42.4% .199 265.638)",
            "900": "oklch(37.9% .146 265.522)",
            "950": "oklch(28.2% .091 267.935)",
        }
    },
}
