"""Database errors at any statement of a transfer: after the client's retry, the transfer is posted exactly once.

The tests use the API with real commits. An error replaces one statement, counted from the claim of the key, or the
COMMIT. On MariaDB, the server also kills the connection.
"""

import pytest
from django.db import connection

from audit.models import AuditEvent
from core.db.transactions import TRIES, atomic_with_retry
from core.idempotency import service as idempotency
from core.models import IdempotencyKey
from tests.api_payments import deposit, idempotency_headers, open_account, transfer
from tests.transactions.ledger_assertions import check_ledger, empty_insert_only_tables
from tests.transactions.operations import Fault, failing_commit
from transactions.models import DailyTransfers, Transaction

pytestmark = pytest.mark.django_db(transaction=True)
CONFLICTS, LOST = [1213, 1205, 1020], [2006, 2013]


@pytest.fixture(autouse=True)
def _no_pause(monkeypatch):
    monkeypatch.setattr("core.db.transactions.time.sleep", lambda _: None)


@pytest.fixture(autouse=True)
def _empty_ledger(transactional_db):
    yield
    empty_insert_only_tables()


@pytest.fixture
def pay(signed_in, cashier, member, other_member):
    """Transfers 1.00 from the member's to the other member's account with the given key."""
    cashier_client = signed_in(cashier)
    source, target = open_account(cashier_client, member.pk), open_account(cashier_client, other_member.pk)
    assert deposit(cashier_client, source, "500.00").status_code == 201
    browser = signed_in(member)
    return lambda key: transfer(browser, source, target, "1.00", key=key)


def count_transfers():
    return Transaction.objects.filter(kind="transfer").count()


def check_transfers(number):
    """Checks that `number` transfers were posted, each with its audit row, stored response and share of the limit."""
    assert count_transfers() == number
    assert AuditEvent.objects.filter(event="transfer_posted").count() == number
    assert IdempotencyKey.objects.filter(status=201).count() == number + 1  # one of the deposit
    assert sum(DailyTransfers.objects.values_list("amount", flat=True)) == 100 * number
    check_ledger()


def responses_with_fault_at_each_statement(pay, **fault):
    """Yields the response to a transfer that fails at its first, second, … statement, for all statements."""
    at = 0
    while True:
        key, injected = idempotency_headers()["Idempotency-Key"], Fault(at=at, **fault)
        with connection.execute_wrapper(injected):
            response = pay(key)
        if not injected.raised:
            assert at >= 8, "a transfer has more statements than that"
            return
        yield at, key, response
        at += 1


@pytest.mark.slow
@pytest.mark.parametrize("code", CONFLICTS)
def test_conflict_at_any_statement_is_retried_and_posts_once(pay, code):
    for at, key, first in responses_with_fault_at_each_statement(pay, code=code):
        if code == 1205 and at == 0:  # a lock timeout at the claim of the key
            assert (first.status_code, first.json()["code"]) == (409, "idempotency_in_progress")
            assert int(first.headers["Retry-After"]) >= 1
            assert count_transfers() == 0
            assert pay(key).status_code == 201
        else:
            assert first.status_code == 201, (at, first.content)
        assert count_transfers() == at + 1
        assert pay(key).headers["Idempotent-Replayed"] == "true"
        assert count_transfers() == at + 1
    check_transfers(at + 2)  # the last transfer had no fault


@pytest.mark.slow
@pytest.mark.parametrize("code", CONFLICTS)
def test_persistent_conflict_returns_503_writes_nothing_and_frees_the_key(pay, code):
    for at, key, response in responses_with_fault_at_each_statement(pay, code=code, times=TRIES):
        if code == 1205 and at == 0:
            assert response.status_code == 409
        else:
            assert (response.status_code, response.json()["code"]) == (503, "unavailable")
        assert int(response.headers["Retry-After"]) >= 1
        assert count_transfers() == at
        assert not IdempotencyKey.objects.filter(key=key).exists()
        retried = pay(key)
        assert (retried.status_code, "Idempotent-Replayed" in retried.headers) == (201, False)
    check_transfers(at + 2)


@pytest.mark.slow
@pytest.mark.parametrize("code", [*LOST, "killed"])
def test_connection_lost_at_any_statement_posts_nothing_and_the_retry_posts_once(pay, code):
    if code == "killed" and connection.vendor != "mysql":
        pytest.skip("SQLite has no connection that could be lost")
    for at, key, response in responses_with_fault_at_each_statement(pay, code=code, kill=code == "killed"):
        assert response.status_code == 503, (at, response.content)
        assert int(response.headers["Retry-After"]) >= 1
        assert count_transfers() == at
        assert pay(key).status_code == 201
        assert count_transfers() == at + 1
    check_transfers(at + 2)


@pytest.mark.slow
@pytest.mark.parametrize("code", CONFLICTS)
def test_conflict_at_commit_is_retried_and_posts_once(pay, monkeypatch, code):
    with failing_commit(monkeypatch, code, took_effect=False):
        assert pay("k").status_code == 201
    assert pay("k").headers["Idempotent-Replayed"] == "true"
    check_transfers(1)


@pytest.mark.slow
def test_persistent_conflict_at_commit_returns_503_and_writes_nothing(pay, monkeypatch):
    with failing_commit(monkeypatch, 1213, took_effect=False, times=TRIES):
        response = pay("k")
    assert (response.status_code, response.json()["code"]) == (503, "unavailable")
    assert int(response.headers["Retry-After"]) >= 1
    check_transfers(0)
    assert pay("k").status_code == 201
    check_transfers(1)


@pytest.mark.parametrize("took_effect", [True, False])
@pytest.mark.parametrize("code", LOST)
def test_connection_lost_at_commit_posts_once_after_the_retry(pay, monkeypatch, code, took_effect):
    with failing_commit(monkeypatch, code, took_effect=took_effect):
        response = pay("k")
    assert response.status_code == (201 if took_effect else 503), response.content
    check_transfers(int(took_effect))
    retried = pay("k")
    assert retried.status_code == 201
    assert retried.json() == response.json() or not took_effect
    check_transfers(1)


def test_running_the_operation_again_after_a_lost_commit_would_post_twice(pay, monkeypatch):
    """Without `_after_lost_connection`, which reads the key, the previous test would find two transfers."""
    operations, run_and_store = [], idempotency._run_and_store
    monkeypatch.setattr(
        idempotency,
        "_run_and_store",
        lambda request, operation: operations.append(operation) or run_and_store(request, operation),
    )

    def run_again(*_):
        atomic_with_retry(operations[-1])()
        return idempotency.StoredResponse(201, {}, replayed=False)

    monkeypatch.setattr(idempotency, "_after_lost_connection", run_again)
    with failing_commit(monkeypatch, 2013, took_effect=True):
        assert pay("k").status_code == 201
    assert count_transfers() == 2
