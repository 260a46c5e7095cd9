"""INSERT statements in raw SQL name every column of their table, so that a new column cannot be forgotten."""

import contextlib
import re

import pytest
from django.db import connection
from django.db.models import AutoField, IntegerField, Value
from django.test.utils import CaptureQueriesContext

from audit.models import AuditEvent
from core.client_info import SYSTEM_CLIENT
from core.db import sql
from core.idempotency.service import build_request, run_once
from core.models import IdempotencyKey
from tests.api_payments import deposit, transfer
from transactions.models import DailyTransfers, Entry, Transaction
from transactions.payments.services import post_transfer
from users.models import User

WRITTEN_OUT = [Transaction, Entry, AuditEvent, IdempotencyKey, DailyTransfers]


@pytest.fixture
def pay(cashier_client, signed_in, member, account, other_account):
    """Posts a member's transfer, which inserts into all tables of `WRITTEN_OUT`."""
    deposit(cashier_client, account, "100.00")
    return lambda key: transfer(signed_in(member), account, other_account, "1.00", key=key)


def columns_of(model):
    return {field.column for field in model._meta.concrete_fields if not isinstance(field, AutoField)}


def test_written_out_insert_names_every_column_but_the_generated_key(pay):
    with CaptureQueriesContext(connection) as captured:
        assert pay("k").status_code == 201

    inserts = [re.match(r"INSERT.*? INTO (\w+) \((.*?)\) VALUES", query["sql"]) for query in captured]
    columns_by_table = {found[1]: set(re.findall(r"\w+", found[2])) for found in inserts if found}
    assert {model._meta.db_table: columns_by_table.get(model._meta.db_table) for model in WRITTEN_OUT} == {
        model._meta.db_table: columns_of(model) for model in WRITTEN_OUT
    }


def test_insert_from_a_select_without_a_value_for_a_column_fails(member):
    with pytest.raises(KeyError):
        sql.insert_select(AuditEvent, User.objects.all(), event=Value("login_succeeded"))


@contextlib.contextmanager
def new_column(model, monkeypatch):
    """Adds a column to the model for which no INSERT has a value."""
    field = IntegerField()
    field.set_attributes_from_name("new_column")
    with monkeypatch.context() as patch:
        patch.setattr(model._meta, "concrete_fields", (*model._meta.concrete_fields, field))
        sql._insert_parts.cache_clear()
        yield
    sql._insert_parts.cache_clear()


@pytest.mark.parametrize("model", WRITTEN_OUT, ids=lambda model: model.__name__)
def test_insert_without_a_value_for_a_new_column_fails(
    cashier_client, member, account, other_account, monkeypatch, model
):
    deposit(cashier_client, account, "100.00")
    call = build_request(user_id=member.pk, key="k", method="POST", path="/", body={})
    transfer_fields = {"from_number": account, "to_number": other_account, "amount": 1, "description": ""}

    with new_column(model, monkeypatch), pytest.raises(KeyError, match="new_column"):
        run_once(call, lambda: {"id": post_transfer(actor=member, client=SYSTEM_CLIENT, **transfer_fields).pk})
