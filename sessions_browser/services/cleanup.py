"""Deletes expired rows: sessions, refresh tokens, limits, idempotency keys, and kinds that other apps register."""

import logging
from collections.abc import Callable
from functools import partial

from django.db import OperationalError, transaction
from rest_framework_simplejwt.token_blacklist.models import BlacklistedToken, OutstandingToken

from audit.events import Event
from core.client_info import SYSTEM_CLIENT, ClientInfo
from core.clock import now
from core.db.transactions import atomic_with_retry
from core.idempotency import service as idempotency
from core.ratelimit import exact as limits
from sessions_browser.models import BrowserSession
from sessions_browser.services.terminate import end_sessions

logger = logging.getLogger("bankportal.sessions")
PURGE_PER_LOGIN = 10  # expired rows that one login deletes
BATCH = 1000  # rows in a transaction of the cleanup

Clear = Callable[[int], int]
_registered: dict[str, Clear] = {}


def register_cleanup(kind: str, clear: Clear) -> None:
    """Registers a kind of rows of a higher app, which calls this in `AppConfig.ready`.

    `clear(batch)` deletes up to `batch` rows in the caller's transaction and returns how many.
    """
    _registered[kind] = clear


def purge_expired(client: ClientInfo) -> None:
    """Ends a few expired sessions, so that they do not pile up where no scheduled job runs.

    If there are any, also deletes a few rows of each registered kind; a login that finds no expired session does no
    other work. Stops at a locked row or a conflict, because the login before it has succeeded.
    """
    try:
        with transaction.atomic():
            ended = _end_expired(PURGE_PER_LOGIN, client)
        for clear in _registered.values() if ended else ():
            with transaction.atomic():
                clear(PURGE_PER_LOGIN)
    except OperationalError as exc:  # guard: sweep-gives-way
        logger.info("expired rows are left to the next login: %s", exc)


def cleanup_expired_sessions(batch: int = BATCH) -> dict[str, int]:
    """Deletes all expired rows, `batch` rows a transaction; returns how many of each kind.

    Uses the index on the expiry column, holds one batch in memory, and may run twice at once.
    """
    return {
        "sessions": _all(lambda: _end_expired_alone(batch)),
        "refresh_tokens": _all(lambda: _clear_tokens(batch)),
        "limits": _all(lambda: _clear_limits(batch)),
        "idempotency_keys": _all(lambda: _clear_keys(batch)),
        **{kind: _all(partial(atomic_with_retry(clear), batch)) for kind, clear in _registered.items()},
    }


def _all(clear: Callable[[], int]) -> int:
    total = 0
    while cleared := clear():
        total += cleared
    return total


@atomic_with_retry
def _end_expired_alone(batch: int) -> int:
    return _end_expired(batch, SYSTEM_CLIENT)


def _end_expired(batch: int, client: ClientInfo) -> int:
    expired = BrowserSession.objects.filter(expires_at__lte=now())  # guard: sweep-still-expired
    ids = list(expired.order_by("expires_at").values_list("pk", flat=True)[:batch])
    if not ids:
        return 0
    # The condition is checked again under the lock: the browser may have signed in again since.
    return end_sessions(expired.filter(pk__in=ids), event=Event.SESSION_EXPIRED, client=client, actor_id=None)


@atomic_with_retry
def _clear_tokens(batch: int) -> int:
    spent = OutstandingToken.objects.filter(expires_at__lte=now())
    ids = list(spent.order_by("expires_at").values_list("pk", flat=True)[:batch])
    BlacklistedToken.objects.filter(token_id__in=ids).delete()
    deleted, _ = OutstandingToken.objects.filter(pk__in=ids).delete()
    return deleted


@atomic_with_retry
def _clear_limits(batch: int) -> int:
    return limits.clean_up(batch)


@atomic_with_retry
def _clear_keys(batch: int) -> int:
    return idempotency.clean_up(batch)
