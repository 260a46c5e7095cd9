"""Paying cash out: no more than there is."""

import pytest

from accounts.models import Account
from audit.models import AuditEvent
from core.authorization.roles import Role
from tests.counter import ABSENT, balance_of, deposit, open_account, withdraw
from tests.transactions.judging import legs, lines, refusal, traces
from users.models import User


def test_a_withdrawal_answers_with_the_transaction(clock, desk, cashier, funded):
    answer = withdraw(desk, funded, "30.00", description="Cash")
    shown = answer.json()
    assert answer.status_code == 201
    assert shown == {
        "id": shown["id"],
        "kind": "withdrawal",
        "status": "posted",
        "amount": "30.00",
        "currency": "USD",
        "description": "Cash",
        "from_account": funded,
        "to_account": None,
        "booked_at": "2026-03-01T12:00:00.000000Z",
        "value_date": "2026-03-01",
        "created_by": cashier.pk,
        "reverses": None,
        "reversed_by": None,
    }


def test_it_debits_the_account_and_credits_the_till(desk, funded):
    number = withdraw(desk, funded, "30.00").json()["id"]
    assert legs(number) == [("savings", "debit", 3000, 2, 7000), ("till", "credit", 3000, None, None)]
    assert balance_of(desk, funded) == "70.00"
    line = lines(desk, funded)[0]
    assert (line["kind"], line["direction"], line["balance_after"], line["counterparty"]) == (
        "withdrawal",
        "debit",
        "70.00",
        None,
    )


def test_the_trail_says_who_paid_out_to_whom(desk, cashier, member, funded):
    number = withdraw(desk, funded, "7.00").json()["id"]
    row = AuditEvent.objects.get(event="withdrawal_posted")
    assert (row.user_id, row.actor_id) == (member.pk, cashier.pk)
    assert row.details == {"transaction": number, "amount": "7.00", "currency": "USD"}


def test_the_last_cent_can_be_taken_and_not_one_more(desk, account):
    deposit(desk, account, "0.30")
    for _ in range(3):
        assert withdraw(desk, account, "0.10").status_code == 201
    assert balance_of(desk, account) == "0.00"
    assert refusal(withdraw(desk, account, "0.01")) == (422, "insufficient_funds")
    assert len(lines(desk, account)) == 4


def test_what_is_held_cannot_be_taken_and_an_overdraft_can(desk, funded):
    Account.objects.filter(number=funded).update(held=6000)
    assert refusal(withdraw(desk, funded, "40.01")) == (422, "insufficient_funds")
    assert withdraw(desk, funded, "40.00").status_code == 201
    Account.objects.filter(number=funded).update(held=0, overdraft=5000)
    assert refusal(withdraw(desk, funded, "110.01")) == (422, "insufficient_funds")
    assert withdraw(desk, funded, "110.00").status_code == 201
    assert balance_of(desk, funded) == "-50.00"


def test_a_refused_withdrawal_leaves_its_key_and_nothing_else(desk, account):
    transactions, entries, keys, events = traces()
    assert refusal(withdraw(desk, account, "0.01")) == (422, "insufficient_funds")
    assert traces() == [transactions, entries, keys + 1, events]


def test_a_member_withdraws_nothing_at_the_counter(phone, funded):
    before = traces()
    for body in ({"account": funded, "amount": "1.00"}, {}):
        assert refusal(phone.post("/api/transactions/withdraw/", body)) == (403, "permission_denied")
    assert refusal(phone.post("/api/transactions/withdraw/", {}, token=None)) == (401, "not_authenticated")
    assert traces() == before


@pytest.mark.parametrize("role", [Role.CASHIER, Role.MANAGER])
def test_nobody_works_the_counter_on_their_own_account(desk, signed_in, member, funded, role):
    User.objects.filter(pk=member.pk).update(role=role)
    assert refusal(withdraw(signed_in(member), funded, "1.00")) == (403, "permission_denied")
    assert balance_of(desk, funded) == "100.00"


def test_there_is_no_paying_out_of_an_account_that_is_absent_or_the_banks(desk, funded):
    for number in (ABSENT, *Account.objects.filter(owner=None).values_list("number", flat=True)):
        answer = withdraw(desk, number, "1.00")
        assert (answer.status_code, answer.json()) == (404, {"error": "Not found.", "code": "not_found"})


def test_accounts_of_one_owner_are_apart(desk, member, funded):
    second = open_account(desk, member.pk)
    assert refusal(withdraw(desk, second, "1.00")) == (422, "insufficient_funds")
