"""Freezing, unfreezing and closing: who may, what stays so, and what each lets through."""

import pytest

from accounts.models import Account
from audit.models import AuditEvent
from core.authorization.roles import Role
from tests.api_payments import deposit, transfer, withdraw
from users.models import User

EVENTS = {"freeze": "account_frozen", "unfreeze": "account_unfrozen", "close": "account_closed"}


def change(browser, number, verb, reason="as agreed", **extra):
    return browser.post(f"/api/accounts/{number}/{verb}/", {"reason": reason, **extra})


def refusal(response):
    return response.status_code, response.json()["code"]


def traces():
    return AuditEvent.objects.filter(event__in=EVENTS.values())


def test_an_account_is_frozen_unfrozen_and_closed(clock, manager_client, account):
    steps = [
        ("freeze", "frozen", None),
        ("unfreeze", "active", None),
        ("close", "closed", "2026-03-01T12:00:00.000000Z"),
    ]
    before = manager_client.get(f"/api/accounts/{account}/").json()
    for verb, status, closed_at in steps:
        response = change(manager_client, account, verb)
        assert response.status_code == 200
        assert response.json() == {**before, "status": status, "closed_at": closed_at}
        assert manager_client.get(f"/api/accounts/{account}/").json() == response.json()


@pytest.mark.parametrize("verb", EVENTS)
def test_the_trail_says_who_did_it_to_whom_and_why(manager_client, manager, member, account, verb):
    Account.objects.filter(number=account).update(status="frozen" if verb == "unfreeze" else "active")
    change(manager_client, account, verb, reason="  court order 7  ")
    row = traces().get()
    assert (row.event, row.user_id, row.actor_id) == (EVENTS[verb], member.pk, manager.pk)
    assert row.details == {"account": account, "reason": "court order 7"}


@pytest.mark.parametrize(("verb", "status"), [("freeze", "frozen"), ("unfreeze", "active"), ("close", "closed")])
def test_what_is_so_already_stays_so_and_leaves_no_second_trace(clock, manager_client, account, verb, status):
    change(manager_client, account, verb)
    count = traces().count()
    clock.shift(60)
    again = change(manager_client, account, verb, reason="again")

    assert (again.status_code, again.json()["status"]) == (200, status)
    assert again.json()["closed_at"] == ("2026-03-01T12:00:00.000000Z" if verb == "close" else None)
    assert traces().count() == count == (verb != "unfreeze")


def test_closed_is_for_good(manager_client, account):
    change(manager_client, account, "close")
    for verb in ("freeze", "unfreeze"):
        assert refusal(change(manager_client, account, verb)) == (422, "account_closed")
    assert Account.objects.get(number=account).status == "closed"
    assert traces().count() == 1


def test_a_frozen_account_can_be_closed(manager_client, account):
    change(manager_client, account, "freeze")
    assert change(manager_client, account, "close").json()["status"] == "closed"


def test_only_an_empty_account_is_closed(manager_client, cashier_client, account):
    deposit(cashier_client, account, "0.01")
    assert refusal(change(manager_client, account, "close")) == (422, "balance_not_zero")
    withdraw(cashier_client, account, "0.01")
    Account.objects.filter(number=account).update(held=1)
    assert refusal(change(manager_client, account, "close")) == (422, "balance_not_zero")
    assert not traces().exists()
    Account.objects.filter(number=account).update(held=0)
    assert change(manager_client, account, "close").status_code == 200


def test_a_frozen_account_takes_in_but_pays_nothing_out(
    manager_client, cashier_client, signed_in, member, account, other_account
):
    deposit(cashier_client, account, "5.00")
    deposit(cashier_client, other_account, "5.00")
    change(manager_client, account, "freeze")

    assert deposit(cashier_client, account, "1.00").status_code == 201
    assert transfer(cashier_client, other_account, account, "1.00").status_code == 201
    assert refusal(withdraw(cashier_client, account, "1.00")) == (422, "account_frozen")
    assert refusal(transfer(cashier_client, account, other_account, "1.00")) == (422, "account_frozen")
    assert refusal(transfer(signed_in(member), account, other_account, "1.00")) == (422, "account_frozen")
    assert cashier_client.get(f"/api/accounts/{account}/").json()["balance"] == "7.00"
    change(manager_client, account, "unfreeze")
    assert withdraw(cashier_client, account, "7.00").status_code == 201


def test_a_closed_account_neither_pays_nor_takes_in(manager_client, cashier_client, account, other_account):
    deposit(cashier_client, other_account, "5.00")
    change(manager_client, account, "close")
    for response in (
        deposit(cashier_client, account, "1.00"),
        withdraw(cashier_client, account, "1.00"),
        transfer(cashier_client, account, other_account, "1.00"),
        transfer(cashier_client, other_account, account, "1.00"),
    ):
        assert refusal(response) == (422, "account_closed")
    assert cashier_client.get(f"/api/accounts/{other_account}/").json()["balance"] == "5.00"


def test_nobody_changes_the_status_of_their_own_account(signed_in, member, account, other_account):
    User.objects.filter(pk=member.pk).update(role=Role.MANAGER)
    browser = signed_in(member)
    for verb in EVENTS:
        assert refusal(change(browser, account, verb)) == (403, "permission_denied")
        assert change(browser, other_account, verb).status_code == 200
    assert Account.objects.get(number=account).status == "active"


@pytest.mark.parametrize("verb", EVENTS)
def test_it_is_for_managers_only(signed_in, cashier_client, member, account, verb):
    for browser in (cashier_client, signed_in(member)):
        for number in (account, "1"):
            assert refusal(change(browser, number, verb)) == (403, "permission_denied")
    assert not traces().exists()


@pytest.mark.parametrize("verb", EVENTS)
def test_there_is_nothing_to_change_about_an_account_that_is_absent_or_the_banks(manager_client, verb):
    bank = Account.objects.filter(owner=None).first()
    for number in ("1", "9" * 34, bank.number):
        assert change(manager_client, number, verb).json() == {"error": "Not found.", "code": "not_found"}


@pytest.mark.parametrize("verb", EVENTS)
def test_a_reason_is_a_line_of_up_to_200_characters(manager_client, account, verb):
    for reason in ("", "   ", None, "x" * 201, "a\nb", "a\x00b", True, [], {}):
        response = change(manager_client, account, verb, reason=reason)
        assert (response.status_code, list(response.json()["fields"])) == (400, ["reason"]), repr(reason)
    assert list(manager_client.post(f"/api/accounts/{account}/{verb}/", {}).json()["fields"]) == ["reason"]
    assert list(change(manager_client, account, verb, status="active").json()["fields"]) == ["status"]
    assert not traces().exists()
    assert change(manager_client, account, verb, reason="x" * 200).status_code == 200
