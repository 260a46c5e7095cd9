"""Transfers: postings, permissions of members and staff, unknown accounts and limits of the balance."""

import pytest

from accounts.models import Account
from audit.models import AuditEvent
from core.authorization.roles import Role
from tests.api_payments import UNKNOWN_ACCOUNT, balance_of, deposit, open_account, transfer
from tests.rate_limit_settings import set_rates
from tests.transactions.assertions import entries_of_transaction, list_entries, row_counts, status_and_code
from transactions.models import Entry
from users.models import User


def balances(browser, *numbers):
    return [balance_of(browser, number) for number in numbers]


def test_transfer_returns_the_transaction(clock, member_client, member, funded_account, other_account):
    response = transfer(member_client, funded_account, other_account, "40", description="Rent March")
    body = response.json()
    assert response.status_code == 201
    assert body == {
        "id": body["id"],
        "kind": "transfer",
        "status": "posted",
        "amount": "40.00",
        "currency": "USD",
        "description": "Rent March",
        "from_account": funded_account,
        "to_account": other_account,
        "booked_at": "2026-03-01T12:00:00.000000Z",
        "value_date": "2026-03-01",
        "created_by": member.pk,
        "reverses": None,
        "reversed_by": None,
    }


def test_transfer_debits_source_and_credits_target_with_counterparties(
    cashier_client, member_client, funded_account, other_account
):
    number = transfer(member_client, funded_account, other_account, "40.00").json()["id"]
    assert entries_of_transaction(number) == [("savings", "debit", 4000, 2, 6000), ("savings", "credit", 4000, 1, 4000)]
    assert balances(cashier_client, funded_account, other_account) == ["60.00", "40.00"]
    for account, counterparty, direction, after in (
        (funded_account, other_account, "debit", "60.00"),
        (other_account, funded_account, "credit", "40.00"),
    ):
        line = list_entries(cashier_client, account)[0]
        assert (line["counterparty"], line["direction"], line["amount"], line["balance_after"]) == (
            counterparty,
            direction,
            "40.00",
            after,
        )


def test_audit_event_of_a_transfer_names_owner_and_actor(
    cashier_client, member_client, cashier, member, funded_account, other_account
):
    for browser, actor in ((member_client, member), (cashier_client, cashier)):
        number = transfer(browser, funded_account, other_account, "1.00").json()["id"]
        row = AuditEvent.objects.filter(event="transfer_posted").latest("id")
        assert (row.user_id, row.actor_id) == (member.pk, actor.pk)
        assert row.details == {"transaction": number, "amount": "1.00", "currency": "USD"}


def test_member_can_transfer_between_own_accounts(cashier_client, member_client, member, funded_account):
    second = open_account(cashier_client, member.pk, "current")
    assert transfer(member_client, funded_account, second, "100.00").status_code == 201
    assert balances(cashier_client, funded_account, second) == ["0.00", "100.00"]


def test_transfers_in_both_directions_preserve_the_total_balance(
    cashier_client, member_client, signed_in, other_member, funded_account, other_account
):
    other_client = signed_in(other_member)
    for browser, source, target, amount in (
        (member_client, funded_account, other_account, "99.99"),
        (other_client, other_account, funded_account, "33.33"),
        (member_client, funded_account, other_account, "33.34"),
    ):
        assert transfer(browser, source, target, amount).status_code == 201
    assert balances(cashier_client, funded_account, other_account) == ["0.00", "100.00"]


def test_transfer_exceeding_balance_is_rejected(cashier_client, member_client, funded_account, other_account):
    assert status_and_code(transfer(member_client, funded_account, other_account, "100.01")) == (
        422,
        "insufficient_funds",
    )
    assert balances(cashier_client, funded_account, other_account) == ["100.00", "0.00"]
    assert not Entry.objects.filter(account__number=other_account).exists()


def test_transfer_from_foreign_bank_or_unknown_account_returns_the_same_404(
    settings, cashier_client, member_client, account, other_account
):
    deposit(cashier_client, other_account, "50.00")
    deposit(cashier_client, account, "50.00")
    set_rates(settings, unknown_account="100/hour")
    before = row_counts()
    bank_numbers = list(Account.objects.filter(owner=None).values_list("number", flat=True))
    responses = [
        transfer(member_client, source, account, "1.00") for source in (other_account, UNKNOWN_ACCOUNT, *bank_numbers)
    ]
    responses += [transfer(member_client, account, target, "1.00") for target in (UNKNOWN_ACCOUNT, *bank_numbers)]
    assert {(a.status_code, a.content) for a in responses} == {(404, b'{"error":"Not found.","code":"not_found"}')}
    assert row_counts() == before


def test_staff_transfer_with_unknown_or_bank_account_returns_404(cashier_client, funded_account):
    for number in (UNKNOWN_ACCOUNT, *Account.objects.filter(owner=None).values_list("number", flat=True)):
        for source, target in ((funded_account, number), (number, funded_account)):
            assert status_and_code(transfer(cashier_client, source, target, "1.00")) == (404, "not_found")


@pytest.mark.parametrize("client_fixture", ["cashier_client", "manager_client"])
def test_staff_can_transfer_for_any_member(request, client_fixture, funded_account, other_account):
    browser = request.getfixturevalue(client_fixture)
    assert transfer(browser, funded_account, other_account, "25.00").status_code == 201
    assert balances(browser, funded_account, other_account) == ["75.00", "25.00"]


@pytest.mark.parametrize("role", [Role.CASHIER, Role.MANAGER])
def test_staff_cannot_transfer_from_or_to_their_own_account(
    cashier_client, signed_in, member, funded_account, other_account, role
):
    deposit(cashier_client, other_account, "50.00")
    User.objects.filter(pk=member.pk).update(role=role)
    browser = signed_in(member)
    for source, target in ((funded_account, other_account), (other_account, funded_account)):
        assert status_and_code(transfer(browser, source, target, "1.00")) == (403, "permission_denied")
    assert balances(cashier_client, funded_account, other_account) == ["100.00", "50.00"]


def test_transfer_to_the_same_account_is_rejected(cashier_client, member_client, funded_account):
    before = row_counts()[:2]
    for browser in (cashier_client, member_client):
        assert status_and_code(transfer(browser, funded_account, funded_account, "1.00")) == (422, "same_account")
    assert row_counts()[:2] == before


def test_transfer_between_different_currencies_is_rejected(member_client, funded_account, other_account):
    Account.objects.filter(number=other_account).update(currency="EUR")
    assert status_and_code(transfer(member_client, funded_account, other_account, "1.00")) == (422, "currency_mismatch")


def test_transfer_beyond_the_maximum_balance_is_rejected(manager_client, funded_account, other_account):
    Account.objects.filter(number=other_account).update(balance=10**18 - 2)
    assert status_and_code(transfer(manager_client, funded_account, other_account, "0.02")) == (
        422,
        "balance_too_large",
    )
    assert transfer(manager_client, funded_account, other_account, "0.01").status_code == 201


def test_only_the_new_owner_can_transfer_from_a_reassigned_account(
    cashier_client, member_client, signed_in, other_member, funded_account, other_account
):
    Account.objects.filter(number=funded_account).update(owner=other_member)
    assert status_and_code(transfer(member_client, funded_account, other_account, "1.00")) == (404, "not_found")
    assert transfer(signed_in(other_member), funded_account, other_account, "1.00").status_code == 201
