"""The table of roles, pages and actions holds, and no page and no action is missing from it."""

import itertools

import pytest
from django.contrib import admin

from tests.admin.role_table import ACTIONS, LIST_ACTIONS, LISTS, ROLES, ROWS
from tests.admin.test_admin_pages import page

WORDS = {"reason": "as asked", "note": "as asked"}
DJANGOS = {"changelist", "add", "change", "history", "delete"}
_keys = itertools.count()


def outcome(response):
    """The table's word for an answer."""
    if response.status_code != 302:
        return str(response.status_code)
    where = response.headers["Location"]
    return "login" if where.startswith("/admin/login/") else "index" if where == "/admin/" else "done"


def requests(bank):
    """Each request that the table has a cell for: its cell, the method, the path."""
    for name, cells in LISTS.items():
        for cell, (method, kind) in zip(cells, [("get", "changelist"), ("get", "add"), ("post", "add")], strict=True):
            yield cell, method, page(name, kind)
    for line, (read, change, delete) in ROWS.items():
        name, _, what = line.partition(" ")
        number = bank[name][what]
        for cell, method, kind in [(read, "get", "change"), (read, "get", "history"), (change, "post", "change"),
                                   (delete, "get", "delete"), (delete, "post", "delete")]:  # fmt: skip
            yield cell, method, page(name, kind, number)
    for index, method in enumerate(("get", "post")):  # asked for all before any is done
        for line, cells in ACTIONS.items():
            name, action, *what = line.split(" ")
            yield cells[index], method, page(name, action, bank[name][" ".join(what)])


def asked(browser, method, path):
    if method == "get":
        return outcome(browser.get(path))
    return outcome(browser.post(path, key=f"key-{next(_keys)}", **WORDS))


@pytest.mark.slow
@pytest.mark.parametrize("who", ROLES)
def test_each_role_gets_what_the_table_says(admin_login, request, bank, administrator, who):
    person, wrong = request.getfixturevalue(who), []
    browser = admin_login(person)
    for cell, method, path in requests(bank):
        got = asked(browser, method, path)
        if got == "login":  # the manager has just revoked all sessions of the manager
            browser = admin_login(person)
            got = asked(browser, method, path)
        expected = cell.split()[ROLES.index(who)]
        wrong += [f"{method} {path}: {got}, not {expected}"] if got != expected else []
    assert not wrong


@pytest.mark.parametrize("who", ["anonymous", "member"])
def test_nobody_else_gets_further_than_the_sign_in(admin_browser, request, bank, member, who):
    if who == "member":
        assert admin_browser.log_in(member.email).status_code != 302
    assert {asked(admin_browser, method, path) for _, method, path in requests(bank)} == {"login"}


def test_every_registered_page_and_row_is_in_the_table(bank):
    registered = {f"{model._meta.app_label}_{model._meta.model_name}" for model in admin.site._registry}
    assert registered == set(LISTS) == {line.split(" ")[0] for line in ROWS}
    assert {f"{name} {what}".strip() for name, rows in bank.items() for what in rows} == set(ROWS)


def test_every_action_is_in_the_table_for_every_row(bank):
    in_table, of_lists, addresses = set(), set(), set()
    for model, model_admin in admin.site._registry.items():
        name = f"{model._meta.app_label}_{model._meta.model_name}"
        for action in model_admin.actions_detail:
            in_table |= {f"{name} {action} {what}".strip() for what in bank[name]}
        of_lists |= {f"{name} {action}" for action in model_admin.actions}
        # Whatever else answers under the page is Django's own.
        own = {url.name.removeprefix(f"{name}_") for url in model_admin.get_urls() if url.name}
        addresses |= own - DJANGOS - set(model_admin.actions_detail)
        assert not model_admin.actions_list
        assert not model_admin.actions_row
        assert not model_admin.inlines
    assert (in_table, of_lists, addresses) == (set(ACTIONS), LIST_ACTIONS, set())


def test_every_action_is_made_by_the_one_mechanism():
    for model_admin in admin.site._registry.values():
        for action in model_admin.actions_detail:
            assert getattr(model_admin, action).admin_action.name == action
