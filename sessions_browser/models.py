"""`browser_sessions`: the row that decides whether a token is accepted."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from core.clock import now
from sessions_browser.enums import Binding
from sessions_browser.refresh_log import LENGTH


class BrowserSession(models.Model):
    """One signed-in browser. UNIQUE on `browser_id` is the rule "one user at a time on one browser".

    `browser_id` is the SHA-256 of the `browserId` cookie: a stolen table contains no cookies, and no
    collation treats two cookies as equal. `session_token` is the `sid` claim of every token of the
    session; a new login on the same browser replaces it, and so every earlier token is invalid.
    """

    browser_id = models.CharField(max_length=255, unique=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="browser_sessions")
    session_token = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(default=now, db_default=Now())
    last_active_at = models.DateTimeField(default=now, db_default=Now())
    expires_at = models.DateTimeField(db_index=True)  # the earlier of the idle and the absolute limit
    absolute_expires_at = models.DateTimeField()  # fixed at the login; no refresh moves it
    # Read through `binding`. If the cookie is required, `cookie_optional` has no effect.
    cookie_required = models.BooleanField(default=True, db_default=True)
    cookie_optional = models.BooleanField(default=False, db_default=False)
    # The claims of the current tokens, not the tokens: the same tokens can be generated again from them.
    refresh_jti = models.CharField(max_length=32)
    access_jti = models.CharField(max_length=32)
    issued_at = models.DateTimeField()
    # The last refresh token that was used, and a hash of the Idempotency-Key of that request.
    previous_jti = models.CharField(max_length=32, default="", db_default="", db_column="spent_jti")
    retry_key_hash = models.CharField(max_length=64, default="", db_default="")
    # The times of its last refreshes (sessions_browser.refresh_log).
    refresh_log = models.CharField(max_length=LENGTH, default="", db_default="")
    ip_address = models.CharField(max_length=45, default="", db_default="")
    user_agent = models.CharField(max_length=255, default="", db_default="")

    class Meta:
        db_table = "browser_sessions"

    def __str__(self) -> str:
        return f"Session {self.pk}"

    @property
    def binding(self) -> Binding:
        """How the session is bound to its browser."""
        if self.cookie_required:
            return Binding.COOKIE_REQUIRED
        return Binding.COOKIE_OPTIONAL if self.cookie_optional else Binding.UNBOUND

    @binding.setter
    def binding(self, binding: Binding) -> None:
        self.cookie_required = binding is Binding.COOKIE_REQUIRED
        self.cookie_optional = binding is Binding.COOKIE_OPTIONAL
