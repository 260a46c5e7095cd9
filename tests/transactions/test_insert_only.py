"""The database itself refuses to change or delete what is booked."""

import pytest
from django.db import Error, connection, transaction

from accounts.models import Account
from transactions.models import Entry, Transaction


def run(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)


def run_to_the_end(sql):
    """With the foreign keys, which SQLite looks at when the transaction ends."""
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
    "UPDATE to what it is": lambda model: run(f"UPDATE {model._meta.db_table} SET amount = amount"),
    "DELETE": lambda model: run(f"DELETE FROM {model._meta.db_table}"),
    "REPLACE": lambda model: run(f"REPLACE INTO {model._meta.db_table} SELECT * FROM {model._meta.db_table}"),
}


@pytest.mark.parametrize("model", [Transaction, Entry])
def test_the_database_refuses(funded_account, model):
    before = list(model.objects.values())
    for name, attack in ATTACKS.items():
        with pytest.raises(Error, match=f"{model._meta.db_table} is insert-only"), transaction.atomic():
            attack(model)
        assert list(model.objects.values()) == before, name


def test_a_balance_below_its_overdraft_and_the_like_cannot_be_written(funded_account):
    for change in ("balance = -1", "held = -1", "overdraft = -1", "seq = -1"):
        with pytest.raises(Error), transaction.atomic():
            run(f"UPDATE accounts SET {change} WHERE number = '{funded_account}'")
    assert Account.objects.get(number=funded_account).balance == 10000


def test_an_account_that_has_entries_and_its_owner_cannot_be_deleted(funded_account, member):
    for sql in (f"DELETE FROM accounts WHERE number = '{funded_account}'", f"DELETE FROM users WHERE id = {member.pk}"):
        with pytest.raises(Error), transaction.atomic():
            run_to_the_end(sql)


BAD_ENTRIES = {
    "no amount": {"amount": 0},
    "a negative amount": {"amount": -1},
    "no direction": {"direction": "both"},
    "a seq twice": {"seq": 1},
}


def test_no_entry_is_wrong(funded_account):
    good = {**Entry.objects.values().get(account__number=funded_account), "id": None, "seq": 2}
    for wrong in BAD_ENTRIES.values():
        with pytest.raises(Error), transaction.atomic():
            Entry.objects.create(**{**good, **wrong})
    Entry.objects.create(**good)


def test_no_transaction_is_reversed_twice_nor_is_a_reversal_without_one(manager_client, funded_account, manager):
    original = Transaction.objects.get()
    common = {"amount": 1, "currency": "USD", "value_date": original.value_date, "created_by": manager}
    Transaction.objects.create(kind="reversal", reverses=original, **common)
    for kind, reverses in (("reversal", original), ("reversal", None), ("deposit", original)):
        with pytest.raises(Error), transaction.atomic():
            Transaction.objects.create(kind=kind, reverses=reverses, **common)
