"""Reversing a transaction in the admin: once for each page that asked, whatever is sent again."""

import pytest
from django.urls import reverse

from accounts.models import Account
from audit.models import AuditEvent
from core.client_info import SYSTEM_CLIENT
from core.db.transactions import atomic_with_retry
from tests.admin.admin_client import confirm_action, messages, open_action
from tests.admin.bank_fixtures import open_for, pay_in
from tests.loan_factories import create_loan
from transactions.models import Transaction
from transactions.payments.services import post_withdrawal

PAGE = "transactions_transaction"


@pytest.fixture
def account(member, cashier):
    return open_for(member, cashier)


@pytest.fixture
def deposit(account, cashier):
    """100.00 in."""
    return pay_in(account, cashier)


def balance_of(account):
    return Account.objects.get(pk=account.pk).balance


def test_it_puts_the_money_back_for_a_reason(manager_admin_client, deposit, account, manager, member):
    response = confirm_action(manager_admin_client, PAGE, "reverse", deposit.pk, reason="typed twice")
    reversal = Transaction.objects.get(reverses=deposit)
    assert messages(response) == [f"Transaction {deposit.pk} is reversed by transaction {reversal.pk}."]
    assert (reversal.description, reversal.created_by, balance_of(account)) == ("typed twice", manager, 0)
    event = AuditEvent.objects.get(event="transaction_reversed")
    assert (event.user_id, event.actor_id, event.details["transaction"]) == (member.pk, manager.pk, reversal.pk)
    assert reverse(f"admin:{PAGE}_change", args=[reversal.pk]) in response.content.decode()


def test_a_page_sent_twice_posts_once_and_says_the_same(manager_admin_client, deposit, account):
    key = open_action(manager_admin_client, PAGE, "reverse", deposit.pk).context["form"]["key"].value()
    responses = [
        confirm_action(manager_admin_client, PAGE, "reverse", deposit.pk, key=key, reason="typed twice")
        for _ in range(2)
    ]
    first, second = map(messages, responses)
    assert first == second
    assert "is reversed by" in first[0]
    assert (Transaction.objects.filter(reverses=deposit).count(), balance_of(account)) == (1, 0)
    assert AuditEvent.objects.filter(event="transaction_reversed").count() == 1


def test_each_page_has_a_key_of_its_own(manager_admin_client, deposit):
    pages = [open_action(manager_admin_client, PAGE, "reverse", deposit.pk) for _ in range(2)]
    assert len({page.context["form"]["key"].value() for page in pages}) == 2


def test_another_page_is_told_that_it_has_been_reversed(manager_admin_client, deposit):
    confirm_action(manager_admin_client, PAGE, "reverse", deposit.pk, reason="once")
    again = messages(confirm_action(manager_admin_client, PAGE, "reverse", deposit.pk, reason="once"))
    assert again == ["This transaction has been reversed already."]


def test_a_page_sent_again_with_another_reason_or_an_impossible_key_is_refused(manager_admin_client, deposit):
    confirm_action(manager_admin_client, PAGE, "reverse", deposit.pk, key="same", reason="one")
    other = confirm_action(manager_admin_client, PAGE, "reverse", deposit.pk, key="same", reason="another")
    assert messages(other) == ["This Idempotency-Key was used for another request."]
    for key in ("\u00e9", "x" * 65, "", " "):
        path = reverse(f"admin:{PAGE}_reverse", args=[deposit.pk])
        assert manager_admin_client.post(path, key=key, reason="x").status_code in {200, 302}
    assert Transaction.objects.filter(reverses=deposit).count() == 1


def test_money_that_is_spent_does_not_come_back(manager_admin_client, deposit, account, cashier):
    out = {"number": account.number, "amount": 1, "description": "", "client": SYSTEM_CLIENT}
    atomic_with_retry(post_withdrawal)(actor=cashier, **out)
    for _ in range(2):  # the refusal is kept under its key, too
        refused = messages(confirm_action(manager_admin_client, PAGE, "reverse", deposit.pk, key="one", reason="x"))
        assert refused == ["There is not enough money available on this account."]


def test_a_reversal_and_an_own_account_are_refused(manager_admin_client, deposit, account, manager):
    confirm_action(manager_admin_client, PAGE, "reverse", deposit.pk, reason="x")
    reversal = Transaction.objects.get(reverses=deposit)
    refused = messages(confirm_action(manager_admin_client, PAGE, "reverse", reversal.pk, reason="x"))
    assert refused == ["A reversal cannot be reversed."]
    own = pay_in(account, manager)
    Account.objects.filter(pk=account.pk).update(owner=manager)
    refused = messages(confirm_action(manager_admin_client, PAGE, "reverse", own.pk, reason="x"))
    assert refused == ["Staff cannot process transactions on their own account."]


def test_a_loan_follows_its_disbursement(manager_admin_client, account, member, manager, cashier):
    loan = create_loan(member, account.number, "active", decided_by=manager, paid_out_by=cashier)
    confirm_action(manager_admin_client, PAGE, "reverse", loan.disbursement_id, reason="not signed")
    loan.refresh_from_db()
    assert (loan.status, loan.disbursement_id, balance_of(account)) == ("approved", None, 0)
