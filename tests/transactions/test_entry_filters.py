"""Filters of an account's entries, names of counterparties, and reversals."""

import pytest

from audit.models import AuditEvent
from core.authorization.roles import Role
from tests.api_payments import deposit, open_account, reverse, transfer, withdraw
from tests.contract.error_assertions import assert_error
from tests.transactions.test_reading import BAD_AMOUNTS, BAD_DAYS
from users.models import User


@pytest.fixture
def path(account):
    return f"/api/accounts/{account}/entries/"


def results(browser, path):
    response = browser.get(path)
    assert response.status_code == 200, response.content
    return response.json()["results"]


@pytest.fixture
def entries(clock, cashier_client, manager_client, cashier, manager, account, other_account):
    """The transaction ids of five entries on three days, in order of posting."""
    posted = []

    def record(response):
        assert response.status_code == 201, response.content
        posted.append(response.json()["id"])

    clock.move_to("2026-03-01T23:59:59.999999+00:00")
    for browser, person in ((cashier_client, cashier), (manager_client, manager)):
        browser.log_in(person.email)
    record(deposit(cashier_client, account, "100.00", description="Harvest money"))
    clock.move_to("2026-03-02T00:00:00+00:00")
    record(transfer(cashier_client, account, other_account, "10.00", description="Rent MARCH 100%"))
    assert deposit(cashier_client, other_account, "1.00", description="Rent of somebody else").status_code == 201
    record(withdraw(cashier_client, account, "10.01", description="Öl"))
    clock.move_to("2026-03-02T00:30:00+00:00")
    record(reverse(manager_client, posted[2], "entered twice"))
    record(transfer(cashier_client, other_account, account, "0.50"))
    return posted


FILTERS = {
    "": [4, 3, 2, 1, 0],
    "direction=credit": [4, 3, 0],
    "direction=debit": [2, 1],
    "from=2026-03-02": [4, 3, 2, 1],
    "to=2026-03-01": [0],
    "from=2026-03-01&to=2026-03-01": [0],
    "from=2026-03-02&to=2026-03-02": [4, 3, 2, 1],
    "from=2026-03-03": [],
    "to=2026-02-28": [],
    "from=2026-02-01&to=2026-02-28": [],
    "min_amount=10.01": [3, 2, 0],
    "max_amount=10.00": [4, 1],
    "max_amount=0.49": [],
    "min_amount=10&max_amount=10.01": [3, 2, 1],
    "min_amount=50&max_amount=10": [],
    "search=rent": [1],
    "search=HARVEST%20money": [0],
    "search=%C3%96L": [2],
    "search=ol": [],
    "search=100%25": [1],
    "search=_": [],
    "from=&to=&direction=&min_amount=&max_amount=&search=": [4, 3, 2, 1, 0],
    "from=2026-03-02&direction=debit&min_amount=10&max_amount=10&search=march": [1],
}


def test_entry_list_is_filtered_by_date_direction_amount_and_search(entries, cashier_client, path):
    found = {
        query: [entries.index(row["transaction"]) for row in results(cashier_client, f"{path}?{query}")]
        for query in FILTERS
    }
    assert found == FILTERS


BAD_PARAMETERS = {
    "direction": ["CREDIT", "both", "%00"],
    **dict.fromkeys(("from", "to"), BAD_DAYS),
    **dict.fromkeys(("min_amount", "max_amount"), BAD_AMOUNTS),
    "search": ["%00", "x" * 201],
    "kind": ["deposit"],
    "account": ["1"],
}


@pytest.mark.parametrize("name", BAD_PARAMETERS)
def test_invalid_filter_of_the_entry_list_is_rejected_by_name(cashier_client, path, name):
    for text in BAD_PARAMETERS[name]:
        body = assert_error(cashier_client.get(f"{path}?{name}={text}"), 400, "invalid_request")
        assert list(body["fields"]) == [name], text


def test_entry_period_that_ends_before_it_begins_is_rejected(cashier_client, path):
    body = assert_error(cashier_client.get(f"{path}?from=2026-03-02&to=2026-03-01"), 400, "invalid_request")
    assert list(body["fields"]) == ["to"]


def test_pages_of_filtered_entries_are_complete_in_both_directions(entries, cashier_client, path):
    query = "page_size=2&from=2026-03-02&to=2026-03-02"
    first = cashier_client.get(f"{path}?{query}").json()
    second = cashier_client.get(first["next"]).json()

    pages = [[entries.index(row["transaction"]) for row in page["results"]] for page in (first, second)]
    assert pages == [[4, 3], [2, 1]]
    assert second["next"] is None
    assert cashier_client.get(second["previous"]).json()["results"] == first["results"]


def test_entry_of_a_reversed_transaction_names_its_reversal(entries, cashier_client, path):
    rows = {row["transaction"]: row["reversed_by"] for row in results(cashier_client, path)}

    assert rows == dict.fromkeys(entries) | {entries[2]: entries[3]}


def test_counterparty_names_are_masked_for_members_and_full_for_staff(
    entries, signed_in, member, other_member, cashier_client, manager_client, account, other_account
):
    path, other_path = (f"/api/accounts/{number}/entries/" for number in (account, other_account))
    User.objects.filter(pk=other_member.pk).update(full_name="Matthew van Member")

    def names(browser, path):
        return [row["counterparty_name"] for row in results(browser, path)]

    assert names(signed_in(member), path) == ["Matthew M.", None, None, "Matthew M.", None]
    assert names(signed_in(other_member), other_path) == ["Maria M.", None, "Maria M."]
    for browser in (cashier_client, manager_client):
        assert names(browser, path) == ["Matthew van Member", None, None, "Matthew van Member", None]
        assert names(browser, other_path) == ["Maria Member", None, "Maria Member"]


@pytest.mark.parametrize("path", ["/api/dashboard/", "/api/accounts/{number}/statement/?from=2026-03-01&to=2026-03-02"])
def test_dashboard_and_statement_show_the_entries_as_the_list_does(entries, signed_in, member, account, path):
    browser = signed_in(member)
    listed = {row["id"]: row for row in results(browser, f"/api/accounts/{account}/entries/")}

    rows = browser.get(path.format(number=account)).json()["entries"]

    assert {row["id"]: {name: row[name] for name in row if name != "account"} for row in rows} == listed


def test_statement_shows_staff_full_names_of_counterparties(entries, cashier_client, account):
    body = cashier_client.get(f"/api/accounts/{account}/statement/?from=2026-03-01&to=2026-03-02").json()

    assert {row["counterparty_name"] for row in body["entries"]} == {None, "Matthew Member"}


def reads(actor):
    rows = AuditEvent.objects.filter(event="account_read", actor_id=actor.pk).order_by("id")
    return [(row.user_id, row.details) for row in rows]


def test_names_of_counterparties_that_staff_read_are_recorded_beside_the_account(
    entries, cashier_client, cashier, member, other_member, account, path
):
    third = User.objects.create_user("third@example.com", "x", full_name="Thea Third", role=Role.MEMBER)
    number = open_account(cashier_client, third.pk)
    assert transfer(cashier_client, account, number, "1.00").status_code == 201

    assert len({results(cashier_client, path)[0]["counterparty"] for _ in range(2)}) == 1

    about = {"list": "counterparties", "account": account}
    assert reads(cashier) == [
        (member.pk, {"account": account}),
        (None, about | {"users": [other_member.pk, third.pk]}),
    ]
    assert len(results(cashier_client, f"{path}?search=rent")) == 1
    assert reads(cashier)[2:] == [(other_member.pk, about)]


def test_entries_of_the_readers_own_account_are_not_recorded(entries, signed_in, member, path):
    User.objects.filter(pk=member.pk).update(role=Role.CASHIER)
    member.refresh_from_db()

    assert results(signed_in(member), path)[0]["counterparty_name"] == "Matthew Member"
    assert reads(member) == []
