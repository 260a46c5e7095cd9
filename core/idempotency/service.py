"""One effect for each Idempotency-Key: a repeated request gets the stored response and does nothing.

The key's row is inserted in the transaction of the effect, so that neither exists without the other, even if the
process is killed. UNIQUE(user, key) makes a second request wait for the first. Responses with 201 and 422 are stored;
any other leaves the key free (draft-ietf-httpapi-idempotency-key-header).
"""

import json
import logging
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import cache, partial
from typing import Any

from django.db import OperationalError, connection
from django.utils.translation import gettext_lazy

from core.api.exception_handler import error_body
from core.api.renderers import APIEncoder
from core.clock import now
from core.db.deferred import JSONWithKey, Result, execute_all_deferred, execute_deferred, json_with_key
from core.db.errors import error_code, is_outage, outage_reason
from core.db.sql import column, insert_sql
from core.db.transactions import LOCK_WAIT_TIMEOUT, atomic_with_retry, is_conflict, require_transaction
from core.exceptions import ApplicationError, InvalidRequest, Unavailable
from core.idempotency.fingerprint import fingerprint
from core.models import IdempotencyKey

logger = logging.getLogger("bankportal.idempotency")
KEEP = timedelta(hours=24)
_KEY = re.compile(r"[\x20-\x7e]{1,255}")

_dumps = partial(json.dumps, cls=APIEncoder, separators=(",", ":"))
Operation = Callable[[], dict[str, Any]]


class IdempotencyKeyMissing(InvalidRequest):
    """400: a request that moves money needs a key."""

    code = "idempotency_key_required"
    default_message = gettext_lazy(
        "Send an Idempotency-Key header: 1 to 255 printable ASCII characters, new for every payment."
    )


class IdempotencyKeyConflict(ApplicationError):
    """422: the key was used for another request."""

    status = 422
    code = "idempotency_key_reused"
    default_message = gettext_lazy("This Idempotency-Key was used for another request.")


class IdempotencyKeyInProgress(ApplicationError):
    """409: the first request with this key is still running."""

    status = 409
    code = "idempotency_in_progress"
    default_message = gettext_lazy(
        "A request with this Idempotency-Key is still being processed. Please try again in a moment."
    )


@dataclass(frozen=True)
class IdempotentRequest:
    """The user, the key and the fingerprint of a request."""

    user_id: int
    key: str
    fingerprint: str


@dataclass(frozen=True)
class StoredResponse:
    """The response to the client; `replayed` marks a stored one."""

    status: int
    body: dict[str, Any]
    replayed: bool


class StoredRefusal(ApplicationError):
    """The error of a stored response, for callers that do not return the response itself."""

    def __init__(self, response: StoredResponse) -> None:
        super().__init__(response.body["error"])
        self.status = response.status
        self.code = response.body["code"]  # type: ignore[misc]  # of this one refusal


def is_valid_key(key: str) -> bool:
    """Whether `key` is 1 to 255 printable ASCII characters."""
    return _KEY.fullmatch(key) is not None


def build_request(*, user_id: int, key: str | None, method: str, path: str, body: dict[str, Any]) -> IdempotentRequest:
    """The request, with a fingerprint of method, path and canonical body. Raises IdempotencyKeyMissing."""
    if key is None or not is_valid_key(key):
        raise IdempotencyKeyMissing
    return IdempotentRequest(user_id, key, fingerprint(method, path, body))


def run_once(request: IdempotentRequest, operation: Operation) -> StoredResponse:
    """Runs `operation` in a transaction with its key, or returns the stored response.

    `operation` returns the body of a 201, whose first member may be a key that is not generated yet. It checks before
    it writes, and raises ApplicationErrors, of which a 422 is stored too. The key is claimed with its first statement,
    which does not return where a response is stored. Raises IdempotencyKeyConflict, IdempotencyKeyInProgress,
    Unavailable, and other errors of `operation`.
    """
    try:
        return StoredResponse(201, _run_and_store(request, operation).load(), replayed=False)
    except _KeyAlreadyClaimed as used:
        return _replay(request, used.row)
    except OperationalError as exc:
        return _after_lost_connection(request, exc)
    except ApplicationError as error:
        if error.status != 422:  # guard: refusal-stored
            raise
        return _store_refusal(request, error)


class _KeyAlreadyClaimed(Exception):
    """The key has a row already."""

    def __init__(self, row: IdempotencyKey) -> None:
        super().__init__()
        self.row = row


@dataclass(frozen=True)
class _StoredBody:
    """The body as it is stored."""

    text: str | JSONWithKey

    def load(self) -> dict[str, Any]:
        """The body, after the COMMIT with the key that the transaction has generated."""
        if isinstance(self.text, JSONWithKey):
            return {self.text.name: self.text.key.value, **json.loads(self.text.others)}
        return dict(json.loads(self.text))


@atomic_with_retry
def _run_and_store(request: IdempotentRequest, operation: Operation) -> _StoredBody:
    _claim_key(request)  # guard: key-claim
    try:
        body = operation()
    except ApplicationError:
        execute_all_deferred()  # a response that is stored for this key comes first
        raise
    stored = _StoredBody(json_with_key(body, _dumps) or _dumps(body))
    execute_deferred(_store_text(connection.vendor), [stored.text, request.user_id, request.key])
    return stored


@atomic_with_retry
def _store_refusal(request: IdempotentRequest, error: ApplicationError) -> StoredResponse:
    """Stores an error, whose transaction was rolled back with its claim; a row that was inserted since is kept."""
    body = error_body(error)
    row = _insert(request, status=422, body=json.dumps(body, cls=APIEncoder))
    return StoredResponse(422, body, replayed=False) if row is None else _replay(request, row)


def _claim_key(request: IdempotentRequest) -> None:
    """Inserts the key, with the first statement of the operation; waits for a request that has not committed yet.

    The operation's first statement raises _KeyAlreadyClaimed if the key has a row, and IdempotencyKeyInProgress.
    """

    def check(result: Result) -> None:
        row = None if result.rowcount else _insert(request, status=None, body="")
        if row is not None:
            raise _KeyAlreadyClaimed(row)

    def check_wait(error: Exception) -> None:
        if error_code(error) == LOCK_WAIT_TIMEOUT:
            raise IdempotencyKeyInProgress(retry_after=1) from error

    require_transaction("an Idempotency-Key")
    execute_deferred(*_insert_text(request, status=None, body=""), check, check_wait)


def _insert_text(request: IdempotentRequest, *, status: int | None, body: str) -> tuple[str, list[Any]]:
    ignore = "INSERT IGNORE" if connection.vendor == "mysql" else "INSERT OR IGNORE"
    values = {**vars(request), "status": status, "body": body, "expires_at": now() + KEEP}
    return insert_sql(IdempotencyKey, [values], verb=ignore)


def _insert(request: IdempotentRequest, *, status: int | None, body: str) -> IdempotencyKey | None:
    """None if the row was inserted, else the existing row. An expired row is replaced."""
    require_transaction("an Idempotency-Key")
    moment = now()
    for _ in range(2):
        with connection.cursor() as cursor:
            cursor.execute(*_insert_text(request, status=status, body=body))
            if cursor.rowcount:
                return None
        # Not locked: callers that waited for the same row have shared locks on it, and would deadlock.
        row = IdempotencyKey.objects.filter(user_id=request.user_id, key=request.key).first()
        if row is not None and row.expires_at > moment:
            return row
        clean_up(1, of=request)
    raise Unavailable(reason="an expired Idempotency-Key was taken by another request", word="idempotency")


def clean_up(batch: int, *, of: IdempotentRequest | None = None) -> int:
    """Deletes up to `batch` expired keys; returns how many."""
    over = IdempotencyKey.objects.filter(expires_at__lte=now())
    rows = over if of is None else over.filter(user_id=of.user_id, key=of.key)
    deleted, _ = over.filter(pk__in=list(rows.values_list("pk", flat=True)[:batch])).delete()
    return deleted


@cache
def _store_text(_vendor: str) -> str:
    status, body, user_id, key = (column(IdempotencyKey, name) for name in ("status", "body", "user_id", "key"))
    return f"UPDATE idempotency_keys SET {status} = 201, {body} = %s WHERE {user_id} = %s AND {key} = %s"  # noqa: S608 (names of our own model)


def _replay(request: IdempotentRequest, row: IdempotencyKey) -> StoredResponse:
    if row.fingerprint != request.fingerprint:  # guard: key-fingerprint
        raise IdempotencyKeyConflict
    if row.status is None:
        raise IdempotencyKeyInProgress(retry_after=1)
    return StoredResponse(row.status, json.loads(row.body), replayed=True)


def _after_lost_connection(request: IdempotentRequest, exc: OperationalError) -> StoredResponse:
    """After a lost connection, only the key tells whether the COMMIT took effect. Never post again."""
    if is_conflict(exc) or not is_outage(exc):
        raise exc
    logger.warning("a posting was not confirmed, reading its key: %s", exc)
    connection.close()
    row = IdempotencyKey.objects.filter(user_id=request.user_id, key=request.key, expires_at__gt=now()).first()
    if row is None or row.status is None:
        raise Unavailable(reason=str(exc), word=outage_reason(exc)) from exc
    return _replay(request, row)
