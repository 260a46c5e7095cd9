"""Every cell of the table of roles, pages and actions is checked; every page and action is in the table."""

import itertools

import pytest
from django.contrib import admin

from tests.admin.admin_client import bound_form
from tests.admin.role_table import ACTIONS, EXPORTS, LIST_ACTIONS, LISTS, ROLES, ROWS
from tests.admin.test_admin_pages import page

FORM = {"reason": "as asked", "note": "as asked"}
DJANGO_VIEWS = {"changelist", "add", "change", "history", "delete"}
_keys = itertools.count()


def outcome(response):
    """A response in the notation of the table."""
    form = bound_form(response)
    if response.status_code == 200 and form is not None:
        return "refused" if form.non_field_errors() else "invalid"
    if response.status_code != 302:
        return str(response.status_code)
    location = response.headers["Location"]
    return "login" if location.startswith("/admin/login/") else "index" if location == "/admin/" else "done"


def requests(bank):
    """The cell, method and path of each request of the table."""
    for name, cells in LISTS.items():
        for cell, (method, kind) in zip(cells, [("get", "changelist"), ("get", "add"), ("post", "add")], strict=True):
            yield cell, method, page(name, kind)
    for line, (read, change, delete) in ROWS.items():
        name, _, what = line.partition(" ")
        number = bank[name][what]
        history = read.replace("200", "done")
        for cell, method, kind in [(read, "get", "change"), (history, "get", "history"), (change, "post", "change"),
                                   (delete, "get", "delete"), (delete, "post", "delete")]:  # fmt: skip
            yield cell, method, page(name, kind, number)
    for line, cell in EXPORTS.items():
        yield cell, "get", page(*line.split(" "))
    for index, method in enumerate(("get", "post")):  # all confirmation pages before any action
        for line, cells in ACTIONS.items():
            name, action, *what = line.split(" ")
            yield cells[index], method, page(name, action, bank[name][" ".join(what)])


def send(browser, method, path):
    if method == "get":
        return outcome(browser.get(path))
    return outcome(browser.post(path, key=f"key-{next(_keys)}", **FORM))


@pytest.mark.slow
@pytest.mark.parametrize("role", ROLES)
def test_admin_responses_to_each_role_match_the_table(admin_login, request, bank, administrator, role):
    person, wrong = request.getfixturevalue(role), []
    browser = admin_login(person)
    for cell, method, path in requests(bank):
        result = send(browser, method, path)
        if result == "login":  # the manager has just revoked all sessions of the manager
            browser = admin_login(person)
            result = send(browser, method, path)
        expected = cell.split()[ROLES.index(role)]
        wrong += [f"{method} {path}: {result}, not {expected}"] if result != expected else []
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("role", ["anonymous", "member"])
def test_anonymous_users_and_members_are_redirected_to_the_login(admin_browser, request, bank, member, role):
    if role == "member":
        assert admin_browser.log_in(member.email).status_code != 302
    assert {send(admin_browser, method, path) for _, method, path in requests(bank)} == {"login"}


def test_role_table_contains_every_registered_page_and_row(bank):
    registered = {f"{model._meta.app_label}_{model._meta.model_name}" for model in admin.site._registry}
    assert registered == set(LISTS) == {line.split(" ")[0] for line in ROWS}
    assert {f"{name} {kind}".strip() for name, rows in bank.items() for kind in rows} == set(ROWS)


def test_role_table_contains_every_action_for_every_row(bank):
    row_actions, list_actions, other_urls = set(), set(), set()
    for model, model_admin in admin.site._registry.items():
        name = f"{model._meta.app_label}_{model._meta.model_name}"
        for action in model_admin.actions_detail:
            row_actions |= {f"{name} {action} {kind}".strip() for kind in bank[name]}
        list_actions |= {f"{name} {action}" for action in model_admin.actions}
        # All other URLs of the page are Django's.
        names = {url.name.removeprefix(f"{name}_") for url in model_admin.get_urls() if url.name}
        other_urls |= {f"{name} {other}" for other in names - DJANGO_VIEWS - set(model_admin.actions_detail)}
        assert not model_admin.actions_list
        assert not model_admin.actions_row
        assert not model_admin.inlines
    assert (row_actions, list_actions, other_urls) == (set(ACTIONS), LIST_ACTIONS, set(EXPORTS))


def test_every_row_action_is_an_admin_action():
    for model_admin in admin.site._registry.values():
        for action in model_admin.actions_detail:
            assert getattr(model_admin, action).admin_action.name == action
