"""Reading users: who may read whom, filters, and pages that stay stable while rows are added."""

import base64
from urllib.parse import quote

import pytest

from core.authorization.roles import Role
from users.models import User

PEOPLE = "/api/users/"


def emails(response):
    assert response.status_code == 200, response.content
    return [person["email"] for person in response.json()["results"]]


def add(*names, **fields):
    """Creates members with these first names, in this order."""
    User.objects.bulk_create(
        User(email=f"{n.lower()}@example.com", full_name=f"{n} Newcomer", role=Role.MEMBER, **fields) for n in names
    )


@pytest.fixture
def all_users(member, other_member, cashier, manager, administrator):
    return [administrator, manager, cashier, other_member, member]  # newest first


def test_manager_lists_all_users_and_cashier_lists_members(signed_in, all_users, manager, cashier):
    assert emails(signed_in(manager).get(PEOPLE)) == [person.email for person in all_users]
    assert emails(signed_in(cashier).get(PEOPLE)) == ["member2@example.com", "member@example.com"]


def test_cashier_cannot_list_staff_with_filters(signed_in, all_users, cashier):
    browser = signed_in(cashier)
    for query in ("role=cashier", "role=manager", "search=bank.com", "is_active=true&role=manager"):
        assert emails(browser.get(f"{PEOPLE}?{query}")) == []


def test_member_cannot_read_users(signed_in, member, other_member):
    browser = signed_in(member)
    for path in (PEOPLE, f"{PEOPLE}{member.pk}/", f"{PEOPLE}{other_member.pk}/", f"{PEOPLE}999/"):
        assert browser.get(path).json()["code"] == "permission_denied"
    assert browser.get(PEOPLE, token=None).json()["code"] == "not_authenticated"


def test_user_detail_equals_the_list_entry_and_has_no_secret(signed_in, manager, member):
    browser = signed_in(manager)
    detail = browser.get(f"{PEOPLE}{member.pk}/").json()

    assert list(detail) == ["id", "email", "full_name", "phone", "role", "is_active", "date_joined", "last_login"]
    assert detail in browser.get(PEOPLE).json()["results"]


def test_hidden_and_absent_users_get_the_same_404(signed_in, all_users, cashier, manager, member):
    browser = signed_in(cashier)
    responses = [browser.get(f"{PEOPLE}{number}/") for number in (manager.pk, cashier.pk, 999, 2**63 - 1, 0)]

    assert {(response.status_code, response.json()["code"], response.content) for response in responses} == {
        (404, "not_found", responses[0].content)
    }
    assert browser.get(f"{PEOPLE}{2**63}/").json() == responses[0].json()
    assert browser.get(f"{PEOPLE}{member.pk}/").json()["email"] == member.email


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("role=member", ["member2", "member"]),
        ("role=manager", ["admin", "manager"]),
        ("is_active=false", ["member2"]),
        ("is_active=true", ["admin", "manager", "cashier", "member"]),
        ("search=MATTHEW", ["member2"]),
        ("search=bank.com", ["admin", "manager", "cashier"]),
        ("search=5550", ["cashier"]),
        ("search=%20maria%20", ["member"]),
        ("search=maria%20member", ["member"]),
        ("search=", ["admin", "manager", "cashier", "member2", "member"]),
        ("search=%25", []),
        ("search=_", []),
        ("search=%F0%9F%8F%A6", []),
        ("role=member&search=m&is_active=true", ["member"]),
    ],
)
def test_user_list_is_filtered_by_role_search_and_activity(signed_in, all_users, manager, query, found):
    User.objects.filter(email="member2@example.com").update(is_active=False)
    User.objects.filter(role=Role.CASHIER).update(phone="+46 5550")
    assert [email.split("@")[0] for email in emails(signed_in(manager).get(f"{PEOPLE}?{query}"))] == found


@pytest.mark.parametrize(
    ("name", "texts"),
    [
        ("role", ["boss", "MEMBER"]),
        ("is_active", ["yes", "1"]),
        ("search", ["%00", "x" * 201]),
        ("page_size", ["0", "201", "-1", "ten", "1e2", "5.0", "%D9%A3", "9" * 5000]),
    ],
)
def test_invalid_parameter_of_the_user_list_is_400_and_named(signed_in, manager, name, texts):
    browser = signed_in(manager)
    responses = {text: browser.get(f"{PEOPLE}?{name}={text}") for text in texts}
    assert {text: response.status_code for text, response in responses.items()} == dict.fromkeys(texts, 400)
    assert {(response.json()["code"], *response.json()["fields"]) for response in responses.values()} == {
        ("invalid_request", name)
    }


def test_invalid_cursor_of_the_user_list_is_400(signed_in, manager):
    browser = signed_in(manager)
    invalid_positions = ["p=x", "p=-1", "p=1.5", "o=x", "r=x&p=1", "p=٣", "p=" + "9" * 5000]
    cursors = ["x", "%FF", *(quote(base64.b64encode(text.encode())) for text in invalid_positions)]
    responses = {cursor: browser.get(f"{PEOPLE}?cursor={cursor}") for cursor in cursors}
    assert {cursor: response.status_code for cursor, response in responses.items()} == dict.fromkeys(cursors, 400)
    assert {tuple(response.json()["fields"]) for response in responses.values()} == {("cursor",)}


def test_page_of_the_user_list_has_50_users_or_up_to_200(signed_in, manager):
    add(*(f"P{number}" for number in range(210)))
    browser = signed_in(manager)
    for query, size in (("", 50), ("?page_size=1", 1), ("?page_size=200", 200)):
        assert len(browser.get(PEOPLE + query).json()["results"]) == size


def test_page_links_are_absolute_and_keep_the_filter_in_both_directions(signed_in, manager):
    add("Ann", "Bob", "Cid", "Dan", "Eve")
    browser = signed_in(manager)
    first = browser.get(f"{PEOPLE}?page_size=2&role=member")
    second = browser.get(first.json()["next"])
    third = browser.get(second.json()["next"])

    assert first.json()["previous"] is None
    assert first.json()["next"].startswith("http://testserver/api/users/?")
    assert second.json()["previous"].startswith("http://testserver/api/users/?")
    assert third.json()["next"] is None
    assert [emails(response)[0][:3] for response in (first, second, third)] == ["eve", "cid", "ann"]
    assert emails(browser.get(third.json()["previous"])) == emails(second)
    assert emails(browser.get(second.json()["previous"])) == emails(first)


def test_pages_neither_repeat_nor_skip_users_while_users_are_added(signed_in, manager):
    add("Ann", "Bob", "Cid", "Dan")
    browser = signed_in(manager)
    page = browser.get(f"{PEOPLE}?page_size=2&role=member")
    listed = emails(page)
    add("Eve", "Flo", "Gus")
    while page.json()["next"]:
        page = browser.get(page.json()["next"])
        listed += emails(page)
    assert [email[:3] for email in listed] == ["dan", "cid", "bob", "ann"]
