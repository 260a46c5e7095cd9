"""Ends sessions: deletes their rows, blacklists their refresh tokens and writes an audit row for each."""

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

from django.db import connection
from django.db.models import BigIntegerField, DateTimeField, ExpressionWrapper, F, QuerySet, Value
from rest_framework_simplejwt.settings import api_settings
from rest_framework_simplejwt.token_blacklist.models import BlacklistedToken, OutstandingToken

from audit.events import Event
from audit.services import record_all_deferred, record_for_each
from core.client_info import ClientInfo
from core.clock import now
from core.db.deferred import execute_deferred
from core.db.rows import read_rows
from core.db.sql import delete_by_key, delete_sql, insert_select, insert_sql
from sessions_browser.models import BrowserSession

_NONE = Value(None, output_field=BigIntegerField())


def end_sessions(
    rows: QuerySet[BrowserSession], *, event: Event, client: ClientInfo, actor_id: int | None, **details: Any
) -> int:
    """Ends all of `rows`, in the caller's transaction; returns how many there were.

    The rows are locked first, so that a refresh at the same time is either complete or finds no row. After the commit
    no process accepts a token of these sessions, because each looks for the row.
    """
    return _end(list(_locked(rows)), event, client, actor_id, details)


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
    key = [session.browser_id, session.session_token]
    rows = read_rows(BrowserSession, "browser_id = %s AND session_token = %s", key, lock=True)  # guard: logout-lock
    return bool(_end(rows, event, client, session.user_id, {}))


def _end(
    locked: Sequence[BrowserSession], event: Event, client: ClientInfo, actor_id: int | None, details: dict[str, Any]
) -> int:
    """Ends these sessions; on MariaDB, all of it is sent with the next statement of the transaction, or with COMMIT."""
    if locked:
        blacklist(locked)  # guard: refresh-blacklist
        execute_deferred(*delete_sql(BrowserSession, [session.pk for session in locked]))
        facts = [(event, s.user_id, {"session": s.pk, **details}) for s in locked]
        record_all_deferred(facts, client=client, actor_id=actor_id)
    return len(locked)


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
    execute_deferred(*insert_sql(OutstandingToken, spent))
    places = ", ".join(["%s"] * len(spent))
    at = connection.ops.adapt_datetimefield_value(now())
    # By the `jti`, not by the generated key, which only the answer to the first INSERT would tell.
    execute_deferred(f"{_insert_blacklisted()} WHERE jti IN ({places})", [at, *(token["jti"] for token in spent)])


@cache
def _insert_blacklisted() -> str:
    """The INSERT … SELECT of the blacklist's rows for tokens; raises KeyError if the table has another column."""
    values = {"token_id": "id", "blacklisted_at": "%s"}
    fields = [field for field in BlacklistedToken._meta.concrete_fields if not field.primary_key]
    columns, selected = ", ".join(str(f.column) for f in fields), ", ".join(values[f.attname] for f in fields)
    target, source = BlacklistedToken._meta.db_table, OutstandingToken._meta.db_table
    return f"INSERT INTO {target} ({columns}) SELECT {selected} FROM {source}"  # noqa: S608 (names of SimpleJWT's models)
