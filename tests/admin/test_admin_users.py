"""People in the admin: invited and changed by the same services as at the API, never deleted."""

import html

import pytest

from audit.models import AuditEvent
from tests.users.mailed_links import confirm_password_reset, get_link
from users.models import User

ADD = "/admin/users/user/add/"
NEWCOMER = {"email": "invited@example.com", "full_name": "Ivy Invited", "phone": "", "role": "member"}


def path(person, kind="change"):
    return f"/admin/users/user/{person.pk}/{kind}/"


def change(browser, person, **changes):
    """Sends the form as it stands on the page, with changes; an empty box is an unticked one."""
    form = {"full_name": person.full_name, "phone": person.phone, "role": person.role, "is_active": "on"} | changes
    return browser.post(path(person), **{name: value for name, value in form.items() if value is not None})


def offered(response):
    """The fields that the page asks for."""
    return list(response.context["adminform"].form.fields)


def check_refused(response, field, sentence):
    """The form, which is shown again with this error."""
    form = response.context["adminform"].form
    assert response.status_code == 200
    assert sentence in " ".join(form.errors[field])
    assert sentence in html.unescape(response.content.decode())
    return form


def audit_rows():
    events = AuditEvent.objects.exclude(event__in=["login_succeeded", "admin_login", "person_read"]).order_by("id")
    return list(events.values_list("event", "user_id", "actor_id"))


def test_an_invitation_mails_a_link_that_works(admin_login, browser, cashier, mailoutbox):
    response = admin_login(cashier).post(ADD, **NEWCOMER)
    person = User.objects.get(email=NEWCOMER["email"])

    assert response.status_code == 302
    assert not person.has_usable_password()
    assert [message.to for message in mailoutbox] == [[NEWCOMER["email"]]]
    assert audit_rows() == [("user_invited", person.pk, cashier.pk)]
    assert confirm_password_reset(browser, get_link(mailoutbox[0])).status_code == 204


@pytest.mark.parametrize(
    ("who", "may", "may_not"),
    [
        ("cashier", ["member"], ["cashier", "manager"]),
        ("manager", ["member", "cashier"], ["manager"]),
        ("administrator", ["member", "cashier", "manager"], []),
    ],
)
def test_who_may_create_whom(admin_login, request, mailoutbox, who, may, may_not):
    browser = admin_login(request.getfixturevalue(who))
    for role in may_not:
        response = browser.post(ADD, **NEWCOMER | {"role": role})
        check_refused(response, "role", f"{role} is not one of the available choices")
    assert not User.objects.filter(email=NEWCOMER["email"]).exists()
    for role in may:
        assert browser.post(ADD, **NEWCOMER | {"role": role, "email": f"{role}-new@example.com"}).status_code == 302
    assert [message.to for message in mailoutbox] == [[f"{role}-new@example.com"] for role in may]


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
def test_what_the_api_refuses_is_shown_as_an_error_in_the_form(admin_login, manager, member, mailoutbox, wrong):
    response = admin_login(manager).post(ADD, **NEWCOMER | wrong)

    assert response.status_code == 200
    assert list(response.context["adminform"].form.errors) == list(wrong)
    assert User.objects.count() == 2
    assert not mailoutbox


@pytest.mark.parametrize("extra", [{"password": "x" * 20}, {"is_superuser": "on"}, {"is_active": ""}])
def test_what_the_form_does_not_ask_for_is_not_taken(admin_login, manager, extra):
    admin_login(manager).post(ADD, **NEWCOMER | extra)
    person = User.objects.get(email=NEWCOMER["email"])
    assert (person.is_superuser, person.is_active, person.has_usable_password()) == (False, True, False)


def test_a_change_goes_through_the_service(admin_login, manager, member):
    assert change(admin_login(manager), member, full_name="Mia Member", phone="112").status_code == 302
    member.refresh_from_db()
    assert (member.full_name, member.phone, member.email) == ("Mia Member", "112", "member@example.com")
    assert audit_rows() == [("user_changed", member.pk, manager.pk)]


def test_a_phone_that_the_api_refuses_is_refused_here(admin_login, manager, member):
    assert change(admin_login(manager), member, phone="call me").status_code == 200
    member.refresh_from_db()
    assert member.phone == ""


def test_role_change_ends_all_sessions_of_the_person(admin_login, signed_in, manager, cashier, member):
    theirs = signed_in(cashier)
    assert theirs.get(f"/api/users/{member.pk}/").status_code == 200
    assert change(admin_login(manager), cashier, role="member").status_code == 302
    assert theirs.get(f"/api/users/{member.pk}/").json()["code"] == "session_ended"
    ids = (cashier.pk, manager.pk)
    assert audit_rows() == [("role_changed", *ids), ("session_revoked", *ids)]


def test_deactivation_ends_all_sessions_and_reactivation_revives_none(admin_login, signed_in, manager, member):
    theirs, inside = signed_in(member), admin_login(manager)
    assert change(inside, member, is_active=None).status_code == 302
    assert theirs.check().json()["code"] == "session_ended"
    assert change(inside, member).status_code == 302
    assert theirs.check().json()["code"] == "session_ended"
    ids = (member.pk, manager.pk)
    assert audit_rows() == [("user_deactivated", *ids), ("session_revoked", *ids), ("user_reactivated", *ids)]


@pytest.mark.parametrize("changes", [{"role": "member"}, {"is_active": None}, {"full_name": "Mallory"}])
def test_managers_are_changed_by_the_administrator_only(admin_login, manager, administrator, changes):
    browser = admin_login(manager)
    for person in (manager, administrator):
        assert browser.get(path(person)).context["has_change_permission"] is False
        assert change(browser, person, **changes).status_code == 403
    assert audit_rows() == [("access_denied", manager.pk, manager.pk)] * 2
    assert change(admin_login(administrator), manager, **changes).status_code == 302


def test_only_the_administrator_makes_somebody_a_manager(admin_login, manager, administrator, cashier):
    response = change(admin_login(manager), cashier, role="manager")
    check_refused(response, "role", "manager is not one of the available choices")
    assert User.objects.get(pk=cashier.pk).role == "cashier"
    assert change(admin_login(administrator), cashier, role="manager").status_code == 302


@pytest.mark.parametrize("changes", [{"role": "member"}, {"is_active": None}])
def test_the_administrator_neither_changes_their_own_role_nor_deactivates_themselves(
    admin_login, administrator, changes
):
    """The page shows both and asks for neither."""
    browser = admin_login(administrator)
    assert offered(browser.get(path(administrator))) == ["full_name", "phone"]
    assert change(browser, administrator, **changes).status_code == 302
    administrator.refresh_from_db()
    assert audit_rows() == []
    assert (administrator.role, administrator.is_active) == ("manager", True)


def test_a_cashier_changes_nobody(admin_login, cashier, member):
    assert change(admin_login(cashier), member, full_name="Mallory").status_code == 403


@pytest.mark.parametrize("who", ["cashier", "manager", "administrator"])
def test_nobody_is_deleted(admin_login, request, member, who):
    browser = admin_login(request.getfixturevalue(who))
    assert browser.get(path(member, "delete")).status_code == 403
    assert browser.post(path(member, "delete"), post="yes").status_code == 403
    browser.post("/admin/users/user/", action="delete_selected", _selected_action=member.pk, post="yes")
    assert User.objects.filter(pk=member.pk).exists()
