"""Reads sessions: the one query of every request, and the lists."""

import hmac
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from django.contrib.auth import get_user_model
from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.models import QuerySet

from core.authorization.capabilities import Capability, has_capability
from core.clock import now
from core.db.row_instances import instance_maker
from core.db.sql import Converter, column_converters, convert_row, select_columns
from core.exceptions import ApplicationError
from sessions_browser.enums import Binding
from sessions_browser.exceptions import BrowserMismatch, SessionEnded, SessionExpired
from sessions_browser.models import BrowserSession
from sessions_browser.request_browser import RequestBrowser
from sessions_browser.tokens import Claims

# Left out of the read of every request: what only a refresh or a page of the staff site reads. Each of these columns
# takes about a microsecond on SQLite, and times more than that on MariaDB.
_ONLY_TO_REFRESH = {
    "created_at", "refresh_jti", "access_jti", "issued_at", "previous_jti", "retry_key_hash", "refresh_log",
    "ip_address", "user_agent",
}  # fmt: skip
_USER_FIELDS_LEFT_OUT = {"password"}  # no view needs its hash


class _Statement(NamedTuple):
    """The join's text, and how the columns of a row are turned into Python values and two instances."""

    sql: str
    make_session: Callable[[Sequence[Any]], BrowserSession]
    make_user: Callable[[Sequence[Any]], Any]
    cut: int  # how many columns are the session's
    converters: list[Converter]


def find_session(sid: str, *, to_refresh: bool = False) -> BrowserSession | None:
    """The session that tokens with this `sid` belong to, with its user: one query.

    It reads what a request needs, and with `to_refresh` all columns of the session. Written out, because Django takes
    0.4 ms to build the same text every time (bench/auth_check.py), and 5 % of a request to make the two instances.
    """
    using = connections[DEFAULT_DB_ALIAS]
    statement = _statement(using.vendor, to_refresh)
    with using.cursor() as cursor:
        cursor.execute(statement.sql, [sid])
        row = cursor.fetchone()
    if row is None:
        return None
    values = convert_row(row, statement.converters)
    session = statement.make_session(values[: statement.cut])
    session.user = statement.make_user(values[statement.cut :])
    return session


def get_session_error(
    session: BrowserSession | None, claims: Claims, browser: RequestBrowser, at: datetime
) -> ApplicationError | None:
    """Why a token with these claims, from this browser, is refused at this moment; None if it is accepted."""
    if session is None or str(session.user_id) != claims.user_id or not session.user.is_active:
        return SessionEnded()
    if not accepts_browser(session, browser):
        return BrowserMismatch()
    if session.expires_at <= at or session.absolute_expires_at <= at:
        return SessionExpired()
    return None


def accepts_browser(session: BrowserSession, browser: RequestBrowser) -> bool:
    """Whether the session accepts tokens from this browser: its own, or one that its `Binding` allows."""
    return binding_accepts(session.binding, session.browser_id, browser)


def binding_accepts(binding: Binding, browser_hash: str, browser: RequestBrowser) -> bool:
    """The same for something that is bound in this way to the browser with this hash."""
    if binding is Binding.UNBOUND:
        return True
    if hmac.compare_digest(browser_hash, browser.browser_hash):
        return True
    return binding is Binding.COOKIE_OPTIONAL and not browser.sends_cookie and not browser.is_shown


def is_used_by_another(browser_hash: str, user_id: int) -> bool:
    """Whether another user has a live session on the browser with this hash."""
    return active_sessions().filter(browser_id=browser_hash).exclude(user_id=user_id).exists()


def active_sessions() -> QuerySet[BrowserSession]:
    """Sessions within both limits."""
    return BrowserSession.objects.filter(expires_at__gt=now())


def active_sessions_of(user_id: int) -> QuerySet[BrowserSession]:
    """The sessions of one user within both limits."""
    return active_sessions().filter(user_id=user_id)


def sessions_revocable_by(actor: Any) -> QuerySet[BrowserSession]:
    """The live sessions that a person may end: with the capability all, otherwise one's own."""
    rows = active_sessions()
    if has_capability(actor, Capability.MANAGE_ALL_SESSIONS):
        return rows
    return rows.filter(user_id=actor.pk) if has_capability(actor, Capability.CHANGE_OWN_PROFILE) else rows.none()


def session_for_browser(browser_hash: str) -> QuerySet[BrowserSession]:
    """The row of one browser, if it has one."""
    return BrowserSession.objects.filter(browser_id=browser_hash)


@cache
def _statement(_vendor: str, to_refresh: bool) -> _Statement:
    users = get_user_model()
    left_out: set[str] = set() if to_refresh else _ONLY_TO_REFRESH
    session_fields = [f for f in BrowserSession._meta.concrete_fields if f.name not in left_out]
    user_fields = [f for f in users._meta.concrete_fields if f.name not in _USER_FIELDS_LEFT_OUT]
    columns = f"{select_columns(session_fields, 's')}, {select_columns(user_fields, 'u')}"
    sql = (
        f"SELECT {columns} FROM browser_sessions s "  # noqa: S608 (column names of our own models)
        f"JOIN {connection.ops.quote_name(users._meta.db_table)} u ON u.id = s.user_id WHERE s.session_token = %s"
    )
    converters = column_converters(session_fields, "s") + column_converters(user_fields, "u", start=len(session_fields))
    make_session = instance_maker(BrowserSession, [field.attname for field in session_fields], DEFAULT_DB_ALIAS)
    make_user = instance_maker(users, [field.attname for field in user_fields], DEFAULT_DB_ALIAS)
    return _Statement(sql, make_session, make_user, len(session_fields), converters)
