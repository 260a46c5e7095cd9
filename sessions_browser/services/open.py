"""Opens a session: at a login, in the login's transaction."""

import secrets

from django.db import IntegrityError, connection

from audit.events import Event
from audit.services import record_all_deferred, record_deferred
from core.client_info import ClientInfo
from core.clock import now
from core.db.deferred import execute_deferred
from core.db.rows import read_rows
from core.db.sql import insert_sql, update_sql
from sessions_browser.enums import Binding
from sessions_browser.exceptions import BrowserInUse
from sessions_browser.models import BrowserSession
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
            _insert(row)
        except IntegrityError:  # guard: browser-insert-race
            holder = _lock(browser_hash)
            if holder is None:
                raise
            row = holder
        else:
            return row
    return _replace_session(row, user_id, client, binding)


def _lock(browser_hash: str) -> BrowserSession | None:
    rows = read_rows(BrowserSession, "browser_id = %s", [browser_hash], lock=True)  # guard: browser-lock
    return rows[0] if rows else None


def _insert(session: BrowserSession) -> None:
    """Inserts a new session. No savepoint: a refused INSERT leaves the transaction as it was."""
    with connection.cursor() as cursor:
        cursor.execute(*insert_sql(BrowserSession, [vars(session)]))
        session.pk = int(cursor.lastrowid)
    session._state.adding = False


def _replace_session(
    row: BrowserSession, user_id: int, client: ClientInfo, binding: Binding
) -> BrowserSession | BrowserInUse:
    expired = row.expires_at <= now()
    if row.user_id != user_id and not expired:  # guard: browser-in-use
        return BrowserInUse()
    if expired:
        ended = {"session": row.pk, "expired_at": row.expires_at}
        record_all_deferred([(Event.SESSION_EXPIRED, row.user_id, ended)], client=client)
    else:
        record_deferred(Event.SESSION_REPLACED, client=client, user_id=user_id, actor_id=user_id, session=row.pk)
    blacklist([row])
    fresh = _build_session(user_id, row.browser_id, client, binding)
    fresh.pk, fresh._state.adding = row.pk, False
    columns = [field.attname for field in BrowserSession._meta.concrete_fields if not field.primary_key]
    execute_deferred(*update_sql(BrowserSession, {name: getattr(fresh, name) for name in columns}, {"id": row.pk}))
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
