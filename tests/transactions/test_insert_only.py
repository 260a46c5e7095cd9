"""The database rejects changes and deletions of transactions and entries."""

import pytest
from django.db import Error, connection, transaction

from accounts.models import Account
from transactions.models import Entry, Transaction


def run(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)


def run_and_check_constraints(sql):
    """Runs a statement and checks foreign keys, which SQLite checks only at the end of the transaction."""
    run(sql)
    connection.check_constraints()


def save(model):
    row = model.objects.first()
    row.amount += 1
    row.save()


ATTACKS = {
    "update of a queryset": lambda model: model.objects.update(amount=1),
    "delete of a queryset": lambda model: model.objects.all()._raw_delete(model.objects.db),
    "save of a row": save,
    "bulk update": lambda model: model.objects.bulk_update(model.objects.all(), fields=["booked_at"]),
    "UPDATE": lambda model: run(f"UPDATE {model._meta.db_table} SET amount = amount + 1"),
    "UPDATE without a change": lambda model: run(f"UPDATE {model._meta.db_table} SET amount = amount"),
    "DELETE": lambda model: run(f"DELETE FROM {model._meta.db_table}"),
    "REPLACE": lambda model: run(f"REPLACE INTO {model._meta.db_table} SELECT * FROM {model._meta.db_table}"),
}


@pytest.mark.parametrize("model", [Transaction, Entry])
def test_database_rejects_changes_of_ledger_rows(funded_account, model):
    before = list(model.objects.values())
    for name, attack in ATTACKS.items():
        with pytest.raises(Error, match=f"{model._meta.db_table} is insert-only"), transaction.atomic():
            attack(model)
        assert list(model.objects.values()) == before, name


def test_invalid_balance_hold_overdraft_or_seq_cannot_be_written(funded_account):
    for change in ("balance = -1", "held = -1", "overdraft = -1", "seq = -1"):
        with pytest.raises(Error), transaction.atomic():
            run(f"UPDATE accounts SET {change} WHERE number = '{funded_account}'")
    assert Account.objects.get(number=funded_account).balance == 10000


def test_account_with_entries_and_its_owner_cannot_be_deleted(funded_account, member):
    for sql in (f"DELETE FROM accounts WHERE number = '{funded_account}'", f"DELETE FROM users WHERE id = {member.pk}"):
        with pytest.raises(Error), transaction.atomic():
            run_and_check_constraints(sql)


BAD_ENTRIES = {
    "an amount of zero": {"amount": 0},
    "a negative amount": {"amount": -1},
    "an invalid direction": {"direction": "both"},
    "a duplicate seq": {"seq": 1},
}


def test_invalid_entry_cannot_be_inserted(funded_account):
    valid_entry = {**Entry.objects.values().get(account__number=funded_account), "id": None, "seq": 2}
    for changes in BAD_ENTRIES.values():
        with pytest.raises(Error), transaction.atomic():
            Entry.objects.create(**{**valid_entry, **changes})
    Entry.objects.create(**valid_entry)


def test_database_rejects_a_second_reversal_and_a_reversal_without_its_transaction(
    manager_client, funded_account, manager
):
    original = Transaction.objects.get()
    common = {"amount": 1, "currency": "USD", "value_date": original.value_date, "created_by": manager}
    Transaction.objects.create(kind="reversal", reverses=original, **common)
    for kind, reverses in (("reversal", original), ("reversal", None), ("deposit", original)):
        with pytest.raises(Error), transaction.atomic():
            Transaction.objects.create(kind=kind, reverses=reverses, **common)
