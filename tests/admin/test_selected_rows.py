"""An action of a list applies only to the rows that were selected on its page."""

import pytest
from django.contrib import admin
from django.db.models import F
from django.urls import reverse

from core.admin.base import ReadOnlyAdmin
from sessions_browser.admin import BrowserSessionAdmin
from sessions_browser.models import BrowserSession
from tests.admin.admin_client import messages
from tests.admin.bank_fixtures import create_rows
from tests.admin.role_table import LISTS
from tests.admin.test_admin_pages import page

SESSIONS = "sessions_browser_browsersession"
REVOKE = {"action": "revoke_selected", "key": "any"}


def session_ids(*people):
    return list(BrowserSession.objects.filter(user__in=people).values_list("pk", flat=True))


def submit_action(browser, query="", **form):
    """Submits the action; returns the page after the redirect."""
    response = browser.post(f"{page(SESSIONS)}{query}", **REVOKE | form)
    assert response.status_code == 302, response.content
    return browser.get(response.headers["Location"])


@pytest.mark.slow
@pytest.mark.parametrize("across", ["1", "on", "true", ["0", "1"], ["1", "0"]])
def test_action_on_rows_of_all_pages_is_rejected(manager_admin_client, signed_in, member, other_member, across):
    browsers = [signed_in(member), signed_in(other_member)]
    for selected in ("999", session_ids(member)):
        response = submit_action(manager_admin_client, select_across=across, _selected_action=selected)
        assert messages(response) == [
            "An action applies to the rows that are selected on one page. Nothing was changed."
        ]
    assert [browser.check().status_code for browser in browsers] == [200, 200]
    assert manager_admin_client.is_signed_in()


def test_confirmation_page_rejects_rows_of_all_pages(manager_admin_client, signed_in, member):
    signed_in(member)
    form = {"action": "revoke_selected", "select_across": "1", "index": "0", "_selected_action": "999"}
    response = manager_admin_client.post(page(SESSIONS), **form)
    assert response.status_code == 302
    assert BrowserSession.objects.filter(user=member).exists()


def test_action_ignores_selected_rows_that_the_filters_exclude(manager_admin_client, signed_in, member, other_member):
    member_client, other_client = signed_in(member), signed_in(other_member)
    query = f"?user__id__exact={member.pk}"
    response = submit_action(manager_admin_client, query, _selected_action=session_ids(member, other_member))
    assert messages(response) == ["1 sessions revoked."]
    assert member_client.check().json()["code"] == "session_ended"
    assert other_client.check().status_code == 200
    response = submit_action(manager_admin_client, query, _selected_action=session_ids(other_member))
    assert messages(response) == ["None of the selected rows is in this list any more. Nothing was changed."]
    assert other_client.check().status_code == 200


@pytest.mark.parametrize("number", ["0", "-1", "abc", "1.5", "9" * 23, "", "\u0663", "1' OR 1=1 --"])
def test_action_on_an_invalid_row_id_changes_nothing(manager_admin_client, signed_in, member, number):
    member_client = signed_in(member)
    assert messages(submit_action(manager_admin_client, _selected_action=number)) == [
        "None of the selected rows is in this list any more. Nothing was changed."
    ]
    assert member_client.check().status_code == 200


@pytest.mark.slow
def test_action_on_more_rows_than_a_page_has_is_rejected(manager_admin_client, manager):
    create_rows(101, manager)
    BrowserSession.objects.exclude(user=manager).update(refresh_jti=F("session_token"))
    numbers = list(BrowserSession.objects.exclude(user=manager).values_list("pk", flat=True))
    response = submit_action(manager_admin_client, _selected_action=numbers[:101])
    assert messages(response) == ["At most 100 rows can be selected. Nothing was changed."]
    assert BrowserSession.objects.exclude(user=manager).count() == 101
    assert messages(submit_action(manager_admin_client, _selected_action=numbers[:100])) == ["100 sessions revoked."]
    assert BrowserSession.objects.exclude(user=manager).count() == 1


@pytest.mark.slow
def test_admin_list_pages_show_at_most_100_rows(manager_admin_client, manager):
    create_rows(101, manager)
    for name in LISTS:
        for query in ("", "?all=", "?p=1"):
            assert len(manager_admin_client.get(f"{page(name)}{query}").context["cl"].result_list) <= 100, name + query


def test_every_admin_list_uses_the_selection_rules():
    for model, model_admin in admin.site._registry.items():
        assert isinstance(model_admin, ReadOnlyAdmin), model
        assert type(model_admin).response_action is ReadOnlyAdmin.response_action, model
        assert type(model_admin).changelist_view is BrowserSessionAdmin.changelist_view, model


@pytest.mark.slow
@pytest.mark.parametrize("name", LISTS)
def test_list_action_receives_only_rows_that_the_list_shows(manager_admin_client, bank, name, monkeypatch):
    """Checks a probe action on every list, also on lists that have no action now."""
    model_admin = next(
        page for model, page in admin.site._registry.items() if model._meta.label_lower.replace(".", "_") == name
    )
    received = []

    @admin.action(description="Probe")
    def probe(_page, _request, rows):
        received.append({row.pk for row in rows})

    monkeypatch.setattr(type(model_admin), "actions", [probe])
    existing_id = next(iter(bank[name].values()))
    path = reverse(f"admin:{name}_changelist")
    manager_admin_client.post(path, action="probe", select_across="1", _selected_action=existing_id)
    manager_admin_client.post(path, action="probe", select_across="1", _selected_action="999999", index="0")
    manager_admin_client.post(path, action="probe", _selected_action="999999")
    assert received == []
    manager_admin_client.post(path, action="probe", select_across="0", _selected_action=existing_id, index="0")
    assert received == [{existing_id}]
