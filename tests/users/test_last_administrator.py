"""The administrator's power goes with the role, and the bank always keeps an active administrator."""

import pytest

from audit.models import AuditEvent
from core.client_info import SYSTEM_CLIENT
from tests.admin.admin_client import AdminBrowser
from tests.admin.role_table import LISTS
from tests.admin.test_admin_pages import page
from tests.contract.access_table import ROWS
from tests.contract.routes import api_views
from tests.hashers import PASSWORD
from users.exceptions import LastAdministrator
from users.models import User
from users.services.user_management import change_person


@pytest.fixture
def second(db):
    """Another administrator."""
    return User.objects.create_user("second@bank.com", PASSWORD, full_name="Second", role="manager", is_superuser=True)


def path(person):
    return f"/api/users/{person.pk}/"


@pytest.mark.parametrize("role", ["member", "cashier"])
def test_demoted_administrator_is_a_superuser_no_more_and_it_is_audited(signed_in, administrator, second, role):
    assert signed_in(administrator).patch(path(second), {"role": role}).json()["role"] == role
    second.refresh_from_db()
    assert (second.role, second.is_superuser) == (role, False)
    event = AuditEvent.objects.get(event="role_changed")
    assert event.details == {"before": "manager", "after": role, "administrator": False}


def test_demoted_administrator_gets_of_every_route_what_the_new_role_gets(signed_in, administrator, second):
    """403 where the access table has nothing but 403 for a cashier; nowhere what only an administrator gets."""
    signed_in(administrator).patch(path(second), {"role": "cashier"})
    second.refresh_from_db()
    browser = signed_in(second)
    filled = {"number": "1", "name": "summary"}
    asked = 0
    for route, view in api_views().items():
        for method, rule in view.permissions.items():
            forbidden = {row.statuses["cashier"] for row in ROWS if row.route == (method, route)} == {403}
            if rule.public or not forbidden:
                continue
            names = [part[1:-1] for part in route.split("/") if part.startswith("{")]
            response = browser.request(method, route.format(**{name: filled.get(name, 1) for name in names}), {})
            assert (method, route, response.status_code) == (method, route, 403)
            asked += 1
    assert asked > 10
    new = {"email": "new@bank.com", "full_name": "New", "role": "manager"}
    assert browser.post("/api/users/", new).status_code == 403
    assert browser.post("/api/users/", {**new, "role": "cashier"}).status_code == 403


@pytest.mark.parametrize("role", ["member", "cashier"])
def test_demoted_administrator_gets_of_every_staff_page_what_the_new_role_gets(signed_in, administrator, second, role):
    inside = AdminBrowser()
    assert inside.log_in(second.email).status_code == 302
    signed_in(administrator).patch(path(second), {"role": role})
    assert not inside.is_signed_in()
    if role == "member":
        assert inside.log_in(second.email).status_code != 302
        return
    assert inside.log_in(second.email).status_code == 302
    for name, (seen, *_) in LISTS.items():
        assert inside.get(page(name, "changelist")).status_code == int(seen.split()[0])


@pytest.mark.parametrize("changes", [{"role": "cashier"}, {"role": "member"}, {"is_active": False}])
def test_last_active_administrator_cannot_be_demoted_or_deactivated(administrator, second, changes):
    """By somebody who lost the role while the request was under way: nobody else is left."""
    User.objects.filter(pk=second.pk).update(role="cashier", is_superuser=False)
    with pytest.raises(LastAdministrator):
        change_person(actor=second, user_id=administrator.pk, changes=changes, client=SYSTEM_CLIENT)
    administrator.refresh_from_db()
    assert (administrator.role, administrator.is_superuser, administrator.is_active) == ("manager", True, True)


@pytest.mark.parametrize("other", [{"is_active": False}, {"is_superuser": False}])
def test_inactive_and_former_administrators_do_not_count_as_left(administrator, second, other):
    third = User.objects.create_user("third@bank.com", PASSWORD, full_name="Third", role="manager", **other)
    User.objects.filter(pk=third.pk).update(is_superuser=other.get("is_superuser", True))
    User.objects.filter(pk=second.pk).update(is_active=False)
    with pytest.raises(LastAdministrator):
        change_person(actor=second, user_id=administrator.pk, changes={"is_active": False}, client=SYSTEM_CLIENT)


def test_last_administrator_may_still_be_renamed(signed_in, administrator):
    assert signed_in(administrator).patch(path(administrator), {"full_name": "Ada"}).status_code == 200
