"""The idempotency service: stored responses, keys that stay free, and lost connections."""

from datetime import timedelta

import pytest
from django.db import OperationalError

from audit.events import Event
from audit.models import AuditEvent
from audit.services import record
from core.client_info import SYSTEM_CLIENT
from core.exceptions import InvalidRequest, NotFound, Unavailable
from core.idempotency import service as idempotency
from core.idempotency.service import (
    IdempotencyKeyConflict,
    IdempotencyKeyInProgress,
    IdempotencyKeyMissing,
    build_request,
    clean_up,
    run_once,
)
from core.models import IdempotencyKey
from tests.conftest import START
from transactions.exceptions import AlreadyReversed, InsufficientFunds


def make_request(user_id=1, key="key", method="POST", path="/a/", **body):
    return build_request(user_id=user_id, key=key, method=method, path=path, body=body)


class Operation:
    """Writes an audit row, and then returns a result or raises `outcome`."""

    def __init__(self, outcome=None):
        self.outcome, self.runs = outcome, 0

    def __call__(self):
        record(Event.LOGOUT, client=SYSTEM_CLIENT, user_id=self.runs + 1)
        self.runs += 1
        if isinstance(self.outcome, Exception):
            raise self.outcome
        return {"run": self.runs}


def count_effects():
    return AuditEvent.objects.count()


@pytest.mark.parametrize("key", ["x", " ", "~", "x" * 255, "a b", "{}"])
def test_key_of_1_to_255_printable_ascii_characters_is_accepted(key):
    assert make_request(key=key).key == key


@pytest.mark.parametrize("key", [None, "", "x" * 256, "\u00e9", "a\n", "\n", "a\tb", "\x7f", "\x1f", "٣"])
def test_missing_or_malformed_key_is_rejected(key):
    with pytest.raises(IdempotencyKeyMissing):
        make_request(key=key)


def test_fingerprint_depends_on_method_path_and_body_but_not_on_field_order():
    first = make_request(a=1, b={"x": 1, "y": 2}).fingerprint
    assert make_request(b={"y": 2, "x": 1}, a=1, user_id=2, key="other").fingerprint == first
    others = [
        make_request(a=1, b={"x": 1, "y": 3}),
        make_request(a="1", b={"x": 1, "y": 2}),
        make_request(a=1),
        make_request(),
        make_request(path="/b/", a=1, b={"x": 1, "y": 2}),
        make_request(method="PUT", a=1, b={"x": 1, "y": 2}),
    ]
    assert len({first, *(other.fingerprint for other in others)}) == 7


@pytest.mark.django_db
def test_operation_is_run_once_and_its_response_is_stored(clock):
    operation = Operation()
    responses = [run_once(make_request(), operation) for _ in range(3)]
    assert [(a.status, a.body, a.replayed) for a in responses] == [
        (201, {"run": 1}, replayed) for replayed in (0, 1, 1)
    ]
    assert (operation.runs, count_effects()) == (1, 1)
    row = IdempotencyKey.objects.get()
    assert (row.status, row.body, row.expires_at) == (201, '{"run":1}', START + timedelta(hours=24))


@pytest.mark.django_db
def test_422_is_stored_and_its_changes_are_rolled_back():
    operation = Operation(InsufficientFunds("Not enough."))
    responses = [run_once(make_request(), operation) for _ in range(2)]
    body = {"error": "Not enough.", "code": "insufficient_funds"}
    assert [(a.status, a.body, a.replayed) for a in responses] == [(422, body, False), (422, body, True)]
    assert (operation.runs, count_effects()) == (1, 0)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "failure",
    [InvalidRequest(), NotFound(), AlreadyReversed(), Unavailable(), RuntimeError(), OperationalError("no such table")],
    ids=repr,
)
def test_other_error_leaves_the_key_free_and_is_rolled_back(failure):
    with pytest.raises(type(failure)):
        run_once(make_request(), Operation(failure))
    assert (IdempotencyKey.objects.count(), count_effects()) == (0, 0)
    assert run_once(make_request(), Operation()).status == 201


@pytest.mark.django_db
def test_different_request_with_the_same_key_is_rejected_and_the_key_is_kept():
    run_once(make_request(a=1), Operation())
    operation = Operation()
    with pytest.raises(IdempotencyKeyConflict):
        run_once(make_request(a=2), operation)
    assert operation.runs == 0
    assert run_once(make_request(a=1), operation).replayed
    assert run_once(make_request(user_id=2, a=2), operation).body == {"run": 1}


@pytest.mark.django_db
def test_key_without_a_stored_response_is_in_progress():
    run_once(make_request(), Operation())
    IdempotencyKey.objects.update(status=None, body="")
    with pytest.raises(IdempotencyKeyInProgress) as error:
        run_once(make_request(), Operation())
    assert (error.value.status, error.value.retry_after) == (409, 1)


@pytest.mark.django_db
def test_response_that_cannot_be_serialized_rolls_back_the_operation():
    with pytest.raises(TypeError):
        run_once(make_request(), lambda: Operation()() | {"amount": object()})
    assert (IdempotencyKey.objects.count(), count_effects()) == (0, 0)


def lose_connection_after(committed):
    """Replaces `_run_and_store`: runs it if `committed`, and then loses the connection."""
    run_and_store = idempotency._run_and_store

    def run(claim, operation):
        if committed:
            run_and_store(claim, operation)
        raise OperationalError(2013, "Lost connection to server during query")

    return run


@pytest.mark.django_db
@pytest.mark.parametrize("committed", [True, False])
def test_lost_connection_is_resolved_by_the_stored_key_without_running_again(monkeypatch, committed):
    operation = Operation()
    monkeypatch.setattr(idempotency, "_run_and_store", lose_connection_after(committed))
    monkeypatch.setattr(idempotency.connection, "close", lambda: None)
    monkeypatch.setattr(idempotency, "is_outage", bool)
    if committed:
        response = run_once(make_request(), operation)
        assert (response.status, response.body, response.replayed) == (201, {"run": 1}, True)
    else:
        with pytest.raises(Unavailable):
            run_once(make_request(), operation)
    assert operation.runs == count_effects() == committed


@pytest.mark.django_db
def test_expired_keys_are_deleted_in_batches(clock):
    for number in range(5):
        run_once(make_request(key=f"old {number}"), Operation())
    clock.shift(timedelta(hours=1))
    run_once(make_request(key="recent"), Operation())
    clock.shift(timedelta(hours=23))
    assert [clean_up(3), clean_up(3), clean_up(3)] == [3, 2, 0]
    assert IdempotencyKey.objects.get().key == "recent"
