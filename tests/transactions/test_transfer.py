"""Transfers: from one's own account to any, by staff for any member, and never into thin air."""

import pytest

from accounts.models import Account
from audit.models import AuditEvent
from core.authorization.roles import Role
from tests.counter import ABSENT, balance_of, deposit, open_account, transfer
from tests.rates import set_rates
from tests.transactions.judging import legs, lines, refusal, traces
from transactions.models import Entry
from users.models import User


def balances(browser, *numbers):
    return [balance_of(browser, number) for number in numbers]


def test_a_transfer_answers_with_the_transaction(clock, phone, member, funded, other):
    answer = transfer(phone, funded, other, "40", description="Rent March")
    shown = answer.json()
    assert answer.status_code == 201
    assert shown == {
        "id": shown["id"],
        "kind": "transfer",
        "status": "posted",
        "amount": "40.00",
        "currency": "USD",
        "description": "Rent March",
        "from_account": funded,
        "to_account": other,
        "booked_at": "2026-03-01T12:00:00.000000Z",
        "value_date": "2026-03-01",
        "created_by": member.pk,
        "reverses": None,
        "reversed_by": None,
    }


def test_it_debits_one_credits_the_other_and_each_names_the_other(desk, phone, funded, other):
    number = transfer(phone, funded, other, "40.00").json()["id"]
    assert legs(number) == [("savings", "debit", 4000, 2, 6000), ("savings", "credit", 4000, 1, 4000)]
    assert balances(desk, funded, other) == ["60.00", "40.00"]
    for account, counterparty, direction, after in (
        (funded, other, "debit", "60.00"),
        (other, funded, "credit", "40.00"),
    ):
        line = lines(desk, account)[0]
        assert (line["counterparty"], line["direction"], line["amount"], line["balance_after"]) == (
            counterparty,
            direction,
            "40.00",
            after,
        )


def test_the_trail_says_who_sent_whose_money(desk, phone, cashier, member, funded, other):
    for browser, actor in ((phone, member), (desk, cashier)):
        number = transfer(browser, funded, other, "1.00").json()["id"]
        row = AuditEvent.objects.filter(event="transfer_posted").latest("id")
        assert (row.user_id, row.actor_id) == (member.pk, actor.pk)
        assert row.details == {"transaction": number, "amount": "1.00", "currency": "USD"}


def test_between_two_accounts_of_ones_own(desk, phone, member, funded):
    second = open_account(desk, member.pk, "current")
    assert transfer(phone, funded, second, "100.00").status_code == 201
    assert balances(desk, funded, second) == ["0.00", "100.00"]


def test_to_and_fro_the_sum_stays(desk, phone, signed_in, stranger, funded, other):
    theirs = signed_in(stranger)
    for browser, source, target, amount in (
        (phone, funded, other, "99.99"),
        (theirs, other, funded, "33.33"),
        (phone, funded, other, "33.34"),
    ):
        assert transfer(browser, source, target, amount).status_code == 201
    assert balances(desk, funded, other) == ["0.00", "100.00"]


def test_no_more_than_there_is(desk, phone, funded, other):
    assert refusal(transfer(phone, funded, other, "100.01")) == (422, "insufficient_funds")
    assert balances(desk, funded, other) == ["100.00", "0.00"]
    assert not Entry.objects.filter(account__number=other).exists()


def test_somebody_elses_account_pays_nothing_and_looks_absent(settings, desk, phone, account, other):
    deposit(desk, other, "50.00")
    deposit(desk, account, "50.00")
    set_rates(settings, unknown_account="100/hour")
    before = traces()
    bank = list(Account.objects.filter(owner=None).values_list("number", flat=True))
    answers = [transfer(phone, source, account, "1.00") for source in (other, ABSENT, *bank)]
    answers += [transfer(phone, account, target, "1.00") for target in (ABSENT, *bank)]
    assert {(a.status_code, a.content) for a in answers} == {(404, b'{"error":"Not found.","code":"not_found"}')}
    assert traces() == before


def test_staff_pay_nothing_to_or_from_accounts_that_are_not_customers(desk, funded):
    for number in (ABSENT, *Account.objects.filter(owner=None).values_list("number", flat=True)):
        for source, target in ((funded, number), (number, funded)):
            assert refusal(transfer(desk, source, target, "1.00")) == (404, "not_found")


@pytest.mark.parametrize("who", ["desk", "office"])
def test_staff_transfer_for_any_member(request, who, funded, other):
    browser = request.getfixturevalue(who)
    assert transfer(browser, funded, other, "25.00").status_code == 201
    assert balances(browser, funded, other) == ["75.00", "25.00"]


@pytest.mark.parametrize("role", [Role.CASHIER, Role.MANAGER])
def test_staff_transfer_nothing_from_or_to_an_account_of_their_own(desk, signed_in, member, funded, other, role):
    deposit(desk, other, "50.00")
    User.objects.filter(pk=member.pk).update(role=role)
    browser = signed_in(member)
    for source, target in ((funded, other), (other, funded)):
        assert refusal(transfer(browser, source, target, "1.00")) == (403, "permission_denied")
    assert balances(desk, funded, other) == ["100.00", "50.00"]


def test_an_account_does_not_pay_itself(desk, phone, funded):
    before = traces()[:2]
    for browser in (desk, phone):
        assert refusal(transfer(browser, funded, funded, "1.00")) == (422, "same_account")
    assert traces()[:2] == before


def test_two_currencies_do_not_mix(phone, funded, other):
    Account.objects.filter(number=other).update(currency="EUR")
    assert refusal(transfer(phone, funded, other, "1.00")) == (422, "currency_mismatch")


def test_no_transfer_fills_an_account_beyond_what_it_can_hold(office, funded, other):
    Account.objects.filter(number=other).update(balance=10**18 - 2)
    assert refusal(transfer(office, funded, other, "0.02")) == (422, "balance_too_large")
    assert transfer(office, funded, other, "0.01").status_code == 201


def test_an_account_that_moved_to_another_owner_pays_for_the_new_one_only(
    desk, phone, signed_in, stranger, funded, other
):
    Account.objects.filter(number=funded).update(owner=stranger)
    assert refusal(transfer(phone, funded, other, "1.00")) == (404, "not_found")
    assert transfer(signed_in(stranger), funded, other, "1.00").status_code == 201
