"""One transaction a write, retried outside it, also when COMMIT is what fails."""

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
def test_a_conflict_is_tried_again_and_has_one_effect(code):
    tries = []

    @atomic_with_retry
    def verb():
        insert()
        tries.append(1)
        if len(tries) < 3:
            raise OperationalError(code, "conflict")
        return "done"

    assert verb() == "done"
    assert len(tries) == 3
    assert Limit.objects.count() == 1


def test_a_conflict_at_commit_is_tried_again_and_has_one_effect(monkeypatch):
    commits = []
    commit = connection._commit

    def fails_once():
        commits.append(1)
        if len(commits) == 1:
            connection._rollback()
            raise OperationalError(1213, "Deadlock found when trying to get lock")
        return commit()

    monkeypatch.setattr(connection, "_commit", fails_once)
    atomic_with_retry(insert)()
    assert len(commits) == 2
    assert Limit.objects.count() == 1


def test_when_the_tries_run_out_it_is_503_and_nothing_is_written():
    tries = []

    @atomic_with_retry
    def verb():
        insert()
        tries.append(1)
        raise OperationalError("database is locked")

    with pytest.raises(Unavailable) as refused:
        verb()
    assert refused.value.retry_after >= 1
    assert len(tries) == TRIES
    assert Limit.objects.count() == 0


def test_another_error_is_not_tried_again():
    tries = []

    @atomic_with_retry
    def verb():
        tries.append(1)
        raise OperationalError(2013, "Lost connection to server during query")

    with pytest.raises(OperationalError, match="Lost"):
        verb()
    assert len(tries) == 1


def test_a_raised_refusal_undoes_and_a_returned_one_stays():
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


def test_it_refuses_to_run_inside_another_transaction():
    with transaction.atomic(), pytest.raises(RuntimeError, match="durable"):
        atomic_with_retry(insert)()
