"""Rotates a refresh token by one compare-and-swap on the row: of any number of requests at once, one succeeds."""

import hashlib
from datetime import timedelta

from django.db import connection
from rest_framework_simplejwt.token_blacklist.models import BlacklistedToken

from audit.events import Event
from audit.services import record_deferred, record_refusal
from core.client_info import ClientInfo
from core.clock import now
from core.db.sql import update_sql
from core.db.transactions import atomic_with_retry
from core.exceptions import ApplicationError, Throttled
from core.metrics.definitions import LIMITS_HIT
from sessions_browser import refresh_log
from sessions_browser.exceptions import BrowserMismatch, SessionEnded, TokenReused, TokenSuperseded
from sessions_browser.models import BrowserSession
from sessions_browser.request_browser import RequestBrowser
from sessions_browser.selectors import find_session, get_session_error
from sessions_browser.services.expiry import idle_end
from sessions_browser.services.terminate import blacklist, end_sessions
from sessions_browser.tokens import Claims, Tokens, new_jti, tokens_of

# A second use within this period is taken for another tab, later for theft.
REUSE_GRACE_PERIOD = timedelta(seconds=10)  # guard: reuse-grace
REPLAY_WINDOW = timedelta(seconds=60)  # how long a retry gets the same tokens


@atomic_with_retry
def refresh_tokens(
    *, claims: Claims, browser: RequestBrowser, retry_key: str | None, client: ClientInfo
) -> Tokens | ApplicationError:
    """New tokens for a live refresh token.

    Raises SessionEnded, BrowserMismatch or SessionExpired as for any token; TokenSuperseded when the token
    was spent within the last ten seconds; TokenReused, and ends the session, when it was spent before that.
    With the `retry_key` of the call that spent it, the same tokens again for a minute, while the successor
    is unspent.

    Raises Throttled, without using the token, if the session has refreshed as often as `THROTTLE_REFRESH` allows. Only
    its current token counts, so that other clients cannot use up the limit, and a retry gets its response.
    """
    session = find_session(claims.sid, to_refresh=True)
    error = get_session_error(session, claims, browser, now())
    if error or session is None:
        if isinstance(error, BrowserMismatch):
            record_refusal(Event.BROWSER_MISMATCH, client=client, user_id=int(claims.user_id))
        return error or SessionEnded()
    if session.refresh_jti != claims.jti:
        return _handle_spent_token(claims, retry_key, client)
    wait = refresh_log.seconds_until_allowed(session.refresh_log, now())
    if wait:  # guard: refresh-limit
        LIMITS_HIT.inc("refresh")
        return Throttled(retry_after=wait)
    if not _compare_and_swap(session, retry_key):
        return _handle_spent_token(claims, retry_key, client)
    user_id = session.user_id
    record_deferred(Event.TOKEN_REFRESHED, client=client, user_id=user_id, actor_id=user_id, session=session.pk)
    return tokens_of(session)


def _compare_and_swap(session: BrowserSession, retry_key: str | None) -> bool:
    """Replaces the pair of tokens if the row still has the old one; returns whether it did."""
    spent = BrowserSession(refresh_jti=session.refresh_jti, issued_at=session.issued_at)
    moment = now()
    changes = {
        "refresh_jti": new_jti(),
        "access_jti": new_jti(),
        "issued_at": moment,
        "previous_jti": spent.refresh_jti,
        "retry_key_hash": _hash(retry_key),
        "refresh_log": refresh_log.one_more(session.refresh_log, moment),
        "last_active_at": moment,
        "expires_at": idle_end(moment, session.absolute_expires_at),
    }
    mine = {
        "id": session.pk,
        "session_token": session.session_token,
        "refresh_jti": spent.refresh_jti,  # guard: refresh-swap
    }
    with connection.cursor() as cursor:
        cursor.execute(*update_sql(BrowserSession, changes, mine))
        if not cursor.rowcount:
            return False
    for name, value in changes.items():
        setattr(session, name, value)
    blacklist([spent])
    return True


def _handle_spent_token(claims: Claims, retry_key: str | None, client: ClientInfo) -> Tokens | ApplicationError:
    """Handles a token that was used before: by this request, by another tab a moment ago, or by a thief."""
    session = find_session(claims.sid, to_refresh=True)
    if session is None:
        return SessionEnded()
    moment = now()
    is_same_token = session.previous_jti == claims.jti
    replay = retry_key and is_same_token and session.retry_key_hash == _hash(retry_key)  # guard: retry-key
    if replay and moment < session.issued_at + REPLAY_WINDOW:  # guard: refresh-replay
        return tokens_of(session)
    spent_at = BlacklistedToken.objects.filter(token__jti=claims.jti).values_list("blacklisted_at", flat=True).first()
    if spent_at and moment < spent_at + REUSE_GRACE_PERIOD:
        return TokenSuperseded()
    mine = BrowserSession.objects.filter(pk=session.pk, session_token=session.session_token)
    end_sessions(mine, event=Event.TOKEN_REUSED, client=client, actor_id=None)
    return TokenReused()


def _hash(retry_key: str | None) -> str:
    return hashlib.sha256(retry_key.encode()).hexdigest() if retry_key else ""
