"""An action of a list acts on the rows that were selected on its page, and on no others."""

import pytest
from django.contrib import admin
from django.db.models import F
from django.urls import reverse

from core.admin.base import ReadOnlyAdmin
from sessions_browser.admin import BrowserSessionAdmin
from sessions_browser.models import BrowserSession
from tests.admin.admin_client import messages
from tests.admin.bank_fixtures import fill
from tests.admin.role_table import LISTS
from tests.admin.test_admin_pages import page

SESSIONS = "sessions_browser_browsersession"
REVOKE = {"action": "revoke_selected", "key": "any"}


def sessions_of(*people):
    return list(BrowserSession.objects.filter(user__in=people).values_list("pk", flat=True))


def send(browser, query="", **form):
    """The order to revoke; the page that follows."""
    response = browser.post(f"{page(SESSIONS)}{query}", **REVOKE | form)
    assert response.status_code == 302, response.content
    return browser.get(response.headers["Location"])


@pytest.mark.parametrize("across", ["1", "on", "true", ["0", "1"], ["1", "0"]])
def test_order_for_rows_of_all_pages_is_refused(manager_admin_client, signed_in, member, other_member, across):
    browsers = [signed_in(member), signed_in(other_member)]
    for selected in ("999", sessions_of(member)):
        response = send(manager_admin_client, select_across=across, _selected_action=selected)
        assert messages(response) == [
            "An action applies to the rows that are selected on one page. Nothing was changed."
        ]
    assert [browser.check().status_code for browser in browsers] == [200, 200]
    assert manager_admin_client.is_signed_in()


def test_page_that_asks_once_more_refuses_rows_of_all_pages_too(manager_admin_client, signed_in, member):
    signed_in(member)
    form = {"action": "revoke_selected", "select_across": "1", "index": "0", "_selected_action": "999"}
    response = manager_admin_client.post(page(SESSIONS), **form)
    assert response.status_code == 302
    assert BrowserSession.objects.filter(user=member).exists()


def test_row_that_the_filters_do_not_show_is_left_alone(manager_admin_client, signed_in, member, other_member):
    theirs, other = signed_in(member), signed_in(other_member)
    query = f"?user__id__exact={member.pk}"
    response = send(manager_admin_client, query, _selected_action=sessions_of(member, other_member))
    assert messages(response) == ["1 sessions revoked."]
    assert theirs.check().json()["code"] == "session_ended"
    assert other.check().status_code == 200
    response = send(manager_admin_client, query, _selected_action=sessions_of(other_member))
    assert messages(response) == ["None of the selected rows is in this list any more. Nothing was changed."]
    assert other.check().status_code == 200


@pytest.mark.parametrize("number", ["0", "-1", "abc", "1.5", "9" * 23, "", "\u0663", "1' OR 1=1 --"])
def test_what_is_not_the_number_of_a_row_changes_nothing(manager_admin_client, signed_in, member, number):
    theirs = signed_in(member)
    assert messages(send(manager_admin_client, _selected_action=number)) == [
        "None of the selected rows is in this list any more. Nothing was changed."
    ]
    assert theirs.check().status_code == 200


def test_more_rows_than_a_page_has_are_refused(manager_admin_client, manager):
    fill(101, manager)
    BrowserSession.objects.exclude(user=manager).update(refresh_jti=F("session_token"))
    numbers = list(BrowserSession.objects.exclude(user=manager).values_list("pk", flat=True))
    response = send(manager_admin_client, _selected_action=numbers[:101])
    assert messages(response) == ["At most 100 rows can be selected. Nothing was changed."]
    assert BrowserSession.objects.exclude(user=manager).count() == 101
    assert messages(send(manager_admin_client, _selected_action=numbers[:100])) == ["100 sessions revoked."]
    assert BrowserSession.objects.exclude(user=manager).count() == 1


@pytest.mark.slow
def test_no_page_of_a_list_shows_more_rows_than_can_be_selected(manager_admin_client, manager):
    fill(101, manager)
    for name in LISTS:
        for query in ("", "?all=", "?p=1"):
            assert len(manager_admin_client.get(f"{page(name)}{query}").context["cl"].result_list) <= 100, name + query


def test_every_list_has_these_rules():
    for model, shown in admin.site._registry.items():
        assert isinstance(shown, ReadOnlyAdmin), model
        assert type(shown).response_action is ReadOnlyAdmin.response_action, model
        assert type(shown).changelist_view is BrowserSessionAdmin.changelist_view, model


@pytest.mark.parametrize("name", LISTS)
def test_action_of_any_list_gets_only_rows_that_the_list_shows(manager_admin_client, bank, name, monkeypatch):
    """An action that any page might have one day."""
    shown = next(
        page for model, page in admin.site._registry.items() if model._meta.label_lower.replace(".", "_") == name
    )
    got = []

    @admin.action(description="Probe")
    def probe(_page, _request, rows):
        got.append({row.pk for row in rows})

    monkeypatch.setattr(type(shown), "actions", [probe])
    existing = next(iter(bank[name].values()))
    path = reverse(f"admin:{name}_changelist")
    manager_admin_client.post(path, action="probe", select_across="1", _selected_action=existing)
    manager_admin_client.post(path, action="probe", select_across="1", _selected_action="999999", index="0")
    manager_admin_client.post(path, action="probe", _selected_action="999999")
    assert got == []
    manager_admin_client.post(path, action="probe", select_across="0", _selected_action=existing, index="0")
    assert got == [{existing}]
