"""The upgrade computes the search keys of the ledger's rows; meanwhile and after it nothing else can be changed."""

import pytest
from django.apps import apps
from django.db import Error, connection, transaction
from django.db.migrations.state import ProjectState

import core.db.migration_operations
from core.db.migration_operations import FillSearchKeys
from tests.api_payments import deposit
from tests.transactions.ledger_assertions import changeable, check_books, forget
from transactions.models import Transaction

pytestmark = pytest.mark.django_db(transaction=True)  # for MariaDB commits at CREATE TRIGGER
TEXTS = ["ÖZTÜRK", "Зарплата", "", "Straße 12", "rent"]
FORBIDDEN = ["UPDATE transactions SET amount = 1", "UPDATE transactions SET description = 'x'",
             "UPDATE transactions SET description = 'RENT' WHERE description = 'rent'",
             "UPDATE transactions SET reverses_id = id", "UPDATE transactions SET booked_at = '2020-01-01'",
             "UPDATE transactions SET description_folded = 'x', amount = 1", "DELETE FROM transactions"]  # fmt: skip


@pytest.fixture(autouse=True)
def _forgotten(transactional_db):
    yield
    forget()


@pytest.fixture
def without_keys(cashier_client, account):
    """The ledger as the version before left it."""
    for text in TEXTS:
        assert deposit(cashier_client, account, "1.00", description=text).status_code == 201
    with changeable("transactions"):
        Transaction._base_manager.update(description_folded=None)


def fill():
    state = ProjectState.from_apps(apps)
    with connection.schema_editor() as editor:
        FillSearchKeys("Transaction", insert_only=True).database_forwards("transactions", editor, state, state)


def keys():
    return list(Transaction.objects.order_by("id").values_list("description_folded", flat=True))


def refused(sql):
    with pytest.raises(Error, match="transactions is insert-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def test_rows_get_their_keys_and_the_ledger_is_as_it_was(without_keys, monkeypatch):
    monkeypatch.setattr("core.db.search_keys.BATCH", 2)
    before = list(Transaction.objects.values("id", "description", "amount", "booked_at", "value_date"))
    fill()
    assert keys() == ["öztürk", "зарплата", "", "strasse 12", "rent"]
    assert list(Transaction.objects.values(*before[0])) == before
    check_books()


def test_while_keys_are_filled_nothing_else_can_be_changed(without_keys, monkeypatch):
    refresh, tried = core.db.migration_operations.refresh_batch, []

    def refresh_under_attack(model, after):
        tried.extend(refused(sql) for sql in FORBIDDEN)
        return refresh(model, after)

    monkeypatch.setattr(core.db.migration_operations, "refresh_batch", refresh_under_attack)
    fill()
    assert len(tried) == 2 * len(FORBIDDEN)
    assert None not in keys()


def test_afterwards_not_even_the_keys_can_be_changed(without_keys):
    fill()
    for sql in (*FORBIDDEN, "UPDATE transactions SET description_folded = 'x'"):
        refused(sql)
    assert triggers() == ["transactions_no_delete", "transactions_no_update"]


def test_interrupted_filling_leaves_the_ledger_guarded_and_is_taken_up_again(without_keys, monkeypatch):
    monkeypatch.setattr("core.db.search_keys.BATCH", 2)
    refresh = core.db.migration_operations.refresh_batch

    def breaks_at_the_second_batch(model, after):
        if after:
            raise ConnectionError
        return refresh(model, after)

    with monkeypatch.context() as patch:
        patch.setattr(core.db.migration_operations, "refresh_batch", breaks_at_the_second_batch)
        with pytest.raises(ConnectionError):
            fill()
    for sql in FORBIDDEN:
        refused(sql)
    fill()
    assert None not in keys()
    assert triggers() == ["transactions_no_delete", "transactions_no_update"]


def triggers():
    if connection.vendor == "mysql":
        table, name, of = (
            "information_schema.triggers",
            "trigger_name",
            "trigger_schema = DATABASE() AND event_object_table",
        )
    else:
        table, name, of = "sqlite_master", "name", "type = 'trigger' AND tbl_name"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {name} FROM {table} WHERE {of} = 'transactions'")
        return sorted(trigger for (trigger,) in cursor.fetchall())
