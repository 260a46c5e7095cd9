"""The security schemes of the OpenAPI document: a token in the header or in a cookie."""

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension

from sessions_browser.cookies import AUTH_TOKEN, cookie_name


class BrowserSessionScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """Both transports; each also sends the `browserId` cookie."""

    target_class = "sessions_browser.authentication.BrowserSessionAuthentication"
    name = ["bearer", "cookie"]

    def get_security_definition(self, auto_schema: Any) -> Any:
        """The two definitions, in the order of `name`."""
        note = (
            "The browserId cookie of the login goes along. A script may leave it out if its login sent bind_browser "
            "false, or neither a cookie nor bind_browser."
        )
        return [
            {"type": "http", "scheme": "bearer", "bearerFormat": "JWT", "description": note},
            {"type": "apiKey", "in": "cookie", "name": cookie_name(AUTH_TOKEN), "description": note},
        ]

    def get_security_requirement(self, auto_schema: Any) -> Any:
        """Either of the two, not both."""
        return [{name: []} for name in self.name]
