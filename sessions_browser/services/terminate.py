"""Ends sessions: deletes their rows, blacklists their refresh tokens and writes an audit row for each."""

from collections.abc import Iterable
from typing import Any

from django.db import connection
from django.db.models import BigIntegerField, DateTimeField, ExpressionWrapper, F, QuerySet, Value
from rest_framework_simplejwt.settings import api_settings
from rest_framework_simplejwt.token_blacklist.models import BlacklistedToken, OutstandingToken

from audit.events import Event
from audit.services import record_all, record_for_each
from core.client_info import ClientInfo
from core.clock import now
from core.db.sql import delete_by_key, insert_select, insert_sql
from sessions_browser.models import BrowserSession

_NONE = Value(None, output_field=BigIntegerField())


def end_sessions(
    rows: QuerySet[BrowserSession], *, event: Event, client: ClientInfo, actor_id: int | None, **details: Any
) -> int:
    """Ends all of `rows`, in the caller's transaction; returns how many there were.

    The rows are locked first, so that a refresh at the same time is either complete or finds no row. After the commit
    no process accepts a token of these sessions, because each looks for the row.
    """
    sessions = list(_locked(rows))
    if sessions:
        blacklist(sessions)  # guard: refresh-blacklist
        delete_by_key(BrowserSession, [session.pk for session in sessions])
        facts = ((event, s.user_id, {"session": s.pk, **details}) for s in sessions)
        record_all(facts, client=client, actor_id=actor_id)
    return len(sessions)


def end_expired(rows: QuerySet[BrowserSession], *, client: ClientInfo) -> int:
    """Ends all of `rows` as `end_sessions` does, but with statements for all of them together; returns how many.

    The audit log has a row for each, the log file a line for all. A refresh token that has expired as well is not
    blacklisted, because nobody could use it.
    """
    ids = list(_locked(rows).values_list("pk", flat=True))
    if not ids:
        return 0
    sessions = BrowserSession.objects.filter(pk__in=ids)
    expiry = ExpressionWrapper(F("issued_at") + api_settings.REFRESH_TOKEN_LIFETIME, output_field=DateTimeField())
    usable = sessions.annotate(token_expires_at=expiry).filter(token_expires_at__gt=now())
    insert_select(
        OutstandingToken, usable, user_id=_NONE, jti=F("refresh_jti"), token=Value(""), created_at=F("issued_at"),
        expires_at=F("token_expires_at"),
    )  # fmt: skip
    spent = OutstandingToken.objects.filter(jti__in=usable.values("refresh_jti"))
    insert_select(BlacklistedToken, spent, token_id=F("pk"), blacklisted_at=Value(now(), output_field=DateTimeField()))
    record_for_each(Event.SESSION_EXPIRED, sessions, client=client, user_id=F("user_id"), details={"session": F("pk")})
    delete_by_key(BrowserSession, ids)
    return len(ids)


def _locked(rows: QuerySet[BrowserSession]) -> QuerySet[BrowserSession]:
    """The rows, locked in the order of their keys, so that two calls wait for each other without a deadlock."""
    return rows.select_for_update().order_by("pk")  # guard: session-end-lock


def end_session(session: BrowserSession, *, event: Event, client: ClientInfo) -> bool:
    """Ends this session for its own user, in the caller's transaction; returns whether it was still there.

    A later login on the same browser has the same row with another `session_token`; that session is left alone.
    """
    rows = BrowserSession.objects.filter(browser_id=session.browser_id, session_token=session.session_token)
    return bool(end_sessions(rows, event=event, client=client, actor_id=session.user_id))


def blacklist(sessions: Iterable[BrowserSession]) -> None:
    """Puts the current refresh token of each session on SimpleJWT's blacklist: its `jti`, never the token.

    Without its user: the foreign key would lock the user's row after the session's, and a password change locks them
    in the opposite order.
    """
    spent = [
        {
            "user_id": None,
            "jti": session.refresh_jti,
            "token": "",
            "created_at": session.issued_at,
            "expires_at": session.issued_at + api_settings.REFRESH_TOKEN_LIFETIME,
        }
        for session in sessions
    ]
    with connection.cursor() as cursor:
        cursor.execute(*insert_sql(OutstandingToken, spent))
        if len(spent) == 1:  # every refresh and logout: `bulk_create` takes 166 µs for a row, this 49
            cursor.execute(*insert_sql(BlacklistedToken, [{"token_id": cursor.lastrowid, "blacklisted_at": now()}]))
            return
    inserted = OutstandingToken.objects.filter(jti__in=[token["jti"] for token in spent])
    at = Value(now(), output_field=DateTimeField())
    insert_select(BlacklistedToken, inserted, token_id=F("pk"), blacklisted_at=at)
