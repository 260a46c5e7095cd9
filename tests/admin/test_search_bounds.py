"""Search texts in the admin are limited in characters and words."""

import time
from urllib.parse import quote

import pytest
from django.contrib import admin

from tests.admin.admin_client import messages
from tests.admin.role_table import LISTS
from tests.admin.test_admin_pages import page
from users.models import User

AUTOCOMPLETE = "/admin/autocomplete/?app_label=accounts&model_name=account&field_name=owner&term="
# One character whose normalized form has 18 characters, three of them spaces.
LIGATURE = "\ufdfa"
EXCESSIVE_TEXTS = {
    "2,000 words": "a " * 2000,
    "2,000 characters": "a" * 2000,
    "100 words": "a " * 100,
    "ligatures": LIGATURE * 200,
    "quotes": "\"'" * 100,
    "words in quotes": '"a" ' * 50,
}


def timed_get(browser, path):
    started = time.process_time()
    response = browser.get(path)
    return time.process_time() - started, response


@pytest.mark.slow
def test_admin_list_with_excessive_search_text_responds_quickly(manager_admin_client, bank):
    for name in LISTS:
        for label in EXCESSIVE_TEXTS if name == "users_user" else ("2,000 words", "ligatures"):
            text = EXCESSIVE_TEXTS[label]
            elapsed, response = timed_get(manager_admin_client, f"{page(name)}?q={quote(text)}")
            assert response.status_code == 200, (name, label)
            assert elapsed < 1, (name, label)


def test_quick_search_with_excessive_text_responds_quickly(manager_admin_client):
    for label, text in EXCESSIVE_TEXTS.items():
        for path in ("/admin/search/?s=", "/admin/search/?extended=1&s="):
            elapsed, response = timed_get(manager_admin_client, path + quote(text))
            assert response.status_code == 200, label
            assert elapsed < 1, label


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a" * 201, "Search: Must have at most 200 characters."),
        ("a " * 11, "Search: Must have at most 10 words."),
        (LIGATURE * 4, "Search: Must have at most 10 words."),
    ],
    ids=["characters", "words", "words after normalization"],
)
def test_admin_list_shows_which_search_limit_is_exceeded(manager_admin_client, text, message):
    assert messages(manager_admin_client.get(f"{page('users_user')}?q={quote(text)}")) == [message]


@pytest.mark.parametrize("role", ["cashier", "manager"])
def test_autocomplete_view_returns_404(admin_login, request, member, role):
    """Django's autocomplete view searches as well, and the admin does not use it."""
    browser = admin_login(request.getfixturevalue(role))
    for text in ("member", *EXCESSIVE_TEXTS.values()):
        assert browser.get(AUTOCOMPLETE + quote(text)).status_code == 404


@pytest.mark.parametrize("text", ["a" * 201, "a " * 11, "\0"], ids=["characters", "words", "control"])
def test_invalid_search_text_finds_no_rows(member, rf, text):
    user_admin = admin.site.get_model_admin(User)
    rows, _ = user_admin.get_search_results(rf.get("/"), User.objects.all(), text)
    assert list(rows) == []


def test_search_of_ten_words_finds_the_member(manager_admin_client, member):
    rows = (
        manager_admin_client.get(f"{page('users_user')}?q={quote('maria member m a r i e m b r')}")
        .context["cl"]
        .result_list
    )
    assert [person.pk for person in rows] == [member.pk]


@pytest.mark.slow
def test_invalid_order_and_page_parameters_are_not_errors(manager_admin_client):
    orders = [".".join(["1"] * 3000), ".".join(["-1.2"] * 1000), "9" * 5000, "1" * 400, "-.-", "\0"]
    queries = [f"o={quote(order)}" for order in orders]
    queries += [f"p={quote(number)}" for number in ("9" * 5000, "-1", "0", "x", "\0", "1e9")]
    for name in ("users_user", "transactions_entry"):
        for query in queries:
            assert manager_admin_client.get(f"{page(name)}?{query}").status_code in {200, 302}, (name, query[:20])
