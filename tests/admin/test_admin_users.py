"""Users in the admin are invited and changed by the API's services, and never deleted."""

import pytest

from tests.admin.admin_client import confirm_action, messages
from tests.admin.person_forms import ADD, INVITATION, assert_form_error, audit_rows, form_fields, path, submit_change
from tests.users.mailed_links import confirm_password_reset, get_link
from users.models import User


def test_invitation_from_the_admin_mails_a_working_link(admin_login, browser, cashier, mailoutbox):
    cashier_admin = admin_login(cashier)
    response = cashier_admin.post(ADD, **INVITATION)
    person = User.objects.get(email=INVITATION["email"])

    assert response.status_code == 302
    shown = messages(cashier_admin.get(response.headers["Location"]))
    assert shown == [
        "Ivy Invited was added. An invitation with a link to choose a password is mailed to invited@example.com."
    ]
    assert not person.has_usable_password()
    assert [message.to for message in mailoutbox] == [[INVITATION["email"]]]
    assert audit_rows() == [("user_invited", person.pk, cashier.pk)]
    assert confirm_password_reset(browser, get_link(mailoutbox[0])).status_code == 204


@pytest.mark.parametrize(
    ("actor", "allowed", "forbidden"),
    [
        ("cashier", ["member"], ["cashier", "manager"]),
        ("manager", ["member", "cashier"], ["manager"]),
        ("administrator", ["member", "cashier", "manager"], []),
    ],
)
def test_each_role_can_invite_only_users_of_the_roles_it_may_assign(
    admin_login, request, mailoutbox, actor, allowed, forbidden
):
    browser = admin_login(request.getfixturevalue(actor))
    for role in forbidden:
        response = browser.post(ADD, **INVITATION | {"role": role})
        assert_form_error(response, "role", f"{role} is not one of the available choices")
    assert not User.objects.filter(email=INVITATION["email"]).exists()
    for role in allowed:
        assert browser.post(ADD, **INVITATION | {"role": role, "email": f"{role}-new@example.com"}).status_code == 302
    assert [message.to for message in mailoutbox] == [[f"{role}-new@example.com"] for role in allowed]


@pytest.mark.parametrize(
    "wrong",
    [
        {"email": "member@example.com"},
        {"email": "MEMBER@EXAMPLE.COM"},
        {"email": "no address"},
        {"full_name": ""},
        {"full_name": "two\nlines"},
        {"phone": "call me"},
        {"role": "boss"},
    ],
    ids=str,
)
def test_invalid_invitation_shows_a_field_error(admin_login, manager, member, mailoutbox, wrong):
    response = admin_login(manager).post(ADD, **INVITATION | wrong)

    assert response.status_code == 200
    assert list(response.context["adminform"].form.errors) == list(wrong)
    assert User.objects.count() == 2
    assert not mailoutbox


@pytest.mark.parametrize("extra", [{"password": "x" * 20}, {"is_superuser": "on"}, {"is_active": ""}])
def test_fields_that_are_not_in_the_invitation_form_are_ignored(admin_login, manager, extra):
    admin_login(manager).post(ADD, **INVITATION | extra)
    person = User.objects.get(email=INVITATION["email"])
    assert (person.is_superuser, person.is_active, person.has_usable_password()) == (False, True, False)


def test_user_change_in_the_admin_is_saved_and_audited(admin_login, manager, member):
    assert submit_change(admin_login(manager), member, full_name="Mia Member", phone="112").status_code == 302
    member.refresh_from_db()
    assert (member.full_name, member.phone, member.email) == ("Mia Member", "112", "member@example.com")
    assert audit_rows() == [("user_changed", member.pk, manager.pk)]


def test_invalid_phone_in_the_admin_is_rejected(admin_login, manager, member):
    assert submit_change(admin_login(manager), member, phone="call me").status_code == 200
    member.refresh_from_db()
    assert member.phone == ""


def test_role_change_in_the_admin_ends_all_sessions_of_the_person(admin_login, signed_in, manager, cashier, member):
    cashier_client = signed_in(cashier)
    assert cashier_client.get(f"/api/users/{member.pk}/").status_code == 200
    assert submit_change(admin_login(manager), cashier, role="member").status_code == 302
    assert cashier_client.get(f"/api/users/{member.pk}/").json()["code"] == "session_ended"
    ids = (cashier.pk, manager.pk)
    assert audit_rows() == [("role_changed", *ids), ("session_revoked", *ids)]


def test_form_of_a_person_neither_deactivates_nor_activates(admin_login, manager, member):
    browser = admin_login(manager)
    assert 'name="is_active"' not in browser.get(path(member)).content.decode()
    for before in (True, False):
        User.objects.filter(pk=member.pk).update(is_active=before)
        for sent in (None, "on"):
            assert submit_change(browser, member, is_active=sent).status_code == 302
            assert User.objects.get(pk=member.pk).is_active is before
    assert audit_rows() == []


def test_deactivation_ends_all_sessions_and_activation_restores_none(admin_login, signed_in, manager, member):
    member_client, manager_admin = signed_in(member), admin_login(manager)
    confirm_action(manager_admin, "users_user", "deactivate", member.pk)
    assert member_client.check().json()["code"] == "session_ended"
    response = confirm_action(manager_admin, "users_user", "activate", member.pk)
    assert messages(response) == [f"{member.email} is active again."]
    assert User.objects.get(pk=member.pk).is_active
    assert member_client.check().json()["code"] == "session_ended"
    ids = (member.pk, manager.pk)
    assert audit_rows() == [("user_deactivated", *ids), ("session_revoked", *ids), ("user_reactivated", *ids)]


@pytest.mark.parametrize("changes", [{"role": "member"}, {"phone": "112"}, {"full_name": "Mallory"}])
def test_only_the_administrator_can_change_managers(admin_login, manager, administrator, changes):
    browser = admin_login(manager)
    for person in (manager, administrator):
        assert browser.get(path(person)).context["has_change_permission"] is False
        assert submit_change(browser, person, **changes).status_code == 403
    assert audit_rows() == [("access_denied", manager.pk, manager.pk)] * 2
    assert submit_change(admin_login(administrator), manager, **changes).status_code == 302


def test_only_the_administrator_can_assign_the_manager_role(admin_login, manager, administrator, cashier):
    response = submit_change(admin_login(manager), cashier, role="manager")
    assert_form_error(response, "role", "manager is not one of the available choices")
    assert User.objects.get(pk=cashier.pk).role == "cashier"
    assert submit_change(admin_login(administrator), cashier, role="manager").status_code == 302


@pytest.mark.parametrize("changes", [{"role": "member"}, {"is_active": None}])
def test_administrator_cannot_change_their_own_role_or_status(admin_login, administrator, changes):
    """The page shows the role as read-only and has no field for the status."""
    browser = admin_login(administrator)
    assert form_fields(browser.get(path(administrator))) == ["full_name", "phone"]
    assert submit_change(browser, administrator, **changes).status_code == 302
    administrator.refresh_from_db()
    assert audit_rows() == []
    assert (administrator.role, administrator.is_active) == ("manager", True)


def test_cashier_cannot_change_users_in_the_admin(admin_login, cashier, member):
    assert submit_change(admin_login(cashier), member, full_name="Mallory").status_code == 403


@pytest.mark.parametrize("actor", ["cashier", "manager", "administrator"])
def test_users_cannot_be_deleted_in_the_admin(admin_login, request, member, actor):
    browser = admin_login(request.getfixturevalue(actor))
    assert browser.get(path(member, "delete")).status_code == 403
    assert browser.post(path(member, "delete"), post="yes").status_code == 403
    browser.post("/admin/users/user/", action="delete_selected", _selected_action=member.pk, post="yes")
    assert User.objects.filter(pk=member.pk).exists()
