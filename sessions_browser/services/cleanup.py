"""Deletes expired rows: sessions, refresh tokens, limits, idempotency keys, and kinds that other apps register."""

import logging
from collections.abc import Callable

from django.db import OperationalError, transaction
from django.db.models import Model
from rest_framework_simplejwt.token_blacklist.models import BlacklistedToken, OutstandingToken

from core.client_info import SYSTEM_CLIENT, ClientInfo
from core.clock import now
from core.db.sql import delete_by_key
from core.db.transactions import atomic_with_retry
from core.idempotency import service as idempotency
from core.ratelimit import exact as limits
from sessions_browser.models import BrowserSession
from sessions_browser.services.terminate import end_expired

logger = logging.getLogger("bankportal.sessions")
PURGE_BATCH = 10  # expired rows of each kind that one purge deletes
BATCH = 500  # rows in a transaction of the cleanup; MariaDB puts 1000 or more keys of a list into a temporary table

Clear = Callable[[int], int]
_registered: dict[str, Clear] = {}


def register_cleanup(kind: str, clear: Clear) -> None:
    """Registers a kind of rows of a higher app, which calls this in `AppConfig.ready`.

    `clear(batch)` deletes up to `batch` rows in the caller's transaction and returns how many.
    """
    _registered[kind] = clear


def register_expiring(kind: str, model: type[Model]) -> None:
    """Registers rows that are deleted after their `expires_at`, which has an index."""
    register_cleanup(kind, lambda batch: _clear_expired(model, batch))


def purge_expired(client: ClientInfo) -> int:
    """Ends a few expired sessions, so that they do not pile up where no scheduled job runs; returns how many.

    If there are any, also deletes a few rows of each registered kind; where no session has expired, it does no other
    work. Stops at a locked row or a conflict: the next purge comes.
    """
    ended = 0
    try:
        with transaction.atomic():
            ended = _end_expired(PURGE_BATCH, client)
        for clear in _registered.values() if ended else ():
            with transaction.atomic():
                clear(PURGE_BATCH)
    except OperationalError as exc:  # guard: sweep-gives-way
        logger.info("expired rows are left to the next purge: %s", exc)
        return 0
    return ended


def cleanup_expired_sessions(batch: int = BATCH) -> dict[str, int]:
    """Deletes all expired rows, `batch` rows a transaction; returns how many of each kind.

    Uses the index on the expiry column, holds the keys of one batch in memory, and may run twice at once. A run that
    was interrupted has deleted whole batches; the next one continues. Logs one line for each batch.
    """
    kinds = {
        "sessions": lambda most: _end_expired(most, SYSTEM_CLIENT),
        "refresh_tokens": _clear_tokens,
        "limits": limits.clean_up,
        "idempotency_keys": idempotency.clean_up,
        **_registered,
    }
    return {kind: _clear_all(kind, clear, batch) for kind, clear in kinds.items()}


def _clear_all(kind: str, clear: Clear, batch: int) -> int:
    """Calls `clear`, each time in a transaction of its own, until it finds no row."""
    total, clear_batch = 0, atomic_with_retry(clear)
    while cleared := clear_batch(batch):
        total += cleared
        logger.info("cleanup: %d %s deleted", cleared, kind.replace("_", " "))
    return total


def _end_expired(batch: int, client: ClientInfo) -> int:
    expired = BrowserSession.objects.filter(expires_at__lte=now())  # guard: sweep-still-expired
    ids = list(expired.order_by("expires_at").values_list("pk", flat=True)[:batch])
    if not ids:
        return 0
    # The condition is checked again under the lock: the browser may have signed in again since.
    return end_expired(expired.filter(pk__in=ids), client=client)


def _clear_expired(model: type[Model], batch: int) -> int:
    expired = model._default_manager.filter(expires_at__lte=now())
    ids = list(expired.order_by("expires_at").values_list("pk", flat=True)[:batch])
    # The condition again: a row may have been replaced by a newer one since.
    deleted, _ = expired.filter(pk__in=ids).delete() if ids else (0, {})
    return deleted


def _clear_tokens(batch: int) -> int:
    spent = OutstandingToken.objects.filter(expires_at__lte=now())
    ids = list(spent.order_by("expires_at").values_list("pk", flat=True)[:batch])
    if not ids:
        return 0
    BlacklistedToken.objects.filter(token_id__in=ids).delete()
    return delete_by_key(OutstandingToken, ids)
