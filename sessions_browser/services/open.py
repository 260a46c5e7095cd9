"""Opens a session: at a login, in the login's transaction."""

import secrets

from django.db import IntegrityError, transaction

from audit.events import Event
from audit.services import record
from core.client_info import ClientInfo
from core.clock import now
from sessions_browser.enums import Binding
from sessions_browser.exceptions import BrowserInUse
from sessions_browser.models import BrowserSession
from sessions_browser.selectors import session_for_browser
from sessions_browser.services.expiry import absolute_end, idle_end
from sessions_browser.services.session_limit import end_surplus
from sessions_browser.services.terminate import blacklist
from sessions_browser.tokens import new_jti


def open_session(
    *, user_id: int, browser_hash: str, binding: Binding, client: ClientInfo
) -> BrowserSession | BrowserInUse:
    """A new session in the browser's row; or the error, if another user's live session has that row.

    If two users log in at once on a browser without a row, both insert: one succeeds, and because of UNIQUE the other
    then finds that row. An expired row, and one of the same user, is replaced: its tokens are refused.
    The caller holds the lock of the user's row: beyond `MAX_SESSIONS` the oldest session of the user ends.
    """
    opened = _open(user_id, browser_hash, binding, client)
    if isinstance(opened, BrowserSession):
        end_surplus(opened, client)
    return opened


def _open(user_id: int, browser_hash: str, binding: Binding, client: ClientInfo) -> BrowserSession | BrowserInUse:
    row = _lock(browser_hash)
    if row is None:
        row = _build_session(user_id, browser_hash, client, binding)
        try:
            with transaction.atomic():
                row.save(force_insert=True)
        except IntegrityError:  # guard: browser-insert-race
            holder = _lock(browser_hash)
            if holder is None:
                raise
            row = holder
        else:
            return row
    return _replace_session(row, user_id, client, binding)


def _lock(browser_hash: str) -> BrowserSession | None:
    return session_for_browser(browser_hash).select_for_update().first()  # guard: browser-lock


def _replace_session(
    row: BrowserSession, user_id: int, client: ClientInfo, binding: Binding
) -> BrowserSession | BrowserInUse:
    expired = row.expires_at <= now()
    if row.user_id != user_id and not expired:  # guard: browser-in-use
        return BrowserInUse()
    if expired:
        record(Event.SESSION_EXPIRED, client=client, user_id=row.user_id, session=row.pk, expired_at=row.expires_at)
    else:
        record(Event.SESSION_REPLACED, client=client, user_id=user_id, actor_id=user_id, session=row.pk)
    blacklist([row])
    fresh = _build_session(user_id, row.browser_id, client, binding)
    fresh.pk = row.pk
    fresh.save(force_update=True)
    return fresh


def _build_session(user_id: int, browser_hash: str, client: ClientInfo, binding: Binding) -> BrowserSession:
    moment = now()
    end = absolute_end(moment)
    session = BrowserSession(
        browser_id=browser_hash,
        user_id=user_id,
        session_token=secrets.token_hex(16),
        created_at=moment,
        last_active_at=moment,
        expires_at=idle_end(moment, end),
        absolute_expires_at=end,
        refresh_jti=new_jti(),
        access_jti=new_jti(),
        issued_at=moment,
        ip_address=client.ip_address,
        user_agent=client.user_agent,
    )
    session.binding = binding
    return session
