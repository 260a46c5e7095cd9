"""The seeded bank: the same for the same seed, whole, and no obstacle to real work after it."""

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


def plant(number=1, *, members=10, transactions=300):
    seed(members=members, transactions=transactions, seed=number, progress=lambda *_: None)


def picture():
    """What was planted, without ids, which go on counting."""
    numbers = dict(Account.objects.values_list("pk", "number"))
    first = Transaction.objects.order_by("pk").first().pk
    return [
        [(row.pk - first, row.kind, row.amount, numbers.get(row.from_account_id), numbers.get(row.to_account_id))
         for row in Transaction.objects.order_by("pk")],
        list(User.objects.filter(role=Role.MEMBER).order_by("pk").values_list("full_name", flat=True)),
        list(Account.objects.filter(owner__isnull=False).order_by("pk").values_list("type", "balance", "seq")),
    ]  # fmt: skip


def planted_anew(number):
    """The picture of a seed in a database that is otherwise empty, as it was before."""
    with transaction.atomic():
        plant(number)
        kept = picture()
        transaction.set_rollback(True)
    return kept


def test_the_same_seed_gives_the_same_bank_and_another_another():
    assert planted_anew(7) == planted_anew(7)
    assert planted_anew(7) != planted_anew(8)


def test_it_is_whole_and_of_the_size_asked_for(django_assert_max_num_queries):
    with django_assert_max_num_queries(40):  # in bulk: 100,000 transactions are to take minutes, not hours
        plant(members=12, transactions=500)
    assert find_inconsistency() is None
    assert (User.objects.filter(role=Role.MEMBER).count(), Transaction.objects.count()) == (12, 500)
    assert Entry.objects.count() == 1000
    assert set(Transaction.objects.values_list("kind", flat=True)) == {"deposit", "withdrawal", "transfer"}


def test_a_second_one_adds_to_the_first_and_the_books_stay_whole():
    plant(1)
    call_command("snapshot_balances", stdout=StringIO())
    plant(2)
    assert find_inconsistency() is None
    assert Transaction.objects.count() == 600
    held = sum(Account.objects.values_list("balance", flat=True))
    assert held + bank_balance(Account.objects.get(type="till")) == 0


def test_real_postings_go_on_after_it(cashier):
    plant()
    account = Account.objects.filter(owner__role=Role.MEMBER).order_by("pk").first()
    last = Transaction.objects.order_by("pk").last().pk
    call = build_request(user_id=cashier.pk, key="k", method="POST", path="/", body={})
    options = {"actor": cashier, "number": account.number, "amount": 500, "description": "", "client": SYSTEM_CLIENT}
    response = run_once(call, lambda: dict(TransactionSerializer(post_deposit(**options), context={"new": True}).data))
    assert response.status == 201
    assert response.body["id"] > last
    account.refresh_from_db()
    assert account.seq == account.entries.count()
    assert find_inconsistency() is None


def test_the_command_says_how_far_it_is():
    out = StringIO()
    call_command("seed", "--members", "3", "--transactions", "50", stdout=out)
    assert "50/50" in out.getvalue()
    assert "3 members and 50 transactions added." in out.getvalue()
    assert Transaction.objects.count() == 50
