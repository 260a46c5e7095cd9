"""Entries of an account: order, running balances, visibility and stable pages."""

import pytest

from tests.api_payments import deposit, transfer, withdraw


def amounts(response):
    assert response.status_code == 200, response.content
    return [row["amount"] for row in response.json()["results"]]


@pytest.fixture
def path(account):
    return f"/api/accounts/{account}/entries/"


def test_entries_have_running_balances_and_counterparties(cashier_client, account, other_account, path):
    deposit(cashier_client, account, "100.00", description="first")
    transfer(cashier_client, account, other_account, "0.10")
    deposit(cashier_client, other_account, "5.00")
    transfer(cashier_client, other_account, account, "2.50")
    withdraw(cashier_client, account, "102.40")
    rows = cashier_client.get(path).json()["results"]

    assert [(r["kind"], r["direction"], r["amount"], r["balance_after"], r["counterparty"]) for r in rows] == [
        ("withdrawal", "debit", "102.40", "0.00", None),
        ("transfer", "credit", "2.50", "102.40", other_account),
        ("transfer", "debit", "0.10", "99.90", other_account),
        ("deposit", "credit", "100.00", "100.00", None),
    ]
    assert rows[-1]["description"] == "first"
    assert len({row["id"] for row in rows}) == 4


def test_owner_and_staff_see_the_entries_and_other_members_get_404(
    cashier_client, manager_client, member_client, signed_in, other_member, funded_account, path
):
    assert cashier_client.get(path).json() == manager_client.get(path).json() == member_client.get(path).json()
    response = signed_in(other_member).get(path)
    assert (response.status_code, response.json()) == (404, {"error": "Not found.", "code": "not_found"})


def test_new_account_has_no_entries(cashier_client, path):
    assert cashier_client.get(path).json() == {"next": None, "previous": None, "results": []}


def test_entry_pages_stay_stable_in_both_directions_while_entries_are_added(cashier_client, account, path):
    for amount in range(1, 6):
        deposit(cashier_client, account, f"{amount}.00")
    first = cashier_client.get(f"{path}?page_size=2")
    deposit(cashier_client, account, "6.00")
    second = cashier_client.get(first.json()["next"])
    withdraw(cashier_client, account, "7.00")
    third = cashier_client.get(second.json()["next"])

    assert [amounts(page) for page in (first, second, third)] == [["5.00", "4.00"], ["3.00", "2.00"], ["1.00"]]
    assert second.json()["next"].startswith(f"http://testserver{path}?")
    assert third.json()["next"] is None
    assert amounts(cashier_client.get(third.json()["previous"])) == ["3.00", "2.00"]
    previous = cashier_client.get(second.json()["previous"])
    assert amounts(previous) == ["5.00", "4.00"]
    assert amounts(cashier_client.get(previous.json()["previous"])) == ["7.00", "6.00"]


def test_invalid_parameter_of_the_entry_list_is_rejected_by_name(cashier_client, path):
    for query, name in (("page_size=0", "page_size"), ("page_size=201", "page_size"), ("cursor=x", "cursor")):
        response = cashier_client.get(f"{path}?{query}")
        assert (response.status_code, list(response.json()["fields"])) == (400, [name])
