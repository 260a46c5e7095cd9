"""Reversals: what was moved goes back, once, if it is still there."""

from accounts.models import Account
from audit.models import AuditEvent
from core.authorization.roles import Role
from tests.counter import a_key, balance_of, deposit, reverse, transfer, withdraw
from tests.transactions.judging import legs, lines, refusal, traces
from transactions.models import Transaction
from users.models import User


def status_of(browser, number):
    shown = browser.get(f"/api/transactions/{number}/").json()
    return shown["status"], shown["reverses"], shown["reversed_by"]


def test_a_reversed_transfer_goes_back(clock, desk, office, manager, phone, funded, other):
    original = transfer(phone, funded, other, "40.00", description="Rent").json()["id"]
    answer = reverse(office, original, "wrong number")
    number = answer.json()["id"]

    assert answer.status_code == 201
    assert answer.json() == {
        "id": number,
        "kind": "reversal",
        "status": "posted",
        "amount": "40.00",
        "currency": "USD",
        "description": "wrong number",
        "from_account": other,
        "to_account": funded,
        "booked_at": "2026-03-01T12:00:00.000000Z",
        "value_date": "2026-03-01",
        "created_by": manager.pk,
        "reverses": original,
        "reversed_by": None,
    }
    assert legs(number) == [("savings", "credit", 4000, 3, 10000), ("savings", "debit", 4000, 2, 0)]
    assert [balance_of(desk, account) for account in (funded, other)] == ["100.00", "0.00"]
    assert status_of(desk, original) == ("reversed", None, number)
    assert status_of(desk, number) == ("posted", original, None)
    for account, counterparty in ((funded, other), (other, funded)):
        line = lines(desk, account)[0]
        assert (line["kind"], line["counterparty"], line["transaction"]) == ("reversal", counterparty, number)


def test_a_reversed_deposit_and_withdrawal_go_back_through_the_same_till(desk, office, cashier, funded):
    paid_out = withdraw(desk, funded, "30.00").json()["id"]
    paid_in = Transaction.objects.get(kind="deposit").pk
    back = reverse(office, paid_out).json()
    gone = reverse(office, paid_in).json()

    assert legs(back["id"]) == [("savings", "credit", 3000, 3, 10000), ("till", "debit", 3000, None, None)]
    assert legs(gone["id"]) == [("savings", "debit", 10000, 4, 0), ("till", "credit", 10000, None, None)]
    assert (back["from_account"], back["to_account"]) == (None, funded)
    assert (gone["from_account"], gone["to_account"]) == (funded, None)
    assert {line["counterparty"] for line in lines(desk, funded)} == {None}
    assert Account.objects.get(type="till").cashier_id == cashier.pk


def test_the_list_shows_what_is_reversed(desk, office, funded):
    original = Transaction.objects.get().pk
    number = reverse(office, original).json()["id"]
    shown = desk.get("/api/transactions/").json()["results"]
    assert [(row["id"], row["status"], row["reverses"], row["reversed_by"]) for row in shown] == [
        (number, "posted", original, None),
        (original, "reversed", None, number),
    ]


def test_the_trail_says_who_reversed_whose(office, manager, member, funded):
    number = reverse(office, Transaction.objects.get().pk).json()["id"]
    row = AuditEvent.objects.get(event="transaction_reversed")
    assert (row.user_id, row.actor_id) == (member.pk, manager.pk)
    assert row.details == {"transaction": number, "amount": "100.00", "currency": "USD"}


def test_what_has_been_spent_does_not_come_back(desk, office, phone, funded, other):
    paid_in = Transaction.objects.get().pk
    sent = transfer(phone, funded, other, "60.00").json()["id"]
    withdraw(desk, other, "0.01")
    for number in (paid_in, sent):
        assert refusal(reverse(office, number)) == (422, "insufficient_funds")
        assert status_of(desk, number) == ("posted", None, None)
    assert [balance_of(desk, account) for account in (funded, other)] == ["40.00", "59.99"]


def test_once_is_enough_and_a_reversal_stays(office, funded):
    original = Transaction.objects.get().pk
    number = reverse(office, original).json()["id"]
    before = traces()[:2]
    assert refusal(reverse(office, original)) == (409, "already_reversed")
    assert refusal(reverse(office, number)) == (422, "not_reversible")
    assert traces()[:2] == before


def test_frozen_and_closed_accounts_hold_what_they_have(desk, office, phone, funded, other):
    paid_in = Transaction.objects.get().pk
    sent = transfer(phone, funded, other, "40.00").json()["id"]
    office.post(f"/api/accounts/{funded}/freeze/", {"reason": "court"})
    assert refusal(reverse(office, paid_in)) == (422, "account_frozen")
    withdraw(desk, other, "40.00")
    office.post(f"/api/accounts/{other}/close/", {"reason": "moved"})
    assert refusal(reverse(office, sent)) == (422, "account_closed")
    assert balance_of(desk, funded) == "60.00"


def test_a_frozen_account_takes_back_what_it_sent(office, phone, funded, other):
    sent = transfer(phone, funded, other, "40.00").json()["id"]
    office.post(f"/api/accounts/{funded}/freeze/", {"reason": "court"})
    assert reverse(office, sent).status_code == 201
    assert balance_of(office, funded) == "100.00"


def test_a_closed_account_takes_nothing_back(desk, office, funded):
    paid_out = withdraw(desk, funded, "100.00").json()["id"]
    office.post(f"/api/accounts/{funded}/close/", {"reason": "moved"})
    assert refusal(reverse(office, paid_out)) == (422, "account_closed")


def test_it_is_for_managers_only(desk, phone, funded):
    original = Transaction.objects.get().pk
    for browser in (desk, phone):
        for number in (original, 999_999):
            assert refusal(reverse(browser, number)) == (403, "permission_denied")
    assert refusal(desk.post(f"/api/transactions/{original}/reverse/", {}, token=None)) == (401, "not_authenticated")


def test_nobody_reverses_on_their_own_account_whichever_side(desk, office, signed_in, member, funded, other):
    deposit(desk, other, "5.00")
    numbers = [Transaction.objects.first().pk]
    numbers += [transfer(desk, *pair, "1.00").json()["id"] for pair in ((funded, other), (other, funded))]
    User.objects.filter(pk=member.pk).update(role=Role.MANAGER)
    own = signed_in(member)
    for number in numbers:
        assert refusal(reverse(own, number)) == (403, "permission_denied")
    assert reverse(office, numbers[-1]).status_code == 201


def test_there_is_nothing_to_reverse_where_there_is_no_transaction(office):
    for number in (0, 1, 2**63 - 1, 2**63):
        answer = reverse(office, number)
        assert (answer.status_code, answer.json()) == (404, {"error": "Not found.", "code": "not_found"})


def test_a_reason_is_a_line_of_up_to_200_characters(office, funded):
    path = f"/api/transactions/{Transaction.objects.get().pk}/reverse/"
    for body in ({}, {"reason": ""}, {"reason": "x" * 201}, {"reason": "a\nb"}, {"reason": None}):
        answer = office.post(path, body, headers=a_key())
        assert (answer.status_code, list(answer.json()["fields"])) == (400, ["reason"])


def test_an_amount_of_ones_own_choice_is_an_unknown_field(office, funded):
    body = {"reason": "half", "amount": "50.00"}
    answer = office.post(f"/api/transactions/{Transaction.objects.get().pk}/reverse/", body, headers=a_key())
    assert (answer.status_code, list(answer.json()["fields"])) == (400, ["amount"])
