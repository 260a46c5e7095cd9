"""Deferred writes: on both databases the transaction has them all or none; on MariaDB they share a message."""

import json
from datetime import timedelta

import pytest
from django.db import IntegrityError, OperationalError, connection, transaction

from core.clock import now
from core.db.deferred import execute_all_deferred, execute_deferred, execute_insert_deferred, json_with_key
from core.db.errors import is_outage
from core.db.sql import insert_sql
from core.db.transactions import atomic_with_retry
from core.exceptions import Unavailable
from core.models import IdempotencyKey, Limit
from tests.messages import sent_messages

pytestmark = pytest.mark.django_db(transaction=True)
only_mariadb = pytest.mark.skipif(connection.vendor != "mysql", reason="SQLite has no messages")
CONFLICT = "SIGNAL SQLSTATE '40001' SET MYSQL_ERRNO = 1213, MESSAGE_TEXT = 'deadlock'"


def insert(key):
    return insert_sql(Limit, [{"key": key, "log": "", "expires_at": now() + timedelta(hours=1)}])


def write(key, **options):
    return lambda: execute_deferred(*insert(key), **options)


def run(*steps):
    """Runs the steps in a transaction."""
    with transaction.atomic():
        for step in steps:
            step()


def keys():
    return sorted(Limit.objects.values_list("key", flat=True))


@pytest.fixture
def messages(monkeypatch):
    return sent_messages(monkeypatch)


@only_mariadb
def test_transaction_begins_with_its_first_statement(messages):
    with transaction.atomic():
        assert keys() == []
    assert [message.split("SELECT")[0] for message in messages] == ["START TRANSACTION; ", "COMMIT"]


@only_mariadb
def test_transaction_without_a_statement_sends_nothing(messages):
    run()
    with pytest.raises(ZeroDivisionError):
        run(lambda: 1 / 0)
    assert messages == []


@only_mariadb
def test_deferred_writes_are_sent_with_the_next_statement_and_with_the_commit(messages):
    with transaction.atomic():
        execute_deferred(*insert("a"))
        assert keys() == ["a"]
        execute_deferred(*insert("b"))
        execute_deferred(*insert("c"))
    assert [[part.split()[0] for part in message.split("; ")] for message in messages] == [
        ["START", "INSERT", "SELECT"],
        ["INSERT", "INSERT", "COMMIT"],
    ]
    assert keys() == ["a", "b", "c"]


def test_result_of_a_deferred_write_is_passed_on():
    results = []
    with transaction.atomic():
        execute_deferred(*insert("a"), results.append)
        execute_deferred("UPDATE limits SET log = 'x'", [], results.append)
        execute_all_deferred()
        assert [result.rowcount for result in results] == [1, 1]


def insert_key(user):
    """Inserts an idempotency key; returns its id, and what `then` received."""
    values = {"user_id": user.pk, "key": "k", "fingerprint": "", "status": None, "body": "", "expires_at": now()}
    received = []
    return execute_insert_deferred(*insert_sql(IdempotencyKey, [values]), received.append), received


def store_body(key, **others):
    body = {"id": key, **others}
    execute_deferred("UPDATE idempotency_keys SET body = %s WHERE id = %s", [stored_text(body), key])


def stored_text(body):
    return json_with_key(body, json.dumps) or json.dumps(body)


AWKWARD = {"text": "100 % of 'it' \\ \"\u00e9\" %s @key1 {}", "none": None}


@pytest.mark.parametrize("others", [AWKWARD, {}])
def test_statements_that_are_deferred_after_an_insert_can_refer_to_its_key(member, others):
    with transaction.atomic():
        key, received = insert_key(member)
        store_body(key, **others)
    row = IdempotencyKey.objects.get()
    assert received == [row.pk]
    assert json.loads(row.body) == {"id": row.pk, **others}


@only_mariadb
def test_insert_and_the_statements_that_refer_to_its_key_are_one_message(member, messages):
    with transaction.atomic():
        store_body(insert_key(member)[0])
    assert [[part.split()[0] for part in message.split("; ")] for message in messages] == [
        ["START", "INSERT", "SET", "UPDATE", "COMMIT"]
    ]


def test_keys_of_several_inserts_are_kept_apart(member, other_member):
    with transaction.atomic():
        first, second = insert_key(member)[0], insert_key(other_member)[0]
        store_body(first, owner="first")
        store_body(second, owner="second")
    rows = IdempotencyKey.objects.order_by("pk")
    assert [json.loads(row.body) for row in rows] == [
        {"id": row.pk, "owner": owner} for row, owner in zip(rows, ("first", "second"), strict=True)
    ]


def test_key_is_known_once_the_insert_has_been_sent(member):
    with transaction.atomic():
        key, received = insert_key(member)
        execute_all_deferred()
        assert received == [IdempotencyKey.objects.get().pk]
        store_body(key)
    assert json.loads(IdempotencyKey.objects.get().body) == {"id": received[0]}


def test_insert_outside_a_transaction_returns_the_key(member):
    key, received = insert_key(member)
    assert received == [key] == [IdempotencyKey.objects.get().pk]


@only_mariadb
def test_insert_that_fails_leaves_no_key(member):
    with pytest.raises(IntegrityError):
        run(lambda: insert_key(member), lambda: insert_key(member), keys)
    assert not IdempotencyKey.objects.exists()


def test_error_of_a_deferred_write_rolls_the_transaction_back():
    failures = []
    with pytest.raises(IntegrityError):
        run(write("a"), write("a", failed=failures.append), write("b"))
    assert keys() == []
    assert len(failures) == 1


def test_error_that_a_result_raises_rolls_the_transaction_back():
    def refuse(_result):
        raise Unavailable(reason="refused")

    with pytest.raises(Unavailable):
        run(write("a", then=refuse), keys)
    assert keys() == []


def test_deferred_writes_of_a_rolled_back_savepoint_are_undone():
    with transaction.atomic():
        execute_deferred(*insert("a"))
        with pytest.raises(ZeroDivisionError):
            run(write("b"), lambda: 1 / 0)
        execute_deferred(*insert("c"))
    assert keys() == ["a", "c"]


def test_deferred_writes_of_a_transaction_that_fails_are_not_written():
    with pytest.raises(ZeroDivisionError):
        run(write("a"), lambda: 1 / 0)
    run(write("b"))
    assert keys() == ["b"]


def test_outside_a_transaction_a_write_is_executed_at_once():
    execute_deferred(*insert("a"))
    assert keys() == ["a"]


def test_percent_signs_of_values_and_of_statements_are_kept():
    with transaction.atomic():
        execute_deferred(*insert("100 % s"))
        with connection.cursor() as cursor:
            cursor.execute("SELECT COUNT(*) FROM limits WHERE 'a%d' LIKE 'a%'")
            assert cursor.fetchone() == (1,)
    assert keys() == ["100 % s"]


def test_statement_with_named_parameters_follows_deferred_writes():
    with transaction.atomic(), connection.cursor() as cursor:
        execute_deferred(*insert("a"))
        cursor.execute("SELECT COUNT(*) FROM limits WHERE 1 = %(one)s", {"one": 1})
        assert cursor.fetchone() == (1,)


def test_several_parameters_follow_deferred_writes():
    with transaction.atomic(), connection.cursor() as cursor:
        execute_deferred(*insert("a"))
        cursor.executemany("UPDATE limits SET log = %s", [("x",), ("y",)])
    assert list(Limit.objects.values_list("log", flat=True)) == ["y"]


@only_mariadb
@pytest.mark.parametrize("place", ["first", "in the middle", "before COMMIT"])
def test_conflict_in_a_message_is_retried_and_has_one_effect(place):
    attempts = []

    @atomic_with_retry
    def write():
        attempts.append(1)
        if place != "first":
            execute_deferred(*insert("a"))
        if len(attempts) == 1:
            execute_deferred(CONFLICT, [])
        if place == "first":
            execute_deferred(*insert("a"))
        if place == "in the middle":
            keys()

    write()
    assert len(attempts) == 2
    assert keys() == ["a"]


@only_mariadb
def test_lost_connection_in_a_message_is_an_outage_and_writes_nothing():
    with pytest.raises(OperationalError) as error:
        run(write("a"), lambda: execute_deferred("KILL CONNECTION CONNECTION_ID()", []), write("b"))
    assert is_outage(error.value)
    connection.close()
    assert keys() == []
