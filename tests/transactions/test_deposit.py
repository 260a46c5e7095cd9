"""Paying cash in: who may, what is booked, and where."""

import pytest

from accounts.models import Account
from audit.models import AuditEvent
from core.authorization.roles import Role
from tests.counter import ABSENT, balance_of, deposit
from tests.transactions.judging import legs, lines, refusal, traces
from users.models import User


def test_a_deposit_answers_with_the_transaction(clock, desk, cashier, account):
    answer = deposit(desk, account, "1250.5", description="  Harvest  ")
    shown = answer.json()
    assert answer.status_code == 201
    assert "Idempotent-Replayed" not in answer.headers
    assert shown == {
        "id": shown["id"],
        "kind": "deposit",
        "status": "posted",
        "amount": "1250.50",
        "currency": "USD",
        "description": "Harvest",
        "from_account": None,
        "to_account": account,
        "booked_at": "2026-03-01T12:00:00.000000Z",
        "value_date": "2026-03-01",
        "created_by": cashier.pk,
        "reverses": None,
        "reversed_by": None,
    }
    assert list(shown) == list(desk.get(f"/api/transactions/{shown['id']}/").json())


def test_it_credits_the_account_and_debits_the_cashiers_till(clock, desk, cashier, account):
    deposit(desk, account, "1.00")
    number = deposit(desk, account, "2.50").json()["id"]

    assert legs(number) == [("savings", "credit", 250, 2, 350), ("till", "debit", 250, None, None)]
    assert balance_of(desk, account) == "3.50"
    line = lines(desk, account)[0]
    assert line == {
        "id": line["id"],
        "transaction": number,
        "kind": "deposit",
        "direction": "credit",
        "amount": "2.50",
        "balance_after": "3.50",
        "description": "",
        "counterparty": None,
        "booked_at": "2026-03-01T12:00:00.000000Z",
        "value_date": "2026-03-01",
    }


def test_each_cashier_has_one_till_of_their_own(desk, office, cashier, manager, account, other):
    for browser in (desk, office, desk, office):
        deposit(browser, account, "1.00")
    assert {till.cashier_id for till in Account.objects.filter(type="till")} == {cashier.pk, manager.pk}


def test_the_trail_says_who_paid_in_to_whom(desk, cashier, member, account):
    number = deposit(desk, account, "7.00").json()["id"]
    row = AuditEvent.objects.get(event="deposit_posted")
    assert (row.user_id, row.actor_id) == (member.pk, cashier.pk)
    assert row.details == {"transaction": number, "amount": "7.00", "currency": "USD"}


def test_a_member_deposits_nothing_whatever_they_send(phone, member, account):
    before = traces()
    for body in ({"account": account, "amount": "1.00"}, {"account": "1"}, {}):
        assert refusal(phone.post("/api/transactions/deposit/", body)) == (403, "permission_denied")
    assert refusal(phone.post("/api/transactions/deposit/", {}, token=None)) == (401, "not_authenticated")
    assert traces() == before


@pytest.mark.parametrize("role", [Role.CASHIER, Role.MANAGER])
def test_nobody_works_the_counter_on_their_own_account(desk, signed_in, member, account, role):
    User.objects.filter(pk=member.pk).update(role=role)
    browser, before = signed_in(member), traces()[:3]
    assert refusal(deposit(browser, account, "1.00")) == (403, "permission_denied")
    assert (balance_of(desk, account), traces()[:3]) == ("0.00", before)


def test_there_is_no_paying_in_to_an_account_that_is_absent_or_the_banks(desk, account):
    deposit(desk, account, "1.00")
    before = traces()
    for number in (ABSENT, *Account.objects.filter(owner=None).values_list("number", flat=True)):
        answer = deposit(desk, number, "1.00")
        assert (answer.status_code, answer.json()) == (404, {"error": "Not found.", "code": "not_found"})
    assert traces() == before


def test_more_than_an_account_can_hold_is_refused_and_nothing_is_lost(office, account):
    most = "999999999999999.99"
    for _ in range(10):
        assert deposit(office, account, most).status_code == 201
    assert balance_of(office, account) == "9999999999999999.90"
    assert refusal(deposit(office, account, most)) == (422, "balance_too_large")
    assert refusal(deposit(office, account, "0.10")) == (422, "balance_too_large")
    assert deposit(office, account, "0.09").status_code == 201
    assert balance_of(office, account) == "9999999999999999.99"
    assert refusal(deposit(office, account, "0.01")) == (422, "balance_too_large")


def test_a_refused_first_deposit_leaves_no_till_behind(desk, office, account):
    office.post(f"/api/accounts/{account}/close/", {"reason": "moved"})
    assert refusal(deposit(desk, account, "1.00")) == (422, "account_closed")
    assert not Account.objects.filter(type="till").exists()
