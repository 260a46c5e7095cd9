"""An administrator loses all rights with the role, and the bank always keeps an active administrator."""

import re

import pytest

from audit.models import AuditEvent
from core.client_info import SYSTEM_CLIENT
from tests.admin.admin_client import AdminBrowser
from tests.admin.role_table import LISTS
from tests.admin.test_admin_pages import page
from tests.contract.access_table import ROWS
from tests.contract.routes import api_views, permissions_of
from tests.hashers import PASSWORD
from users.exceptions import LastAdministrator
from users.models import User
from users.services.user_management import change_person


@pytest.fixture
def second_administrator(db):
    """Another administrator."""
    return User.objects.create_user("second@bank.com", PASSWORD, full_name="Second", role="manager", is_superuser=True)


def path(person):
    return f"/api/users/{person.pk}/"


@pytest.mark.parametrize("role", ["member", "cashier"])
def test_demoted_administrator_loses_the_superuser_flag_and_the_change_is_audited(
    signed_in, administrator, second_administrator, role
):
    assert signed_in(administrator).patch(path(second_administrator), {"role": role}).json()["role"] == role
    second_administrator.refresh_from_db()
    assert (second_administrator.role, second_administrator.is_superuser) == (role, False)
    event = AuditEvent.objects.get(event="role_changed")
    assert event.details == {"before": "manager", "after": role, "administrator": False}


def test_demoted_administrator_has_only_the_routes_of_the_new_role(signed_in, administrator, second_administrator):
    """403 on every route for which the access table has only 403 for a cashier, and no rights of an administrator."""
    signed_in(administrator).patch(path(second_administrator), {"role": "cashier"})
    second_administrator.refresh_from_db()
    browser = signed_in(second_administrator)
    filled = {"number": "1", "name": "summary"}
    requests = 0
    for route, view in api_views().items():
        for method, rule in permissions_of(view).items():
            forbidden = {row.statuses["cashier"] for row in ROWS if row.route == (method, route)} == {403}
            if rule.public or not forbidden:
                continue
            names = re.findall(r"{(\w+)}", route)
            response = browser.request(method, route.format(**{name: filled.get(name, 1) for name in names}), {})
            assert (method, route, response.status_code) == (method, route, 403)
            requests += 1
    assert requests > 10
    new = {"email": "new@bank.com", "full_name": "New", "role": "manager"}
    assert browser.post("/api/users/", new).status_code == 403
    assert browser.post("/api/users/", {**new, "role": "cashier"}).status_code == 403


@pytest.mark.parametrize("role", ["member", "cashier"])
def test_demoted_administrator_has_only_the_staff_pages_of_the_new_role(
    signed_in, administrator, second_administrator, role
):
    admin_browser = AdminBrowser()
    assert admin_browser.log_in(second_administrator.email).status_code == 302
    signed_in(administrator).patch(path(second_administrator), {"role": role})
    assert not admin_browser.is_signed_in()
    if role == "member":
        assert admin_browser.log_in(second_administrator.email).status_code != 302
        return
    assert admin_browser.log_in(second_administrator.email).status_code == 302
    for name, (seen, *_) in LISTS.items():
        assert admin_browser.get(page(name, "changelist")).status_code == int(seen.split()[0])


@pytest.mark.parametrize("changes", [{"role": "cashier"}, {"role": "member"}, {"is_active": False}])
def test_last_active_administrator_cannot_be_demoted_or_deactivated(administrator, second_administrator, changes):
    """The actor lost the role during the request, so that only one administrator is left."""
    User.objects.filter(pk=second_administrator.pk).update(role="cashier", is_superuser=False)
    with pytest.raises(LastAdministrator):
        change_person(actor=second_administrator, user_id=administrator.pk, changes=changes, client=SYSTEM_CLIENT)
    administrator.refresh_from_db()
    assert (administrator.role, administrator.is_superuser, administrator.is_active) == ("manager", True, True)


@pytest.mark.parametrize("other", [{"is_active": False}, {"is_superuser": False}])
def test_inactive_and_former_administrators_do_not_count_as_administrators(administrator, second_administrator, other):
    third = User.objects.create_user("third@bank.com", PASSWORD, full_name="Third", role="manager", **other)
    User.objects.filter(pk=third.pk).update(is_superuser=other.get("is_superuser", True))
    User.objects.filter(pk=second_administrator.pk).update(is_active=False)
    with pytest.raises(LastAdministrator):
        change_person(
            actor=second_administrator, user_id=administrator.pk, changes={"is_active": False}, client=SYSTEM_CLIENT
        )


def test_last_administrator_may_still_be_renamed(signed_in, administrator):
    assert signed_in(administrator).patch(path(administrator), {"full_name": "Ada"}).status_code == 200
