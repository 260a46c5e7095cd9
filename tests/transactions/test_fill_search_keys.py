"""The migration that fills search keys of transactions keeps all other columns insert-only."""

import pytest
from django.apps import apps
from django.db import Error, connection, transaction
from django.db.migrations.state import ProjectState

import core.db.migration_operations
from core.db.migration_operations import FillSearchKeys
from tests.api_payments import deposit
from tests.transactions.ledger_assertions import allow_changes, check_ledger, empty_insert_only_tables
from transactions.models import Transaction

pytestmark = pytest.mark.django_db(transaction=True)  # MariaDB commits at CREATE TRIGGER
TEXTS = ["ÖZTÜRK", "Зарплата", "", "Straße 12", "rent"]
FORBIDDEN = ["UPDATE transactions SET amount = 1", "UPDATE transactions SET description = 'x'",
             "UPDATE transactions SET description = 'RENT' WHERE description = 'rent'",
             "UPDATE transactions SET reverses_id = id", "UPDATE transactions SET booked_at = '2020-01-01'",
             "UPDATE transactions SET description_folded = 'x', amount = 1", "DELETE FROM transactions"]  # fmt: skip


@pytest.fixture(autouse=True)
def _empty_ledger(transactional_db):
    yield
    empty_insert_only_tables()


@pytest.fixture
def ledger_without_keys(cashier_client, account):
    """The ledger as the previous version left it: without search keys."""
    for text in TEXTS:
        assert deposit(cashier_client, account, "1.00", description=text).status_code == 201
    with allow_changes("transactions"):
        Transaction._base_manager.update(description_folded=None)


def fill():
    state = ProjectState.from_apps(apps)
    with connection.schema_editor() as editor:
        FillSearchKeys("Transaction", insert_only=True).database_forwards("transactions", editor, state, state)


def keys():
    return list(Transaction.objects.order_by("id").values_list("description_folded", flat=True))


def assert_rejected(sql):
    with pytest.raises(Error, match="transactions is insert-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def test_migration_fills_search_keys_and_changes_nothing_else(ledger_without_keys, monkeypatch):
    monkeypatch.setattr("core.db.search_keys.BATCH", 2)
    before = list(Transaction.objects.values("id", "description", "amount", "booked_at", "value_date"))
    fill()
    assert keys() == ["öztürk", "зарплата", "", "strasse 12", "rent"]
    assert list(Transaction.objects.values(*before[0])) == before
    check_ledger()


def test_other_columns_cannot_be_changed_while_search_keys_are_filled(ledger_without_keys, monkeypatch):
    refresh, attempts = core.db.migration_operations.refresh_batch, []

    def refresh_under_attack(model, after):
        attempts.extend(assert_rejected(sql) for sql in FORBIDDEN)
        return refresh(model, after)

    monkeypatch.setattr(core.db.migration_operations, "refresh_batch", refresh_under_attack)
    fill()
    assert len(attempts) == 2 * len(FORBIDDEN)
    assert None not in keys()


def test_search_keys_cannot_be_changed_after_the_migration(ledger_without_keys):
    fill()
    for sql in (*FORBIDDEN, "UPDATE transactions SET description_folded = 'x'"):
        assert_rejected(sql)
    assert triggers() == ["transactions_no_delete", "transactions_no_update"]


def test_interrupted_migration_keeps_the_ledger_insert_only_and_can_be_resumed(ledger_without_keys, monkeypatch):
    monkeypatch.setattr("core.db.search_keys.BATCH", 2)
    refresh = core.db.migration_operations.refresh_batch

    def fail_at_the_second_batch(model, after):
        if after:
            raise ConnectionError
        return refresh(model, after)

    with monkeypatch.context() as patch:
        patch.setattr(core.db.migration_operations, "refresh_batch", fail_at_the_second_batch)
        with pytest.raises(ConnectionError):
            fill()
    for sql in FORBIDDEN:
        assert_rejected(sql)
    fill()
    assert None not in keys()
    assert triggers() == ["transactions_no_delete", "transactions_no_update"]


def triggers():
    if connection.vendor == "mysql":
        table, name, condition = (
            "information_schema.triggers",
            "trigger_name",
            "trigger_schema = DATABASE() AND event_object_table",
        )
    else:
        table, name, condition = "sqlite_master", "name", "type = 'trigger' AND tbl_name"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {name} FROM {table} WHERE {condition} = 'transactions'")
        return sorted(trigger for (trigger,) in cursor.fetchall())
