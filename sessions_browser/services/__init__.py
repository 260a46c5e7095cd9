"""What can be done to a browser session: open, rotate, touch, end, clean up."""

from sessions_browser.services.activity import touch
from sessions_browser.services.cleanup import cleanup_expired_sessions, sweep
from sessions_browser.services.open import open_session
from sessions_browser.services.refresh import rotate
from sessions_browser.services.reuse import join_session
from sessions_browser.services.terminate import end_sessions

__all__ = ["cleanup_expired_sessions", "end_sessions", "join_session", "open_session", "rotate", "sweep", "touch"]
