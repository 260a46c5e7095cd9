"""The lines of an account: newest first, balances that follow from one another, pages that hold still."""

import pytest

from tests.counter import deposit, transfer, withdraw


def amounts(answer):
    assert answer.status_code == 200, answer.content
    return [row["amount"] for row in answer.json()["results"]]


@pytest.fixture
def path(account):
    return f"/api/accounts/{account}/entries/"


def test_each_line_follows_from_the_one_before(desk, account, other, path):
    deposit(desk, account, "100.00", description="first")
    transfer(desk, account, other, "0.10")
    deposit(desk, other, "5.00")
    transfer(desk, other, account, "2.50")
    withdraw(desk, account, "102.40")
    rows = desk.get(path).json()["results"]

    assert [(r["kind"], r["direction"], r["amount"], r["balance_after"], r["counterparty"]) for r in rows] == [
        ("withdrawal", "debit", "102.40", "0.00", None),
        ("transfer", "credit", "2.50", "102.40", other),
        ("transfer", "debit", "0.10", "99.90", other),
        ("deposit", "credit", "100.00", "100.00", None),
    ]
    assert rows[-1]["description"] == "first"
    assert len({row["id"] for row in rows}) == 4


def test_owner_and_staff_see_the_same_and_a_stranger_none(desk, office, phone, signed_in, stranger, funded, path):
    assert desk.get(path).json() == office.get(path).json() == phone.get(path).json()
    answer = signed_in(stranger).get(path)
    assert (answer.status_code, answer.json()) == (404, {"error": "Not found.", "code": "not_found"})


def test_an_empty_account_has_none(desk, path):
    assert desk.get(path).json() == {"next": None, "previous": None, "results": []}


def test_pages_lead_to_and_fro_and_hold_still_while_money_moves(desk, account, path):
    for amount in range(1, 6):
        deposit(desk, account, f"{amount}.00")
    first = desk.get(f"{path}?page_size=2")
    deposit(desk, account, "6.00")
    second = desk.get(first.json()["next"])
    withdraw(desk, account, "7.00")
    third = desk.get(second.json()["next"])

    assert [amounts(page) for page in (first, second, third)] == [["5.00", "4.00"], ["3.00", "2.00"], ["1.00"]]
    assert second.json()["next"].startswith(f"http://testserver{path}?")
    assert third.json()["next"] is None
    assert amounts(desk.get(third.json()["previous"])) == ["3.00", "2.00"]
    back = desk.get(second.json()["previous"])
    assert amounts(back) == ["5.00", "4.00"]
    assert amounts(desk.get(back.json()["previous"])) == ["7.00", "6.00"]


def test_a_parameter_that_is_not_understood_is_refused_by_name(desk, path):
    for query, name in (("page_size=0", "page_size"), ("page_size=201", "page_size"), ("cursor=x", "cursor")):
        answer = desk.get(f"{path}?{query}")
        assert (answer.status_code, list(answer.json()["fields"])) == (400, [name])
