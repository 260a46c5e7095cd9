"""Text in the admin's forms: normalized and judged as in the API."""

import unicodedata

import pytest

from accounts.models import Account
from audit.models import AuditEvent
from tests.admin.admin_client import confirm_action
from users.models import User

ADD = "/admin/users/user/add/"
NEWCOMER = {"email": "invited@example.com", "full_name": "Ivy Invited", "phone": "", "role": "member"}
OLD = "Nora 🏦 & " + "n" * 100


def change(browser, person, **changes):
    form = {"full_name": person.full_name, "phone": "", "role": person.role, "is_active": "on"} | changes
    return browser.post(f"/admin/users/user/{person.pk}/change/", **form)


def test_name_in_a_form_is_normalized_and_its_bound_counts_that(manager_admin_client, mailoutbox):
    assert manager_admin_client.post(ADD, **NEWCOMER | {"full_name": "Zoe\u0308\u00a0Invited"}).status_code == 302
    assert User.objects.get(email=NEWCOMER["email"]).full_name == "Zoë Invited"
    other = NEWCOMER | {"email": "other@example.com"}
    assert manager_admin_client.post(ADD, **other | {"full_name": "e\u0301" * 71}).status_code == 200
    assert (
        manager_admin_client.post(ADD, **other | {"full_name": unicodedata.normalize("NFD", "\u1f82" * 70)}).status_code
        == 302
    )
    assert User.objects.get(email="other@example.com").full_name == "\u1f82" * 70


@pytest.mark.parametrize("name", ["Nora 🏦", "n" * 71, "www.example.com", "a\u202eb", "\u200d"], ids=ascii)
def test_name_that_the_api_refuses_is_refused_beside_its_field(manager_admin_client, name):
    response = manager_admin_client.post(ADD, **NEWCOMER | {"full_name": name})
    assert response.status_code == 200
    assert list(response.context["adminform"].form.errors) == ["full_name"]


def test_name_stored_before_the_rule_stays_when_the_form_changes_something_else(manager_admin_client, member):
    User.objects.filter(pk=member.pk).update(full_name=OLD)
    member.refresh_from_db()

    assert change(manager_admin_client, member, phone="112").status_code == 302
    member.refresh_from_db()
    assert (member.full_name, member.phone) == (OLD, "112")
    assert change(manager_admin_client, member, full_name=OLD + "!").status_code == 200
    assert change(manager_admin_client, member, full_name="Nora").status_code == 302


def test_reason_of_an_action_is_normalized_and_judged_as_in_the_api(manager_admin_client, account):
    row = Account.objects.get(number=account)
    for refused in ("a\u202eb", "a\tb", "e\u0301" * 201):
        assert (
            confirm_action(manager_admin_client, "accounts_account", "freeze", row.pk, reason=refused)
            .context["form"]
            .errors
        )
    confirm_action(manager_admin_client, "accounts_account", "freeze", row.pk, reason="Cafe\u0301 " + "e\u0301" * 195)
    assert AuditEvent.objects.get(event="account_frozen").details["reason"] == "Café " + "é" * 195
