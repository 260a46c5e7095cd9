"""What can be done to a browser session: open, rotate, touch, end, clean up."""

from sessions_browser.services.cleanup import cleanup_expired_sessions, sweep
from sessions_browser.services.ending import end_sessions
from sessions_browser.services.joining import join_session
from sessions_browser.services.opening import open_session
from sessions_browser.services.rotation import rotate
from sessions_browser.services.touching import touch

__all__ = ["cleanup_expired_sessions", "end_sessions", "join_session", "open_session", "rotate", "sweep", "touch"]
