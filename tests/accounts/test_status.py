"""Freezing, unfreezing and closing accounts: permissions, repeated requests and effects on payments."""

import pytest

from accounts.models import Account
from audit.models import AuditEvent
from core.authorization.roles import Role
from tests.api_payments import deposit, transfer, withdraw
from tests.transactions.assertions import status_and_code
from users.models import User

EVENTS = {"freeze": "account_frozen", "unfreeze": "account_unfrozen", "close": "account_closed"}


def change_status(browser, number, verb, reason="as agreed", **extra):
    return browser.post(f"/api/accounts/{number}/{verb}/", {"reason": reason, **extra})


def status_events():
    return AuditEvent.objects.filter(event__in=EVENTS.values())


def test_an_account_is_frozen_unfrozen_and_closed(clock, manager_client, account):
    steps = [
        ("freeze", "frozen", None),
        ("unfreeze", "active", None),
        ("close", "closed", "2026-03-01T12:00:00.000000Z"),
    ]
    before = manager_client.get(f"/api/accounts/{account}/").json()
    for verb, status, closed_at in steps:
        response = change_status(manager_client, account, verb)
        assert response.status_code == 200
        assert response.json() == {**before, "status": status, "closed_at": closed_at}
        assert manager_client.get(f"/api/accounts/{account}/").json() == response.json()


@pytest.mark.parametrize("verb", EVENTS)
def test_audit_event_of_a_status_change_names_owner_actor_and_reason(manager_client, manager, member, account, verb):
    Account.objects.filter(number=account).update(status="frozen" if verb == "unfreeze" else "active")
    change_status(manager_client, account, verb, reason="  court order 7  ")
    row = status_events().get()
    assert (row.event, row.user_id, row.actor_id) == (EVENTS[verb], member.pk, manager.pk)
    assert row.details == {"account": account, "reason": "court order 7"}


@pytest.mark.parametrize(("verb", "status"), [("freeze", "frozen"), ("unfreeze", "active"), ("close", "closed")])
def test_repeated_status_change_succeeds_without_a_second_audit_event(clock, manager_client, account, verb, status):
    change_status(manager_client, account, verb)
    count = status_events().count()
    clock.shift(60)
    again = change_status(manager_client, account, verb, reason="again")

    assert (again.status_code, again.json()["status"]) == (200, status)
    assert again.json()["closed_at"] == ("2026-03-01T12:00:00.000000Z" if verb == "close" else None)
    assert status_events().count() == count == (verb != "unfreeze")


def test_closed_account_cannot_be_frozen_or_unfrozen(manager_client, account):
    change_status(manager_client, account, "close")
    for verb in ("freeze", "unfreeze"):
        assert status_and_code(change_status(manager_client, account, verb)) == (422, "account_closed")
    assert Account.objects.get(number=account).status == "closed"
    assert status_events().count() == 1


def test_a_frozen_account_can_be_closed(manager_client, account):
    change_status(manager_client, account, "freeze")
    assert change_status(manager_client, account, "close").json()["status"] == "closed"


def test_account_with_balance_or_hold_cannot_be_closed(manager_client, cashier_client, account):
    deposit(cashier_client, account, "0.01")
    assert status_and_code(change_status(manager_client, account, "close")) == (422, "balance_not_zero")
    withdraw(cashier_client, account, "0.01")
    Account.objects.filter(number=account).update(held=1)
    assert status_and_code(change_status(manager_client, account, "close")) == (422, "balance_not_zero")
    assert not status_events().exists()
    Account.objects.filter(number=account).update(held=0)
    assert change_status(manager_client, account, "close").status_code == 200


def test_frozen_account_accepts_credits_and_rejects_debits(
    manager_client, cashier_client, signed_in, member, account, other_account
):
    deposit(cashier_client, account, "5.00")
    deposit(cashier_client, other_account, "5.00")
    change_status(manager_client, account, "freeze")

    assert deposit(cashier_client, account, "1.00").status_code == 201
    assert transfer(cashier_client, other_account, account, "1.00").status_code == 201
    assert status_and_code(withdraw(cashier_client, account, "1.00")) == (422, "account_frozen")
    assert status_and_code(transfer(cashier_client, account, other_account, "1.00")) == (422, "account_frozen")
    assert status_and_code(transfer(signed_in(member), account, other_account, "1.00")) == (422, "account_frozen")
    assert cashier_client.get(f"/api/accounts/{account}/").json()["balance"] == "7.00"
    change_status(manager_client, account, "unfreeze")
    assert withdraw(cashier_client, account, "7.00").status_code == 201


def test_closed_account_rejects_credits_and_debits(manager_client, cashier_client, account, other_account):
    deposit(cashier_client, other_account, "5.00")
    change_status(manager_client, account, "close")
    for response in (
        deposit(cashier_client, account, "1.00"),
        withdraw(cashier_client, account, "1.00"),
        transfer(cashier_client, account, other_account, "1.00"),
        transfer(cashier_client, other_account, account, "1.00"),
    ):
        assert status_and_code(response) == (422, "account_closed")
    assert cashier_client.get(f"/api/accounts/{other_account}/").json()["balance"] == "5.00"


def test_manager_cannot_change_the_status_of_their_own_account(signed_in, member, account, other_account):
    User.objects.filter(pk=member.pk).update(role=Role.MANAGER)
    browser = signed_in(member)
    for verb in EVENTS:
        assert status_and_code(change_status(browser, account, verb)) == (403, "permission_denied")
        assert change_status(browser, other_account, verb).status_code == 200
    assert Account.objects.get(number=account).status == "active"


@pytest.mark.parametrize("verb", EVENTS)
def test_members_and_cashiers_cannot_change_an_account_status(signed_in, cashier_client, member, account, verb):
    for browser in (cashier_client, signed_in(member)):
        for number in (account, "1"):
            assert status_and_code(change_status(browser, number, verb)) == (403, "permission_denied")
    assert not status_events().exists()


@pytest.mark.parametrize("verb", EVENTS)
def test_status_change_of_unknown_or_bank_account_returns_404(manager_client, verb):
    bank_account = Account.objects.filter(owner=None).first()
    for number in ("1", "9" * 34, bank_account.number):
        assert change_status(manager_client, number, verb).json() == {"error": "Not found.", "code": "not_found"}


@pytest.mark.parametrize("verb", EVENTS)
def test_reason_of_a_status_change_is_one_line_of_at_most_200_characters(manager_client, account, verb):
    for reason in ("", "   ", None, "x" * 201, "a\nb", "a\x00b", True, [], {}):
        response = change_status(manager_client, account, verb, reason=reason)
        assert (response.status_code, list(response.json()["fields"])) == (400, ["reason"]), repr(reason)
    assert list(manager_client.post(f"/api/accounts/{account}/{verb}/", {}).json()["fields"]) == ["reason"]
    assert list(change_status(manager_client, account, verb, status="active").json()["fields"]) == ["status"]
    assert not status_events().exists()
    assert change_status(manager_client, account, verb, reason="x" * 200).status_code == 200
