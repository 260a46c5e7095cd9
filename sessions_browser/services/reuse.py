"""Reuses the session of a browser, for a login to the admin where the single-page application is signed in."""

from core.client_info import ClientInfo
from core.clock import now
from sessions_browser.enums import Binding
from sessions_browser.exceptions import BrowserInUse
from sessions_browser.models import BrowserSession
from sessions_browser.selectors import session_for_browser
from sessions_browser.services.activity import touch
from sessions_browser.services.open import open_session


def reuse_or_open_session(*, user_id: int, browser_hash: str, client: ClientInfo) -> BrowserSession | BrowserInUse:
    """The same user's live session on that browser, whose tokens stay valid; otherwise as `open_session`.

    As every login of a client that sends its cookie, it makes the cookie required.
    """
    moment = now()
    row = session_for_browser(browser_hash).select_for_update().filter(user_id=user_id, expires_at__gt=moment).first()
    if row is None:
        return open_session(user_id=user_id, browser_hash=browser_hash, binding=Binding.COOKIE_REQUIRED, client=client)
    if row.binding is not Binding.COOKIE_REQUIRED:
        row.binding = Binding.COOKIE_REQUIRED
        row.save(update_fields=["cookie_required", "cookie_optional"])
    touch(row, moment)
    return row
