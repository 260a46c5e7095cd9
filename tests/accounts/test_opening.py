"""Opening an account: permissions, owners, defaults and validation."""

import pytest

from accounts import numbers, services
from accounts.models import Account
from accounts.numbers import is_number
from audit.models import AuditEvent
from core.authorization.roles import Role
from tests.api_payments import open_account
from tests.transactions.assertions import status_and_code
from users.models import User

ACCOUNTS = "/api/accounts/"


def customers():
    return Account.objects.filter(owner__isnull=False)


@pytest.mark.parametrize("role", ["cashier", "manager", "administrator"])
def test_staff_open_an_account_for_a_member(clock, signed_in, request, member, role):
    body = {"owner": member.pk, "type": "current", "name": "Märta's rent", "currency": "USD"}
    response = signed_in(request.getfixturevalue(role)).post(ACCOUNTS, body)
    number = response.json()["number"]

    assert response.status_code == 201
    assert is_number(number)
    assert response.json() == {
        "number": number,
        "owner": {"id": member.pk, "full_name": "Maria Member"},
        "type": "current",
        "name": "Märta's rent",
        "currency": "USD",
        "status": "active",
        "balance": "0.00",
        "available_balance": "0.00",
        "opened_at": "2026-03-01T12:00:00.000000Z",
        "closed_at": None,
    }
    assert signed_in(member).get(f"{ACCOUNTS}{number}/").json() == response.json()


def test_opening_account_without_name_and_currency_uses_defaults(cashier_client, member):
    created = cashier_client.post(ACCOUNTS, {"owner": member.pk, "type": "savings"}).json()
    assert (created["name"], created["currency"], created["type"]) == ("", "USD", "savings")


def test_new_account_has_the_currency_of_the_settings(settings, cashier_client, member):
    settings.BANK_CURRENCY = "KWD"
    created = cashier_client.post(ACCOUNTS, {"owner": member.pk, "type": "savings"}).json()
    assert (created["currency"], created["balance"]) == ("KWD", "0.000")
    assert list(
        cashier_client.post(ACCOUNTS, {"owner": member.pk, "type": "savings", "currency": "USD"}).json()["fields"]
    ) == ["currency"]


def test_member_may_have_several_accounts(cashier_client, member):
    assert len({open_account(cashier_client, member.pk) for _ in range(3)}) == 3


def test_audit_event_names_the_owner_and_the_cashier_of_a_new_account(cashier_client, cashier, member, account):
    row = AuditEvent.objects.get(event="account_opened")
    assert (row.user_id, row.actor_id, row.details) == (member.pk, cashier.pk, {"account": account})


def test_member_cannot_open_an_account(signed_in, member, other_member):
    browser = signed_in(member)
    for body in ({"owner": member.pk, "type": "savings"}, {"owner": other_member.pk, "type": "savings"}, {}):
        assert status_and_code(browser.post(ACCOUNTS, body)) == (403, "permission_denied")
    assert status_and_code(browser.post(ACCOUNTS, {}, token=None)) == (401, "not_authenticated")
    assert not customers().exists()


def test_staff_cannot_open_an_account_for_themselves(cashier_client, manager_client, cashier, manager):
    for browser, person in ((cashier_client, cashier), (manager_client, manager)):
        response = browser.post(ACCOUNTS, {"owner": person.pk, "type": "savings"})
        assert status_and_code(response) == (403, "permission_denied")
    assert not customers().exists()


def test_owner_must_be_an_active_member(manager_client, cashier, administrator, member, other_member):
    User.objects.filter(pk=other_member.pk).update(is_active=False)
    for owner in (cashier.pk, administrator.pk, other_member.pk, 999_999, 2**63 - 1):
        response = manager_client.post(ACCOUNTS, {"owner": owner, "type": "savings"})
        assert (response.status_code, list(response.json()["fields"])) == (400, ["owner"]), owner
    assert not customers().exists()
    assert not AuditEvent.objects.filter(event="account_opened").exists()


BAD_VALUES = {
    "owner": [None, "", "me", 0, -1, 1.5, True, [1], {}, 2**63],
    "type": [None, "", "till", "vault", "Savings", "savings ", "loan", 1, True, [], {}],
    "name": [None, "x" * 101, "a\nb", "a\x00b", "a\x1bb", "a\u2028b", "a\u202eb", "a\tb", True, [], {}],
    "currency": [None, "", "EUR", "usd", "US", "USDX", "XXX", "US\x00", 840, True, [], {}],
    "status": ["closed"],
    "balance": ["1.00"],
    "number": ["000000000097"],
    "overdraft": [100],
}


def test_invalid_field_of_a_new_account_is_rejected_by_name(cashier_client, member):
    valid_body = {"owner": member.pk, "type": "savings"}
    for field, values in BAD_VALUES.items():
        for value in values:
            response = cashier_client.post(ACCOUNTS, {**valid_body, field: value})
            assert (response.status_code, list(response.json().get("fields", []))) == (400, [field]), (field, value)
    assert not customers().exists()


def test_opening_account_requires_owner_and_type(cashier_client, member):
    assert list(cashier_client.post(ACCOUNTS, {"owner": member.pk}).json()["fields"]) == ["type"]
    assert list(cashier_client.post(ACCOUNTS, {"type": "savings"}).json()["fields"]) == ["owner"]


def test_account_name_is_trimmed_and_limited_to_100_characters(cashier_client, member):
    for sent, stored in (("x" * 100, "x" * 100), ("  Rent  ", "Rent"), ("", ""), ("🏦" * 100, "🏦" * 100)):
        number = open_account(cashier_client, member.pk, name=sent)
        assert cashier_client.get(f"{ACCOUNTS}{number}/").json()["name"] == stored


def test_former_member_keeps_the_account_but_cannot_get_another(manager_client, signed_in, member, account):
    User.objects.filter(pk=member.pk).update(role=Role.CASHIER)
    assert list(manager_client.post(ACCOUNTS, {"owner": member.pk, "type": "savings"}).json()["fields"]) == ["owner"]
    assert signed_in(member).get(f"{ACCOUNTS}{account}/").json()["owner"]["id"] == member.pk


def test_account_number_in_use_is_generated_again(cashier_client, member, account, monkeypatch):
    fresh = numbers.new_number()
    drawn = iter([account, account, fresh])
    monkeypatch.setattr(services, "new_number", lambda: next(drawn))
    assert open_account(cashier_client, member.pk) == fresh
