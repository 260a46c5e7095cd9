"""What is searched for in the admin is bounded: in characters, and in words."""

import time
from urllib.parse import quote

import pytest
from django.contrib import admin

from tests.admin.admin_client import messages
from tests.admin.role_table import LISTS
from tests.admin.test_admin_pages import page
from users.models import User

AUTOCOMPLETE = "/admin/autocomplete/?app_label=accounts&model_name=account&field_name=owner&term="
# One character that is 18 in the form that is compared, with three spaces among them.
LIGATURE = "\ufdfa"
TOO_MUCH = {
    "2,000 words": "a " * 2000,
    "2,000 characters": "a" * 2000,
    "100 words": "a " * 100,
    "ligatures": LIGATURE * 200,
    "quotes": "\"'" * 100,
    "words in quotes": '"a" ' * 50,
}


def seconds(browser, path):
    began = time.process_time()
    response = browser.get(path)
    return time.process_time() - began, response


def test_list_answers_what_is_too_much_at_once(manager_admin_client, bank):
    for name in LISTS:
        for what in TOO_MUCH if name == "users_user" else ("2,000 words", "ligatures"):
            text = TOO_MUCH[what]
            took, response = seconds(manager_admin_client, f"{page(name)}?q={quote(text)}")
            assert response.status_code == 200, (name, what)
            assert took < 1, (name, what)


def test_search_for_pages_answers_what_is_too_much_at_once(manager_admin_client):
    for what, text in TOO_MUCH.items():
        for path in ("/admin/search/?s=", "/admin/search/?extended=1&s="):
            took, response = seconds(manager_admin_client, path + quote(text))
            assert response.status_code == 200, what
            assert took < 1, what


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("a" * 201, "Search: Must have at most 200 characters."),
        ("a " * 11, "Search: Must have at most 10 words."),
        (LIGATURE * 4, "Search: Must have at most 10 words."),
    ],
    ids=["characters", "words", "words in another form"],
)
def test_list_says_what_is_too_much(manager_admin_client, text, sentence):
    assert messages(manager_admin_client.get(f"{page('users_user')}?q={quote(text)}")) == [sentence]


@pytest.mark.parametrize("who", ["cashier", "manager"])
def test_no_page_completes_what_is_typed(admin_login, request, member, who):
    """Django's view for it searches as well; nothing here uses it."""
    browser = admin_login(request.getfixturevalue(who))
    for text in ("member", *TOO_MUCH.values()):
        assert browser.get(AUTOCOMPLETE + quote(text)).status_code == 404


@pytest.mark.parametrize("text", ["a" * 201, "a " * 11, "\0"], ids=["characters", "words", "control"])
def test_no_row_is_found_by_what_is_not_valid(member, rf, text):
    page = admin.site.get_model_admin(User)
    found, _ = page.get_search_results(rf.get("/"), User.objects.all(), text)
    assert list(found) == []


def test_ten_words_are_searched(manager_admin_client, member):
    shown = (
        manager_admin_client.get(f"{page('users_user')}?q={quote('maria member m a r i e m b r')}")
        .context["cl"]
        .result_list
    )
    assert [person.pk for person in shown] == [member.pk]


def test_order_and_page_that_are_not_there_are_no_error(manager_admin_client):
    orders = [".".join(["1"] * 3000), ".".join(["-1.2"] * 1000), "9" * 5000, "1" * 400, "-.-", "\0"]
    queries = [f"o={quote(order)}" for order in orders]
    queries += [f"p={quote(number)}" for number in ("9" * 5000, "-1", "0", "x", "\0", "1e9")]
    for name in ("users_user", "transactions_entry"):
        for query in queries:
            assert manager_admin_client.get(f"{page(name)}?{query}").status_code in {200, 302}, (name, query[:20])
