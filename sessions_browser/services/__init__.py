"""Opens, refreshes, touches, ends and cleans up browser sessions."""

from sessions_browser.services.activity import touch
from sessions_browser.services.cleanup import cleanup_expired_sessions
from sessions_browser.services.open import open_session
from sessions_browser.services.purger import purge_at_login
from sessions_browser.services.refresh import refresh_tokens
from sessions_browser.services.reuse import reuse_or_open_session
from sessions_browser.services.revoke import end_all_sessions, end_sessions_of_user
from sessions_browser.services.terminate import end_session, end_sessions

__all__ = [
    "cleanup_expired_sessions",
    "end_all_sessions",
    "end_session",
    "end_sessions",
    "end_sessions_of_user",
    "open_session",
    "purge_at_login",
    "refresh_tokens",
    "reuse_or_open_session",
    "touch",
]
