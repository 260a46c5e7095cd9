"""The seed command: reproducible, consistent, and compatible with later postings."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.db import transaction

from accounts.models import Account
from core.authorization.roles import Role
from core.client_info import SYSTEM_CLIENT
from core.idempotency.service import build_request, run_once
from demo.seed import seed
from transactions.ledger.balances import bank_balance
from transactions.ledger.integrity import find_inconsistency
from transactions.models import Entry, Transaction
from transactions.payments.services import post_deposit
from transactions.serializers import TransactionSerializer
from users.models import User

pytestmark = pytest.mark.django_db


def load_seed(number=1, *, members=10, transactions=300):
    seed(members=members, transactions=transactions, seed=number, progress=lambda *_: None)


def summarize():
    """The seeded data without ids, which differ between runs."""
    numbers = dict(Account.objects.values_list("pk", "number"))
    first = Transaction.objects.order_by("pk").first().pk
    return [
        [(row.pk - first, row.kind, row.amount, numbers.get(row.from_account_id), numbers.get(row.to_account_id))
         for row in Transaction.objects.order_by("pk")],
        list(User.objects.filter(role=Role.MEMBER).order_by("pk").values_list("full_name", flat=True)),
        list(Account.objects.filter(owner__isnull=False).order_by("pk").values_list("type", "balance", "seq")),
    ]  # fmt: skip


def summary_of_seed(number):
    """The summary of a seeded bank; the seeded data is rolled back."""
    with transaction.atomic():
        load_seed(number)
        summary = summarize()
        transaction.set_rollback(True)
    return summary


@pytest.mark.slow
def test_seed_determines_the_seeded_bank():
    assert summary_of_seed(7) == summary_of_seed(7)
    assert summary_of_seed(7) != summary_of_seed(8)


def test_seeded_bank_is_consistent_and_has_the_requested_size(django_assert_max_num_queries):
    with django_assert_max_num_queries(40):  # bulk inserts: 100,000 transactions must take minutes, not hours
        load_seed(members=12, transactions=500)
    assert find_inconsistency() is None
    assert (User.objects.filter(role=Role.MEMBER).count(), Transaction.objects.count()) == (12, 500)
    assert Entry.objects.count() == 1000
    assert set(Transaction.objects.values_list("kind", flat=True)) == {"deposit", "withdrawal", "transfer"}


@pytest.mark.slow
def test_second_seed_adds_to_the_first_and_the_ledger_stays_consistent():
    load_seed(1)
    call_command("snapshot_balances", stdout=StringIO())
    load_seed(2)
    assert find_inconsistency() is None
    assert Transaction.objects.count() == 600
    customer_balances = sum(Account.objects.values_list("balance", flat=True))
    assert customer_balances + bank_balance(Account.objects.get(type="till")) == 0


def test_postings_succeed_after_seeding(cashier):
    load_seed()
    account = Account.objects.filter(owner__role=Role.MEMBER).order_by("pk").first()
    last = Transaction.objects.order_by("pk").last().pk
    request = build_request(user_id=cashier.pk, key="k", method="POST", path="/", body={})
    options = {"actor": cashier, "number": account.number, "amount": 500, "description": "", "client": SYSTEM_CLIENT}
    response = run_once(
        request, lambda: dict(TransactionSerializer(post_deposit(**options), context={"new": True}).data)
    )
    assert response.status == 201
    assert response.body["id"] > last
    account.refresh_from_db()
    assert account.seq == account.entries.count()
    assert find_inconsistency() is None


def test_seed_command_prints_its_progress():
    out = StringIO()
    call_command("seed", "--members", "3", "--transactions", "50", stdout=out)
    assert "50/50" in out.getvalue()
    assert "3 members and 50 transactions added." in out.getvalue()
    assert Transaction.objects.count() == 50
