"""Text in the admin's forms is normalized and validated as in the API."""

import unicodedata

import pytest

from accounts.models import Account
from audit.models import AuditEvent
from tests.admin.admin_client import confirm_action
from tests.admin.person_forms import ADD, INVITATION, submit_change
from users.models import User

STORED_NAME = "Nora 🏦 & " + "n" * 100


def test_name_in_an_admin_form_is_normalized_before_its_length_is_checked(manager_admin_client, mailoutbox):
    assert manager_admin_client.post(ADD, **INVITATION | {"full_name": "Zoe\u0308\u00a0Invited"}).status_code == 302
    assert User.objects.get(email=INVITATION["email"]).full_name == "Zoë Invited"
    other = INVITATION | {"email": "other@example.com"}
    assert manager_admin_client.post(ADD, **other | {"full_name": "e\u0301" * 71}).status_code == 200
    assert (
        manager_admin_client.post(ADD, **other | {"full_name": unicodedata.normalize("NFD", "\u1f82" * 70)}).status_code
        == 302
    )
    assert User.objects.get(email="other@example.com").full_name == "\u1f82" * 70


@pytest.mark.parametrize("name", ["Nora 🏦", "n" * 71, "www.example.com", "a\u202eb", "\u200d"], ids=ascii)
def test_invalid_name_in_an_admin_form_is_a_field_error(manager_admin_client, name):
    response = manager_admin_client.post(ADD, **INVITATION | {"full_name": name})
    assert response.status_code == 200
    assert list(response.context["adminform"].form.errors) == ["full_name"]


def test_invalid_stored_name_is_kept_when_the_form_changes_another_field(manager_admin_client, member):
    User.objects.filter(pk=member.pk).update(full_name=STORED_NAME)
    member.refresh_from_db()

    assert submit_change(manager_admin_client, member, phone="112").status_code == 302
    member.refresh_from_db()
    assert (member.full_name, member.phone) == (STORED_NAME, "112")
    assert submit_change(manager_admin_client, member, full_name=STORED_NAME + "!").status_code == 200
    assert submit_change(manager_admin_client, member, full_name="Nora").status_code == 302


def test_reason_of_an_admin_action_is_normalized_and_validated_as_in_the_api(manager_admin_client, account):
    row = Account.objects.get(number=account)
    for invalid in ("a\u202eb", "a\tb", "e\u0301" * 201):
        assert (
            confirm_action(manager_admin_client, "accounts_account", "freeze", row.pk, reason=invalid)
            .context["form"]
            .errors
        )
    confirm_action(manager_admin_client, "accounts_account", "freeze", row.pk, reason="Cafe\u0301 " + "e\u0301" * 195)
    assert AuditEvent.objects.get(event="account_frozen").details["reason"] == "Café " + "é" * 195
