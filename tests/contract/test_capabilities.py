"""Capabilities alone decide who may call what: an unknown role has none, and the superuser flag adds none to a role.

Tested in the authorization layer with unsaved users, because the database rejects such rows; then over HTTP with the
database's CHECKs turned off.
"""

import re
from types import SimpleNamespace

import pytest
from django.contrib import admin
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction
from django.http import HttpRequest

from core.authorization.capabilities import ADMINISTRATOR, CAPABILITIES, Capability, capabilities_of
from core.authorization.roles import Role
from core.exceptions import PermissionDenied
from tests.admin.admin_client import AdminBrowser
from tests.admin.role_table import LISTS
from tests.admin.test_admin_pages import page
from tests.contract.access_table import ROWS
from tests.contract.confirmation_values import ABSENT
from tests.contract.routes import api_views, permissions_of
from tests.hashers import PASSWORD
from users.models import User

RULES = [(method, path, rule) for path, view in api_views().items() for method, rule in permissions_of(view).items()]
PRIVATE = [(method, path, rule) for method, path, rule in RULES if not rule.public]
UNKNOWN = ["auditor", "", "Manager", "superuser"]


def unsaved(role, **fields):
    return User(pk=1, email="somebody@bank.com", full_name="Somebody", role=role, **fields)


def is_allowed(rule, user):
    try:
        return rule.has_permission(SimpleNamespace(user=user), None)
    except PermissionDenied:
        return False


@pytest.mark.parametrize("is_superuser", [False, True])
@pytest.mark.parametrize("role", UNKNOWN)
def test_unknown_role_may_call_no_route(role, is_superuser):
    user = unsaved(role, is_superuser=is_superuser)
    assert [(method, path) for method, path, rule in PRIVATE if is_allowed(rule, user)] == []
    assert capabilities_of(user) == frozenset()


@pytest.mark.parametrize("role", [Role.MEMBER, Role.CASHIER])
def test_superuser_flag_gives_members_and_cashiers_no_capability(role):
    with_flag, without = unsaved(role, is_superuser=True), unsaved(role)
    assert capabilities_of(with_flag) == capabilities_of(without) == CAPABILITIES[role]
    assert [is_allowed(rule, with_flag) for *_, rule in RULES] == [is_allowed(rule, without) for *_, rule in RULES]
    assert with_flag.is_staff is without.is_staff is (role == Role.CASHIER)


def test_administrator_has_the_capabilities_of_a_manager_and_of_an_administrator():
    administrator, manager = unsaved(Role.MANAGER, is_superuser=True), unsaved(Role.MANAGER)
    assert capabilities_of(administrator) - capabilities_of(manager) == ADMINISTRATOR


def test_inactive_and_anonymous_users_have_no_capability():
    assert capabilities_of(unsaved(Role.MANAGER, is_superuser=True, is_active=False)) == frozenset()
    assert capabilities_of(AnonymousUser()) == frozenset()


def test_access_table_agrees_with_the_capabilities_for_every_route_and_role():
    """A role has the capability of a route exactly where the table has a status other than 403 for it."""
    for method, path, rule in PRIVATE:
        for role in Role:
            statuses = {row.statuses[role.value] for row in ROWS if row.route == (method, path)} - {None}
            assert is_allowed(rule, unsaved(role)) is (statuses != {403}), (method, path, role)


def test_every_capability_is_granted_to_a_role():
    given = {capability for granted in CAPABILITIES.values() for capability in granted}
    assert given | ADMINISTRATOR == set(Capability)
    assert given & ADMINISTRATOR == set()
    assert set(CAPABILITIES) == set(Role)


@pytest.mark.parametrize("role", UNKNOWN)
def test_unknown_role_sees_no_page_of_the_staff_site(role):
    request = HttpRequest()
    request.user = unsaved(role, is_superuser=True)
    assert not request.user.is_staff
    for model, model_admin in admin.site._registry.items():
        allowed = [model_admin.has_view_permission(request), model_admin.has_act_permission(request),
                   model_admin.has_add_permission(request), model_admin.has_change_permission(request),
                   model_admin.has_delete_permission(request)]  # fmt: skip
        assert allowed == [False] * 5, model


@pytest.mark.parametrize("permission", ["users.view_user", "users.add_user", "no.such"])
def test_django_permissions_grant_nothing_to_a_superuser(permission):
    user = unsaved(Role.MANAGER, is_superuser=True)
    assert not user.has_perm(permission)
    assert not user.has_perms([permission])
    assert not user.has_module_perms("users")


@pytest.mark.parametrize("fields", [{"role": "auditor"}, {"role": "member", "is_superuser": True}])
def test_database_rejects_unknown_roles_and_superusers_who_are_not_managers(db, fields):
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create_user("x@bank.com", PASSWORD, full_name="X", **fields)


@pytest.mark.undeclared_errors
@pytest.mark.parametrize("is_superuser", [False, True])
def test_unknown_role_in_the_database_gets_403_from_every_route(checks_off, signed_in, is_superuser):
    auditor = User.objects.create_user(
        "auditor@bank.com", PASSWORD, full_name="Auditor", role="auditor", is_superuser=is_superuser
    )
    browser = signed_in(auditor)
    filled = {"number": "1", "name": "summary", "confirmation_id": ABSENT}
    for method, path, _ in PRIVATE:
        names = re.findall(r"{(\w+)}", path)
        response = browser.request(method, path.format(**{name: filled.get(name, 1) for name in names}), {})
        assert (method, path, response.status_code) == (method, path, 403)
        assert response.json()["code"] == "permission_denied"


@pytest.mark.parametrize("is_superuser", [False, True])
def test_unknown_role_in_the_database_cannot_open_any_staff_page(checks_off, is_superuser):
    auditor = User.objects.create_user(
        "auditor@bank.com", PASSWORD, full_name="Auditor", role="auditor", is_superuser=is_superuser
    )
    browser = AdminBrowser()
    assert browser.log_in(auditor.email).status_code != 302
    browser.enter(auditor)
    for name in LISTS:
        response = browser.get(page(name, "changelist"))
        assert (name, response.status_code) == (name, 302)
        assert response.headers["Location"].startswith("/admin/login/")
