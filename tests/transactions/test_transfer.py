"""Transfers: from one's own account to any, by staff for any member, and never into thin air."""

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


def test_a_transfer_answers_with_the_transaction(clock, member_client, member, funded_account, other_account):
    response = transfer(member_client, funded_account, other_account, "40", description="Rent March")
    shown = response.json()
    assert response.status_code == 201
    assert shown == {
        "id": shown["id"],
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


def test_it_debits_one_credits_the_other_and_each_names_the_other(
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


def test_the_trail_says_who_sent_whose_money(
    cashier_client, member_client, cashier, member, funded_account, other_account
):
    for browser, actor in ((member_client, member), (cashier_client, cashier)):
        number = transfer(browser, funded_account, other_account, "1.00").json()["id"]
        row = AuditEvent.objects.filter(event="transfer_posted").latest("id")
        assert (row.user_id, row.actor_id) == (member.pk, actor.pk)
        assert row.details == {"transaction": number, "amount": "1.00", "currency": "USD"}


def test_between_two_accounts_of_ones_own(cashier_client, member_client, member, funded_account):
    second = open_account(cashier_client, member.pk, "current")
    assert transfer(member_client, funded_account, second, "100.00").status_code == 201
    assert balances(cashier_client, funded_account, second) == ["0.00", "100.00"]


def test_to_and_fro_the_sum_stays(
    cashier_client, member_client, signed_in, other_member, funded_account, other_account
):
    theirs = signed_in(other_member)
    for browser, source, target, amount in (
        (member_client, funded_account, other_account, "99.99"),
        (theirs, other_account, funded_account, "33.33"),
        (member_client, funded_account, other_account, "33.34"),
    ):
        assert transfer(browser, source, target, amount).status_code == 201
    assert balances(cashier_client, funded_account, other_account) == ["0.00", "100.00"]


def test_no_more_than_there_is(cashier_client, member_client, funded_account, other_account):
    assert status_and_code(transfer(member_client, funded_account, other_account, "100.01")) == (
        422,
        "insufficient_funds",
    )
    assert balances(cashier_client, funded_account, other_account) == ["100.00", "0.00"]
    assert not Entry.objects.filter(account__number=other_account).exists()


def test_somebody_elses_account_pays_nothing_and_looks_absent(
    settings, cashier_client, member_client, account, other_account
):
    deposit(cashier_client, other_account, "50.00")
    deposit(cashier_client, account, "50.00")
    set_rates(settings, unknown_account="100/hour")
    before = row_counts()
    bank = list(Account.objects.filter(owner=None).values_list("number", flat=True))
    responses = [transfer(member_client, source, account, "1.00") for source in (other_account, UNKNOWN_ACCOUNT, *bank)]
    responses += [transfer(member_client, account, target, "1.00") for target in (UNKNOWN_ACCOUNT, *bank)]
    assert {(a.status_code, a.content) for a in responses} == {(404, b'{"error":"Not found.","code":"not_found"}')}
    assert row_counts() == before


def test_staff_pay_nothing_to_or_from_accounts_that_are_not_customers(cashier_client, funded_account):
    for number in (UNKNOWN_ACCOUNT, *Account.objects.filter(owner=None).values_list("number", flat=True)):
        for source, target in ((funded_account, number), (number, funded_account)):
            assert status_and_code(transfer(cashier_client, source, target, "1.00")) == (404, "not_found")


@pytest.mark.parametrize("who", ["cashier_client", "manager_client"])
def test_staff_transfer_for_any_member(request, who, funded_account, other_account):
    browser = request.getfixturevalue(who)
    assert transfer(browser, funded_account, other_account, "25.00").status_code == 201
    assert balances(browser, funded_account, other_account) == ["75.00", "25.00"]


@pytest.mark.parametrize("role", [Role.CASHIER, Role.MANAGER])
def test_staff_transfer_nothing_from_or_to_an_account_of_their_own(
    cashier_client, signed_in, member, funded_account, other_account, role
):
    deposit(cashier_client, other_account, "50.00")
    User.objects.filter(pk=member.pk).update(role=role)
    browser = signed_in(member)
    for source, target in ((funded_account, other_account), (other_account, funded_account)):
        assert status_and_code(transfer(browser, source, target, "1.00")) == (403, "permission_denied")
    assert balances(cashier_client, funded_account, other_account) == ["100.00", "50.00"]


def test_an_account_does_not_pay_itself(cashier_client, member_client, funded_account):
    before = row_counts()[:2]
    for browser in (cashier_client, member_client):
        assert status_and_code(transfer(browser, funded_account, funded_account, "1.00")) == (422, "same_account")
    assert row_counts()[:2] == before


def test_two_currencies_do_not_mix(member_client, funded_account, other_account):
    Account.objects.filter(number=other_account).update(currency="EUR")
    assert status_and_code(transfer(member_client, funded_account, other_account, "1.00")) == (422, "currency_mismatch")


def test_no_transfer_fills_an_account_beyond_what_it_can_hold(manager_client, funded_account, other_account):
    Account.objects.filter(number=other_account).update(balance=10**18 - 2)
    assert status_and_code(transfer(manager_client, funded_account, other_account, "0.02")) == (
        422,
        "balance_too_large",
    )
    assert transfer(manager_client, funded_account, other_account, "0.01").status_code == 201


def test_an_account_that_moved_to_another_owner_pays_for_the_new_one_only(
    cashier_client, member_client, signed_in, other_member, funded_account, other_account
):
    Account.objects.filter(number=funded_account).update(owner=other_member)
    assert status_and_code(transfer(member_client, funded_account, other_account, "1.00")) == (404, "not_found")
    assert transfer(signed_in(other_member), funded_account, other_account, "1.00").status_code == 201
