"""`GET /api/transactions/payees/`: accounts that the member has paid, the latest payment first."""

import pytest

from accounts.models import Account
from core.authorization.roles import Role
from tests.api_payments import deposit, open_account, reverse, transfer, withdraw
from tests.contract.error_assertions import assert_error
from users.models import User

PAYEES = "/api/transactions/payees/"


def get_payees(browser, query=""):
    response = browser.get(f"{PAYEES}{query}")
    assert response.status_code == 200, response.content
    return response.json()["results"]


def numbers(rows):
    return [row["number"] for row in rows]


@pytest.fixture
def payees(clock, cashier_client, member_client, funded_account):
    """The numbers of three accounts of others, which the member has paid a minute apart, in order of payment."""
    found = []
    for name in ("Ada Abel", "Björn Berg", "Chloé Curie"):
        owner = User.objects.create_user(f"{name[0]}@example.com", "x", full_name=name, role=Role.MEMBER)
        found.append(open_account(cashier_client, owner.pk))
    for number in found:
        clock.shift(60)
        assert transfer(member_client, funded_account, number, "1.00").status_code == 201
    return found


def test_payees_are_listed_once_with_masked_name_and_latest_payment_first(
    clock, payees, cashier_client, member_client, funded_account
):
    clock.shift(60)
    assert transfer(cashier_client, funded_account, payees[0], "2.00").status_code == 201

    assert get_payees(member_client) == [
        {"number": payees[0], "name": "Ada A.", "last_paid_at": "2026-03-01T12:04:00.000000Z"},
        {"number": payees[2], "name": "Chloé C.", "last_paid_at": "2026-03-01T12:03:00.000000Z"},
        {"number": payees[1], "name": "Björn B.", "last_paid_at": "2026-03-01T12:02:00.000000Z"},
    ]


def test_payees_of_all_own_accounts_are_listed_without_the_own_accounts(
    payees, cashier_client, member_client, member, other_account, funded_account
):
    second = open_account(cashier_client, member.pk)
    assert transfer(member_client, funded_account, second, "10.00").status_code == 201
    assert transfer(member_client, second, other_account, "1.00").status_code == 201
    assert transfer(member_client, second, payees[1], "1.00").status_code == 201

    assert numbers(get_payees(member_client)) == [payees[1], other_account, payees[2], payees[0]]


def test_only_transfers_from_the_member_make_a_payee(
    cashier_client, manager_client, member_client, funded_account, other_account
):
    deposit(cashier_client, other_account, "50.00")
    withdraw(cashier_client, funded_account, "1.00")
    incoming = transfer(cashier_client, other_account, funded_account, "5.00").json()["id"]
    assert reverse(manager_client, incoming).status_code == 201

    assert get_payees(member_client) == []


def test_members_see_their_own_payees_only(payees, signed_in, other_member):
    assert get_payees(signed_in(other_member)) == []


def test_closed_payees_are_left_out_and_frozen_ones_stay(payees, member_client):
    Account.objects.filter(number=payees[2]).update(status="closed")
    Account.objects.filter(number=payees[1]).update(status="frozen")

    assert numbers(get_payees(member_client)) == [payees[1], payees[0]]


def test_payee_pages_are_complete_in_both_directions(payees, member_client):
    first = member_client.get(f"{PAYEES}?page_size=2").json()
    second = member_client.get(first["next"]).json()

    assert numbers(first["results"]) == [payees[2], payees[1]]
    assert numbers(second["results"]) == [payees[0]]
    assert (first["previous"], second["next"]) == (None, None)
    assert member_client.get(second["previous"]).json()["results"] == first["results"]


@pytest.mark.parametrize("role", ["cashier", "manager"])
def test_payees_are_403_for_staff(role, request, signed_in):
    assert_error(signed_in(request.getfixturevalue(role)).get(PAYEES), 403, "permission_denied")


def test_payees_without_a_token_are_401(browser):
    assert_error(browser.get(PAYEES), 401, "not_authenticated")


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("page_size=0", "page_size"),
        ("page_size=201", "page_size"),
        ("cursor=x", "cursor"),
        ("search=x", "search"),
    ],
)
def test_invalid_parameter_of_the_payee_list_is_rejected_by_name(member_client, query, name):
    body = assert_error(member_client.get(f"{PAYEES}?{query}"), 400, "invalid_request")
    assert list(body["fields"]) == [name]
