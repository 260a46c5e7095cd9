"""One effect a key, seen from inside: what is stored, what stays free, and what a broken connection tells."""

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


def call(user_id=1, key="key", method="POST", path="/a/", **body):
    return build_request(user_id=user_id, key=key, method=method, path=path, body=body)


class Verb:
    """Leaves a row when it is run, and then answers or refuses."""

    def __init__(self, outcome=None):
        self.outcome, self.runs = outcome, 0

    def __call__(self):
        self.runs += 1
        record(Event.LOGOUT, client=SYSTEM_CLIENT, user_id=self.runs)
        if isinstance(self.outcome, Exception):
            raise self.outcome
        return {"run": self.runs}


def effects():
    return AuditEvent.objects.count()


@pytest.mark.parametrize("key", ["x", " ", "~", "x" * 255, "a b", "{}"])
def test_a_key_is_1_to_255_printable_ascii_characters(key):
    assert call(key=key).key == key


@pytest.mark.parametrize("key", [None, "", "x" * 256, "\u00e9", "a\n", "\n", "a\tb", "\x7f", "\x1f", "٣"])
def test_anything_else_is_none(key):
    with pytest.raises(IdempotencyKeyMissing):
        call(key=key)


def test_the_fingerprint_is_of_method_path_and_body_in_any_order():
    first = call(a=1, b={"x": 1, "y": 2}).fingerprint
    assert call(b={"y": 2, "x": 1}, a=1, user_id=2, key="other").fingerprint == first
    others = [call(a=1, b={"x": 1, "y": 3}), call(a="1", b={"x": 1, "y": 2}), call(a=1), call(),
              call(path="/b/", a=1, b={"x": 1, "y": 2}), call(method="PUT", a=1, b={"x": 1, "y": 2})]  # fmt: skip
    assert len({first, *(other.fingerprint for other in others)}) == 7


@pytest.mark.django_db
def test_the_verb_is_run_once_and_its_answer_kept(clock):
    verb = Verb()
    responses = [run_once(call(), verb) for _ in range(3)]
    assert [(a.status, a.body, a.replayed) for a in responses] == [
        (201, {"run": 1}, replayed) for replayed in (0, 1, 1)
    ]
    assert (verb.runs, effects()) == (1, 1)
    row = IdempotencyKey.objects.get()
    assert (row.status, row.body, row.expires_at) == (201, '{"run":1}', START + timedelta(hours=24))


@pytest.mark.django_db
def test_a_422_is_kept_and_what_it_had_done_undone():
    verb = Verb(InsufficientFunds("Not enough."))
    responses = [run_once(call(), verb) for _ in range(2)]
    body = {"error": "Not enough.", "code": "insufficient_funds"}
    assert [(a.status, a.body, a.replayed) for a in responses] == [(422, body, False), (422, body, True)]
    assert (verb.runs, effects()) == (1, 0)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "failure",
    [InvalidRequest(), NotFound(), AlreadyReversed(), Unavailable(), RuntimeError(), OperationalError("no such table")],
    ids=repr,
)
def test_anything_else_leaves_the_key_free_and_no_trace(failure):
    with pytest.raises(type(failure)):
        run_once(call(), Verb(failure))
    assert (IdempotencyKey.objects.count(), effects()) == (0, 0)
    assert run_once(call(), Verb()).status == 201


@pytest.mark.django_db
def test_another_request_under_the_key_is_refused_and_the_key_kept():
    run_once(call(a=1), Verb())
    verb = Verb()
    with pytest.raises(IdempotencyKeyConflict):
        run_once(call(a=2), verb)
    assert verb.runs == 0
    assert run_once(call(a=1), verb).replayed
    assert run_once(call(user_id=2, a=2), verb).body == {"run": 1}


@pytest.mark.django_db
def test_a_key_whose_first_use_has_no_answer_yet_is_in_progress():
    run_once(call(), Verb())
    IdempotencyKey.objects.update(status=None, body="")
    with pytest.raises(IdempotencyKeyInProgress) as refused:
        run_once(call(), Verb())
    assert (refused.value.status, refused.value.retry_after) == (409, 1)


@pytest.mark.django_db
def test_an_answer_that_cannot_be_kept_is_no_effect():
    with pytest.raises(TypeError):
        run_once(call(), lambda: Verb()() | {"amount": object()})
    assert (IdempotencyKey.objects.count(), effects()) == (0, 0)


def broken_after(committed):
    """Runs `_first` as it is, or not at all, and then loses the connection."""
    first = idempotency._run_and_store

    def run(claim, verb):
        if committed:
            first(claim, verb)
        raise OperationalError(2013, "Lost connection to server during query")

    return run


@pytest.mark.django_db
@pytest.mark.parametrize("committed", [True, False])
def test_after_a_lost_connection_the_key_tells_and_nothing_is_posted_again(monkeypatch, committed):
    verb = Verb()
    monkeypatch.setattr(idempotency, "_run_and_store", broken_after(committed))
    monkeypatch.setattr(idempotency.connection, "close", lambda: None)
    monkeypatch.setattr(idempotency, "is_outage", bool)
    if committed:
        response = run_once(call(), verb)
        assert (response.status, response.body, response.replayed) == (201, {"run": 1}, True)
    else:
        with pytest.raises(Unavailable):
            run_once(call(), verb)
    assert verb.runs == effects() == committed


@pytest.mark.django_db
def test_keys_whose_time_is_over_are_deleted_by_the_batch(clock):
    for number in range(5):
        run_once(call(key=f"old {number}"), Verb())
    clock.shift(timedelta(hours=1))
    run_once(call(key="young"), Verb())
    clock.shift(timedelta(hours=23))
    assert [clean_up(3), clean_up(3), clean_up(3)] == [3, 2, 0]
    assert IdempotencyKey.objects.get().key == "young"
