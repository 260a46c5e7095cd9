"""The response body of a session."""

from rest_framework import serializers

from core.user_agents import browser_name
from sessions_browser.models import BrowserSession


class SessionSerializer(serializers.ModelSerializer[BrowserSession]):
    """A session of the list; contains neither tokens nor claims of tokens."""

    current = serializers.SerializerMethodField(help_text="Whether this very request came in this session.")
    browser = serializers.SerializerMethodField(help_text="A readable name, such as `Firefox 140 on Linux`.")

    class Meta:
        model = BrowserSession
        fields = ["id", "current", "browser", "ip_address", "created_at", "last_active_at", "expires_at"]
        read_only_fields = fields

    def get_current(self, session: BrowserSession) -> bool:
        """Whether it is the session of the request."""
        current = self.context.get("current")
        return current is not None and session.pk == current.pk

    def get_browser(self, session: BrowserSession) -> str:
        """See `browser_name`."""
        return browser_name(session.user_agent)
