"""`atomic_with_retry`: one transaction per write, retried as a whole, also if COMMIT fails."""

import pytest
from django.db import OperationalError, connection, transaction

from core.db.transactions import TRIES, atomic_with_retry
from core.exceptions import InvalidRequest, NotFound, Unavailable
from core.models import Limit

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _no_pause(monkeypatch):
    monkeypatch.setattr("core.db.transactions.time.sleep", lambda _: None)


def insert(key="a"):
    Limit.objects.create(key=key, log="", expires_at="2026-01-01T00:00:00Z")


@pytest.mark.parametrize("code", [1213, 1205, 1020])
def test_conflict_is_retried_and_has_one_effect(code):
    attempts = []

    @atomic_with_retry
    def operation():
        insert()
        attempts.append(1)
        if len(attempts) < 3:
            raise OperationalError(code, "conflict")
        return "done"

    assert operation() == "done"
    assert len(attempts) == 3
    assert Limit.objects.count() == 1


def test_conflict_at_commit_is_retried_and_has_one_effect(monkeypatch):
    commits = []
    commit = connection._commit

    def fail_once():
        commits.append(1)
        if len(commits) == 1:
            connection._rollback()
            raise OperationalError(1213, "Deadlock found when trying to get lock")
        return commit()

    monkeypatch.setattr(connection, "_commit", fail_once)
    atomic_with_retry(insert)()
    assert len(commits) == 2
    assert Limit.objects.count() == 1


def test_exhausted_retries_raise_unavailable_and_write_nothing():
    attempts = []

    @atomic_with_retry
    def operation():
        insert()
        attempts.append(1)
        raise OperationalError("database is locked")

    with pytest.raises(Unavailable) as error:
        operation()
    assert error.value.retry_after >= 1
    assert len(attempts) == TRIES
    assert Limit.objects.count() == 0


def test_other_database_error_is_not_retried():
    attempts = []

    @atomic_with_retry
    def operation():
        attempts.append(1)
        raise OperationalError(2013, "Lost connection to server during query")

    with pytest.raises(OperationalError, match="Lost"):
        operation()
    assert len(attempts) == 1


def test_raised_error_rolls_back_and_returned_error_commits():
    @atomic_with_retry
    def raises():
        insert("raised")
        raise NotFound

    @atomic_with_retry
    def returns():
        insert("returned")
        return InvalidRequest("no")

    with pytest.raises(NotFound):
        raises()
    with pytest.raises(InvalidRequest):
        returns()
    assert [row.key for row in Limit.objects.all()] == ["returned"]


def test_atomic_with_retry_inside_another_transaction_raises():
    with transaction.atomic(), pytest.raises(RuntimeError, match="durable"):
        atomic_with_retry(insert)()
