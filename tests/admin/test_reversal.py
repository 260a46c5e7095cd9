"""Reversing a transaction in the admin: each confirmation page can post one reversal."""

import pytest
from django.urls import reverse

from accounts.models import Account
from audit.models import AuditEvent
from core.client_info import SYSTEM_CLIENT
from core.db.transactions import atomic_with_retry
from tests.admin.admin_client import confirm_action, messages, open_action
from tests.admin.bank_fixtures import deposit_cash, open_account_for
from tests.loan_factories import create_loan
from transactions.models import Transaction
from transactions.payments.services import post_withdrawal

PAGE = "transactions_transaction"


@pytest.fixture
def account(member, cashier):
    return open_account_for(member, cashier)


@pytest.fixture
def deposit(account, cashier):
    """A deposit of 100.00."""
    return deposit_cash(account, cashier)


def get_balance(account):
    return Account.objects.get(pk=account.pk).balance


def test_reversal_in_the_admin_restores_the_balance_and_is_audited(
    manager_admin_client, deposit, account, manager, member
):
    response = confirm_action(manager_admin_client, PAGE, "reverse", deposit.pk, reason="typed twice")
    reversal = Transaction.objects.get(reverses=deposit)
    assert messages(response) == [f"Transaction {deposit.pk} is reversed by transaction {reversal.pk}."]
    assert (reversal.description, reversal.created_by, get_balance(account)) == ("typed twice", manager, 0)
    event = AuditEvent.objects.get(event="transaction_reversed")
    assert (event.user_id, event.actor_id, event.details["transaction"]) == (member.pk, manager.pk, reversal.pk)
    assert reverse(f"admin:{PAGE}_change", args=[reversal.pk]) in response.content.decode()


def test_reversal_form_submitted_twice_posts_once_and_shows_the_same_message(manager_admin_client, deposit, account):
    key = open_action(manager_admin_client, PAGE, "reverse", deposit.pk).context["form"]["key"].value()
    responses = [
        confirm_action(manager_admin_client, PAGE, "reverse", deposit.pk, key=key, reason="typed twice")
        for _ in range(2)
    ]
    first, second = map(messages, responses)
    assert first == second
    assert "is reversed by" in first[0]
    assert (Transaction.objects.filter(reverses=deposit).count(), get_balance(account)) == (1, 0)
    assert AuditEvent.objects.filter(event="transaction_reversed").count() == 1


def test_each_confirmation_page_has_a_different_key(manager_admin_client, deposit):
    pages = [open_action(manager_admin_client, PAGE, "reverse", deposit.pk) for _ in range(2)]
    assert len({page.context["form"]["key"].value() for page in pages}) == 2


def test_second_confirmation_of_a_reversal_shows_that_the_transaction_is_reversed(manager_admin_client, deposit):
    confirm_action(manager_admin_client, PAGE, "reverse", deposit.pk, reason="once")
    error_messages = messages(confirm_action(manager_admin_client, PAGE, "reverse", deposit.pk, reason="once"))
    assert error_messages == ["This transaction has been reversed already."]


def test_reversal_form_with_reused_or_invalid_key_is_rejected(manager_admin_client, deposit):
    confirm_action(manager_admin_client, PAGE, "reverse", deposit.pk, key="same", reason="one")
    response = confirm_action(manager_admin_client, PAGE, "reverse", deposit.pk, key="same", reason="another")
    assert messages(response) == ["This Idempotency-Key was used for another request."]
    for key in ("\u00e9", "x" * 65, "", " "):
        path = reverse(f"admin:{PAGE}_reverse", args=[deposit.pk])
        assert manager_admin_client.post(path, key=key, reason="x").status_code in {200, 302}
    assert Transaction.objects.filter(reverses=deposit).count() == 1


def test_reversal_of_spent_money_is_rejected(manager_admin_client, deposit, account, cashier):
    withdrawal = {"number": account.number, "amount": 1, "description": "", "client": SYSTEM_CLIENT}
    atomic_with_retry(post_withdrawal)(actor=cashier, **withdrawal)
    for _ in range(2):  # the error is stored under the key, too
        error_messages = messages(
            confirm_action(manager_admin_client, PAGE, "reverse", deposit.pk, key="one", reason="x")
        )
        assert error_messages == ["There is not enough money available on this account."]


def test_reversal_of_a_reversal_or_on_an_own_account_is_rejected(manager_admin_client, deposit, account, manager):
    confirm_action(manager_admin_client, PAGE, "reverse", deposit.pk, reason="x")
    reversal = Transaction.objects.get(reverses=deposit)
    error_messages = messages(confirm_action(manager_admin_client, PAGE, "reverse", reversal.pk, reason="x"))
    assert error_messages == ["A reversal cannot be reversed."]
    own_deposit = deposit_cash(account, manager)
    Account.objects.filter(pk=account.pk).update(owner=manager)
    error_messages = messages(confirm_action(manager_admin_client, PAGE, "reverse", own_deposit.pk, reason="x"))
    assert error_messages == ["Staff cannot process transactions on their own account."]


def test_reversing_a_disbursement_returns_the_loan_to_approved(manager_admin_client, account, member, manager, cashier):
    loan = create_loan(member, account.number, "active", decided_by=manager, paid_out_by=cashier)
    confirm_action(manager_admin_client, PAGE, "reverse", loan.disbursement_id, reason="not signed")
    loan.refresh_from_db()
    assert (loan.status, loan.disbursement_id, get_balance(account)) == ("approved", None, 0)
