"""Whatever fails in the middle of a transfer, and wherever: after the client's retry there is one effect, never two.

Over the API, with real commits. An error is raised in place of one statement, counted from the claim of the key on, or
of COMMIT. On MariaDB a lost connection is a real one too: the server kills it.
"""

import pytest
from django.db import connection

from audit.models import AuditEvent
from core.db.transactions import TRIES, atomic_with_retry
from core.idempotency import service as idempotency
from core.models import IdempotencyKey
from tests.api_payments import deposit, idempotency_headers, open_account, transfer
from tests.transactions.ledger_assertions import check_books, forget
from tests.transactions.operations import Fault, failing_commit
from transactions.models import DailyTransfers, Transaction

pytestmark = pytest.mark.django_db(transaction=True)
CONFLICTS, LOST = [1213, 1205, 1020], [2006, 2013]


@pytest.fixture(autouse=True)
def _no_pause(monkeypatch):
    monkeypatch.setattr("core.db.transactions.time.sleep", lambda _: None)


@pytest.fixture(autouse=True)
def _forgotten(transactional_db):
    yield
    forget()


@pytest.fixture
def pay(signed_in, cashier, member, other_member):
    """Pays 1.00 from the member's account to the stranger's under a key."""
    counter = signed_in(cashier)
    source, target = open_account(counter, member.pk), open_account(counter, other_member.pk)
    assert deposit(counter, source, "500.00").status_code == 201
    browser = signed_in(member)
    return lambda key: transfer(browser, source, target, "1.00", key=key)


def effects():
    return Transaction.objects.filter(kind="transfer").count()


def check_one_effect(number):
    """That so many transfers were made in all, each whole: with its audit row, its answer, its part of the limit."""
    assert effects() == number
    assert AuditEvent.objects.filter(event="transfer_posted").count() == number
    assert IdempotencyKey.objects.filter(status=201).count() == number + 1  # and the deposit's
    assert sum(DailyTransfers.objects.values_list("amount", flat=True)) == 100 * number
    check_books()


def at_every_statement(pay, **fault):
    """The answers to a transfer that fails at its first, second … statement, until none is left to fail at."""
    at = 0
    while True:
        key, planted = idempotency_headers()["Idempotency-Key"], Fault(at=at, **fault)
        with connection.execute_wrapper(planted):
            response = pay(key)
        if not planted.raised:
            assert at >= 8, "a transfer has more statements than that"
            return
        yield at, key, response
        at += 1


@pytest.mark.parametrize("code", CONFLICTS)
def test_a_conflict_at_any_statement_is_retried_and_has_one_effect(pay, code):
    for at, key, first in at_every_statement(pay, code=code):
        if code == 1205 and at == 0:  # the wait for somebody else's use of the key
            assert (first.status_code, first.json()["code"]) == (409, "idempotency_in_progress")
            assert int(first.headers["Retry-After"]) >= 1
            assert effects() == 0
            assert pay(key).status_code == 201
        else:
            assert first.status_code == 201, (at, first.content)
        assert effects() == at + 1
        assert pay(key).headers["Idempotent-Replayed"] == "true"
        assert effects() == at + 1
    check_one_effect(at + 2)  # the last one met no fault


@pytest.mark.parametrize("code", CONFLICTS)
def test_when_the_conflict_stays_it_is_503_nothing_is_written_and_the_key_is_free(pay, code):
    for at, key, response in at_every_statement(pay, code=code, times=TRIES):
        if code == 1205 and at == 0:
            assert response.status_code == 409
        else:
            assert (response.status_code, response.json()["code"]) == (503, "unavailable")
        assert int(response.headers["Retry-After"]) >= 1
        assert effects() == at
        assert not IdempotencyKey.objects.filter(key=key).exists()
        retried = pay(key)
        assert (retried.status_code, "Idempotent-Replayed" in retried.headers) == (201, False)
    check_one_effect(at + 2)


@pytest.mark.parametrize("code", [*LOST, "killed"])
def test_a_connection_lost_at_any_statement_has_no_effect_and_the_retry_has_one(pay, code):
    if code == "killed" and connection.vendor != "mysql":
        pytest.skip("SQLite has no connection that could be lost")
    for at, key, response in at_every_statement(pay, code=code, kill=code == "killed"):
        assert response.status_code == 503, (at, response.content)
        assert int(response.headers["Retry-After"]) >= 1
        assert effects() == at
        assert pay(key).status_code == 201
        assert effects() == at + 1
    check_one_effect(at + 2)


@pytest.mark.parametrize("code", CONFLICTS)
def test_a_conflict_at_commit_is_retried_and_has_one_effect(pay, monkeypatch, code):
    with failing_commit(monkeypatch, code, took_effect=False):
        assert pay("k").status_code == 201
    assert pay("k").headers["Idempotent-Replayed"] == "true"
    check_one_effect(1)


def test_a_conflict_at_every_commit_is_503_and_nothing_is_written(pay, monkeypatch):
    with failing_commit(monkeypatch, 1213, took_effect=False, times=TRIES):
        response = pay("k")
    assert (response.status_code, response.json()["code"]) == (503, "unavailable")
    assert int(response.headers["Retry-After"]) >= 1
    check_one_effect(0)
    assert pay("k").status_code == 201
    check_one_effect(1)


@pytest.mark.parametrize("took_effect", [True, False])
@pytest.mark.parametrize("code", LOST)
def test_a_connection_lost_at_commit_has_one_effect_after_the_retry(pay, monkeypatch, code, took_effect):
    with failing_commit(monkeypatch, code, took_effect=took_effect):
        response = pay("k")
    assert response.status_code == (201 if took_effect else 503), response.content
    check_one_effect(int(took_effect))
    retried = pay("k")
    assert retried.status_code == 201
    assert retried.json() == response.json() or not took_effect
    check_one_effect(1)


def test_with_the_verb_simply_run_again_a_lost_commit_is_paid_twice(pay, monkeypatch):
    """The guard off: `_after_lost_connection` reads the key; without it the test above would find two effects."""
    verbs, first = [], idempotency._run_and_store
    monkeypatch.setattr(idempotency, "_run_and_store", lambda call, verb: verbs.append(verb) or first(call, verb))
    monkeypatch.setattr(
        idempotency,
        "_after_lost_connection",
        lambda *_: idempotency.StoredResponse(201, atomic_with_retry(verbs[-1])(), replayed=False),
    )
    with failing_commit(monkeypatch, 2013, took_effect=True):
        assert pay("k").status_code == 201
    assert effects() == 2
