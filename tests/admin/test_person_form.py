"""The form of a person in the admin: it offers what one may do, and says what the service refuses."""

import pytest
from django.core.exceptions import NON_FIELD_ERRORS

from core.authorization.roles import Role
from core.exceptions import ApplicationError, Conflict, NotFound, PermissionDenied
from tests.admin.test_admin_users import ADD, audit_rows, change, check_refused, offered, path
from users.models import User


@pytest.mark.parametrize(
    ("who", "roles"),
    [
        ("cashier", ["member"]),
        ("manager", ["member", "cashier"]),
        ("administrator", ["member", "cashier", "manager"]),
    ],
)
def test_only_roles_that_one_may_give_are_offered(admin_login, request, member, who, roles):
    browser = admin_login(request.getfixturevalue(who))
    for shown in [ADD] if who == "cashier" else [ADD, path(member)]:
        response = browser.get(shown)
        assert [value for value, _ in response.context["adminform"].form.fields["role"].choices] == roles
        assert [role for role in Role.values if f'<option value="{role}"' in response.content.decode()] == roles


def test_fields_that_may_not_be_changed_are_not_asked_for(admin_login, cashier, manager, administrator, member):
    desk, office, chief = admin_login(cashier), admin_login(manager), admin_login(administrator)
    assert offered(desk.get(ADD)) == offered(office.get(ADD)) == ["email", "full_name", "phone", "role"]
    assert offered(desk.get(path(member))) == offered(office.get(path(manager))) == []
    assert offered(office.get(path(cashier))) == ["full_name", "phone", "role", "is_active"]
    assert offered(chief.get(path(manager))) == ["full_name", "phone", "role", "is_active"]


TYPED = {"email": " Nora.New@Example.com", "full_name": "Nora  Newcomer", "phone": "(555) 123-4567", "role": "cashier"}


@pytest.mark.parametrize("error", [PermissionDenied(), Conflict(), ApplicationError("Because of a rule.")], ids=repr)
def test_what_the_service_refuses_stands_on_the_form_with_what_was_typed(admin_login, manager, monkeypatch, error):
    def refuse(**_):
        raise error

    monkeypatch.setattr("users.admin.invite", refuse)
    form = check_refused(admin_login(manager).post(ADD, **TYPED), NON_FIELD_ERRORS, str(error))
    assert {name: form[name].value() for name in TYPED} == TYPED
    assert audit_rows() == []


def test_address_that_is_taken_while_the_form_is_sent_is_an_error_of_its_field(
    admin_login, manager, monkeypatch, mailoutbox
):
    browser = admin_login(manager)
    User.objects.create_user("nora.new@example.com", role="member")
    monkeypatch.setattr("users.admin_forms.user_by_email", lambda _: None)
    monkeypatch.setattr(User, "validate_unique", lambda *_, **__: None)
    monkeypatch.setattr(User, "validate_constraints", lambda *_, **__: None)
    form = check_refused(browser.post(ADD, **TYPED), "email", "This e-mail address is already registered.")
    assert {name: form[name].value() for name in TYPED} == TYPED
    assert audit_rows() == []
    assert not mailoutbox


@pytest.mark.parametrize("error", [PermissionDenied(), NotFound(), ApplicationError("The last one stays.")], ids=repr)
def test_change_that_the_service_refuses_stands_on_the_form(admin_login, manager, cashier, monkeypatch, error):
    def refuse(**_):
        raise error

    monkeypatch.setattr("users.admin.change_person", refuse)
    response = change(admin_login(manager), cashier, role="member", full_name="Carla Other")
    form = check_refused(response, NON_FIELD_ERRORS, str(error))
    assert (form["full_name"].value(), form["role"].value()) == ("Carla Other", "member")
    cashier.refresh_from_db()
    assert (cashier.full_name, cashier.role) == ("Carla Cashier", "cashier")


def test_role_that_the_page_does_not_offer_is_refused_by_the_service_too(admin_login, manager, monkeypatch):
    monkeypatch.setattr("users.admin_forms.can_assign_role", lambda *_: True)
    response = admin_login(manager).post(ADD, **TYPED | {"role": "manager"})
    check_refused(response, NON_FIELD_ERRORS, "You do not have permission to do this.")
    assert User.objects.count() == 1


def test_page_of_somebody_who_was_promoted_meanwhile_is_403(admin_login, manager, cashier):
    browser = admin_login(manager)
    assert browser.get(path(cashier)).status_code == 200
    User.objects.filter(pk=cashier.pk).update(role="manager")
    assert change(browser, cashier, full_name="Carla Other").status_code == 403
