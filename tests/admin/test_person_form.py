"""The form of a user in the admin: it offers permitted fields and roles, and shows errors of the service."""

import pytest
from django.core.exceptions import NON_FIELD_ERRORS

from core.authorization.roles import Role
from core.exceptions import ApplicationError, Conflict, NotFound, PermissionDenied
from tests.admin.person_forms import ADD, assert_form_error, audit_rows, form_fields, path, submit_change
from users.models import User


@pytest.mark.parametrize(
    ("actor", "roles"),
    [
        ("cashier", ["member"]),
        ("manager", ["member", "cashier"]),
        ("administrator", ["member", "cashier", "manager"]),
    ],
)
def test_user_form_offers_only_roles_that_the_person_may_assign(admin_login, request, member, actor, roles):
    browser = admin_login(request.getfixturevalue(actor))
    for url in [ADD] if actor == "cashier" else [ADD, path(member)]:
        response = browser.get(url)
        assert [value for value, _ in response.context["adminform"].form.fields["role"].choices] == roles
        assert [role for role in Role.values if f'<option value="{role}"' in response.content.decode()] == roles


def test_user_form_has_only_fields_that_may_be_changed(admin_login, cashier, manager, administrator, member):
    cashier_admin, manager_admin, administrator_admin = (
        admin_login(cashier),
        admin_login(manager),
        admin_login(administrator),
    )
    assert (
        form_fields(cashier_admin.get(ADD))
        == form_fields(manager_admin.get(ADD))
        == ["email", "full_name", "phone", "role"]
    )
    assert form_fields(cashier_admin.get(path(member))) == form_fields(manager_admin.get(path(manager))) == []
    assert form_fields(manager_admin.get(path(cashier))) == ["full_name", "phone", "role"]
    assert form_fields(administrator_admin.get(path(manager))) == ["full_name", "phone", "role"]


INPUT = {"email": " Nora.New@Example.com", "full_name": "Nora  Newcomer", "phone": "(555) 123-4567", "role": "cashier"}


@pytest.mark.parametrize("error", [PermissionDenied(), Conflict(), ApplicationError("Because of a rule.")], ids=repr)
def test_service_error_of_an_invitation_is_shown_on_the_form_with_the_input(admin_login, manager, monkeypatch, error):
    def raise_error(**_):
        raise error

    monkeypatch.setattr("users.admin.invite", raise_error)
    form = assert_form_error(admin_login(manager).post(ADD, **INPUT), NON_FIELD_ERRORS, str(error))
    assert {name: form[name].value() for name in INPUT} == INPUT
    assert audit_rows() == []


def test_email_registered_during_the_request_is_a_field_error(admin_login, manager, monkeypatch, mailoutbox):
    browser = admin_login(manager)
    User.objects.create_user("nora.new@example.com", role="member")
    monkeypatch.setattr("users.admin_forms.user_by_email", lambda _: None)
    monkeypatch.setattr(User, "validate_unique", lambda *_, **__: None)
    monkeypatch.setattr(User, "validate_constraints", lambda *_, **__: None)
    form = assert_form_error(browser.post(ADD, **INPUT), "email", "This e-mail address is already registered.")
    assert {name: form[name].value() for name in INPUT} == INPUT
    assert audit_rows() == []
    assert not mailoutbox


@pytest.mark.parametrize("error", [PermissionDenied(), NotFound(), ApplicationError("The last one stays.")], ids=repr)
def test_service_error_of_a_user_change_is_shown_on_the_form(admin_login, manager, cashier, monkeypatch, error):
    def raise_error(**_):
        raise error

    monkeypatch.setattr("users.admin.change_person", raise_error)
    response = submit_change(admin_login(manager), cashier, role="member", full_name="Carla Other")
    form = assert_form_error(response, NON_FIELD_ERRORS, str(error))
    assert (form["full_name"].value(), form["role"].value()) == ("Carla Other", "member")
    cashier.refresh_from_db()
    assert (cashier.full_name, cashier.role) == ("Carla Cashier", "cashier")


def test_service_rejects_a_role_that_the_form_does_not_offer(admin_login, manager, monkeypatch):
    monkeypatch.setattr("users.admin_forms.can_assign_role", lambda *_: True)
    response = admin_login(manager).post(ADD, **INPUT | {"role": "manager"})
    assert_form_error(response, NON_FIELD_ERRORS, "You do not have permission to do this.")
    assert User.objects.count() == 1


def test_changing_a_person_promoted_to_manager_returns_403(admin_login, manager, cashier):
    browser = admin_login(manager)
    assert browser.get(path(cashier)).status_code == 200
    User.objects.filter(pk=cashier.pk).update(role="manager")
    assert submit_change(browser, cashier, full_name="Carla Other").status_code == 403
