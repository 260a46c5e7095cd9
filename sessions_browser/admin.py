"""Browser sessions in the admin: to be read and revoked. No token is shown; the row holds none."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from rest_framework_simplejwt.token_blacklist.models import BlacklistedToken, OutstandingToken

from core.admin import ReadOnlyAdmin
from core.browser_names import browser_name
from core.client import client_of
from core.errors import NotFound
from sessions_browser.models import BrowserSession
from sessions_browser.services.revoking import revoke_session

# SimpleJWT's own pages show tokens and let them be changed.
admin.site.unregister([OutstandingToken, BlacklistedToken])


@admin.register(BrowserSession)
class BrowserSessionAdmin(ReadOnlyAdmin):
    """Live ones and those not yet swept."""

    list_display = ["id", "user", "browser", "ip_address", "created_at", "last_active_at", "expires_at"]
    list_filter = ["user__role", "cookie_required", "expires_at"]
    list_select_related = ["user"]
    search_fields = ["user__email", "=ip_address"]
    ordering = ["-id"]
    fields = ["user", "browser", "user_agent", "ip_address", "cookie_required", "created_at", "last_active_at",
              "expires_at", "absolute_expires_at"]  # fmt: skip
    actions = ["revoke"]

    @admin.display(description="browser")
    def browser(self, session: BrowserSession) -> str:
        """Its readable name."""
        return browser_name(session.user_agent)

    @admin.action(description="Revoke the selected sessions")
    def revoke(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        """Ends each by the same service as the API."""
        revoked = 0
        for session in queryset:
            try:
                revoke_session(session_id=session.pk, actor=request.user, client=client_of(request))
                revoked += 1
            except NotFound:  # ended by itself since the list was shown
                continue
        self.message_user(request, f"{revoked} sessions revoked.", messages.SUCCESS)
