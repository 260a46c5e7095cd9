"""Freezing, unfreezing and closing: who may, what stays so, and what each lets through."""

import pytest

from accounts.models import Account
from audit.models import AuditEvent
from core.authorization.roles import Role
from tests.counter import deposit, transfer, withdraw
from users.models import User

EVENTS = {"freeze": "account_frozen", "unfreeze": "account_unfrozen", "close": "account_closed"}


def change(browser, number, verb, reason="as agreed", **extra):
    return browser.post(f"/api/accounts/{number}/{verb}/", {"reason": reason, **extra})


def refusal(answer):
    return answer.status_code, answer.json()["code"]


def traces():
    return AuditEvent.objects.filter(event__in=EVENTS.values())


def test_an_account_is_frozen_unfrozen_and_closed(clock, office, account):
    steps = [
        ("freeze", "frozen", None),
        ("unfreeze", "active", None),
        ("close", "closed", "2026-03-01T12:00:00.000000Z"),
    ]
    before = office.get(f"/api/accounts/{account}/").json()
    for verb, status, closed_at in steps:
        answer = change(office, account, verb)
        assert answer.status_code == 200
        assert answer.json() == {**before, "status": status, "closed_at": closed_at}
        assert office.get(f"/api/accounts/{account}/").json() == answer.json()


@pytest.mark.parametrize("verb", EVENTS)
def test_the_trail_says_who_did_it_to_whom_and_why(office, manager, member, account, verb):
    Account.objects.filter(number=account).update(status="frozen" if verb == "unfreeze" else "active")
    change(office, account, verb, reason="  court order 7  ")
    row = traces().get()
    assert (row.event, row.user_id, row.actor_id) == (EVENTS[verb], member.pk, manager.pk)
    assert row.details == {"account": account, "reason": "court order 7"}


@pytest.mark.parametrize(("verb", "status"), [("freeze", "frozen"), ("unfreeze", "active"), ("close", "closed")])
def test_what_is_so_already_stays_so_and_leaves_no_second_trace(clock, office, account, verb, status):
    change(office, account, verb)
    count = traces().count()
    clock.shift(60)
    again = change(office, account, verb, reason="again")

    assert (again.status_code, again.json()["status"]) == (200, status)
    assert again.json()["closed_at"] == ("2026-03-01T12:00:00.000000Z" if verb == "close" else None)
    assert traces().count() == count == (verb != "unfreeze")


def test_closed_is_for_good(office, account):
    change(office, account, "close")
    for verb in ("freeze", "unfreeze"):
        assert refusal(change(office, account, verb)) == (422, "account_closed")
    assert Account.objects.get(number=account).status == "closed"
    assert traces().count() == 1


def test_a_frozen_account_can_be_closed(office, account):
    change(office, account, "freeze")
    assert change(office, account, "close").json()["status"] == "closed"


def test_only_an_empty_account_is_closed(office, desk, account):
    deposit(desk, account, "0.01")
    assert refusal(change(office, account, "close")) == (422, "balance_not_zero")
    withdraw(desk, account, "0.01")
    Account.objects.filter(number=account).update(held=1)
    assert refusal(change(office, account, "close")) == (422, "balance_not_zero")
    assert not traces().exists()
    Account.objects.filter(number=account).update(held=0)
    assert change(office, account, "close").status_code == 200


def test_a_frozen_account_takes_in_but_pays_nothing_out(office, desk, signed_in, member, account, other):
    deposit(desk, account, "5.00")
    deposit(desk, other, "5.00")
    change(office, account, "freeze")

    assert deposit(desk, account, "1.00").status_code == 201
    assert transfer(desk, other, account, "1.00").status_code == 201
    assert refusal(withdraw(desk, account, "1.00")) == (422, "account_frozen")
    assert refusal(transfer(desk, account, other, "1.00")) == (422, "account_frozen")
    assert refusal(transfer(signed_in(member), account, other, "1.00")) == (422, "account_frozen")
    assert desk.get(f"/api/accounts/{account}/").json()["balance"] == "7.00"
    change(office, account, "unfreeze")
    assert withdraw(desk, account, "7.00").status_code == 201


def test_a_closed_account_neither_pays_nor_takes_in(office, desk, account, other):
    deposit(desk, other, "5.00")
    change(office, account, "close")
    for answer in (
        deposit(desk, account, "1.00"),
        withdraw(desk, account, "1.00"),
        transfer(desk, account, other, "1.00"),
        transfer(desk, other, account, "1.00"),
    ):
        assert refusal(answer) == (422, "account_closed")
    assert desk.get(f"/api/accounts/{other}/").json()["balance"] == "5.00"


def test_nobody_changes_the_status_of_their_own_account(signed_in, member, account, other):
    User.objects.filter(pk=member.pk).update(role=Role.MANAGER)
    browser = signed_in(member)
    for verb in EVENTS:
        assert refusal(change(browser, account, verb)) == (403, "permission_denied")
        assert change(browser, other, verb).status_code == 200
    assert Account.objects.get(number=account).status == "active"


@pytest.mark.parametrize("verb", EVENTS)
def test_it_is_for_managers_only(signed_in, desk, member, account, verb):
    for browser in (desk, signed_in(member)):
        for number in (account, "1"):
            assert refusal(change(browser, number, verb)) == (403, "permission_denied")
    assert not traces().exists()


@pytest.mark.parametrize("verb", EVENTS)
def test_there_is_nothing_to_change_about_an_account_that_is_absent_or_the_banks(office, verb):
    bank = Account.objects.filter(owner=None).first()
    for number in ("1", "9" * 34, bank.number):
        assert change(office, number, verb).json() == {"error": "Not found.", "code": "not_found"}


@pytest.mark.parametrize("verb", EVENTS)
def test_a_reason_is_a_line_of_up_to_200_characters(office, account, verb):
    for reason in ("", "   ", None, "x" * 201, "a\nb", "a\x00b", True, [], {}):
        answer = change(office, account, verb, reason=reason)
        assert (answer.status_code, list(answer.json()["fields"])) == (400, ["reason"]), repr(reason)
    assert list(office.post(f"/api/accounts/{account}/{verb}/", {}).json()["fields"]) == ["reason"]
    assert list(change(office, account, verb, status="active").json()["fields"]) == ["status"]
    assert not traces().exists()
    assert change(office, account, verb, reason="x" * 200).status_code == 200
