"""Staff change other users; a deactivation or a change of role takes effect with the next request."""

import pytest

from tests.hashers import PASSWORD
from users.models import User


def path(person):
    return f"/api/users/{getattr(person, 'pk', person)}/"


def test_a_manager_changes_members_and_cashiers(signed_in, manager, member, cashier):
    browser = signed_in(manager)
    for person in (member, cashier):
        response = browser.patch(path(person), {"full_name": "Another Name", "phone": "+46812345"})
        assert response.status_code == 200
        assert (response.json()["full_name"], response.json()["phone"]) == ("Another Name", "+46812345")
        assert browser.get(path(person)).json() == response.json()


@pytest.mark.parametrize(
    "changes",
    [{"full_name": "Mallory"}, {"phone": "112"}, {"role": "member"}, {"role": "manager"}, {"is_active": False}, {}],
)
def test_managers_are_changed_by_the_administrator_only(signed_in, manager, administrator, changes):
    other = User.objects.create_user("other@bank.com", PASSWORD, full_name="Otto", role="manager")
    for person in (other, administrator, manager):
        assert signed_in(manager).patch(path(person), changes).json()["code"] == "permission_denied"
    assert set(User.objects.values_list("role", "is_active", "phone")) == {("manager", True, "")}
    assert signed_in(administrator).patch(path(other), changes).json().items() >= changes.items()


@pytest.mark.parametrize("who", ["member", "cashier"])
def test_only_the_administrator_makes_somebody_a_manager(signed_in, request, manager, administrator, who):
    person = request.getfixturevalue(who)
    assert signed_in(manager).patch(path(person), {"role": "manager"}).json()["code"] == "permission_denied"
    person.refresh_from_db()
    assert person.role == who
    assert signed_in(administrator).patch(path(person), {"role": "manager"}).json()["role"] == "manager"


@pytest.mark.parametrize("who", ["manager", "administrator"])
@pytest.mark.parametrize("changes", [{"role": "member"}, {"is_active": False}, {"role": "cashier", "phone": "112"}])
def test_nobody_changes_their_own_role_or_deactivates_themselves(signed_in, request, who, changes):
    person = request.getfixturevalue(who)
    browser = signed_in(person)

    assert browser.patch(path(person), changes).json()["code"] == "permission_denied"
    person.refresh_from_db()
    assert (person.role, person.is_active, person.phone) == ("manager", True, "")
    assert browser.check().status_code == 200


def test_administrator_may_change_the_own_name_as_a_user(signed_in, administrator):
    assert signed_in(administrator).patch(path(administrator), {"full_name": "Ada"}).json()["full_name"] == "Ada"


@pytest.mark.parametrize("who", ["member", "cashier"])
def test_members_and_cashiers_cannot_change_users(signed_in, request, who, manager, other_member):
    person = request.getfixturevalue(who)
    browser = signed_in(person)
    for target in (person, other_member, manager, 999):
        assert browser.patch(path(target), {"phone": "112"}).json()["code"] == "permission_denied"
    assert not User.objects.exclude(phone="").exists()


@pytest.mark.parametrize("number", [999, 2**63 - 1, 2**63, 0])
def test_change_of_an_absent_user_is_404(signed_in, manager, number):
    response = signed_in(manager).patch(path(number), {"phone": "112"})
    assert (response.status_code, response.json()["code"]) == (404, "not_found")


def test_deactivation_ends_every_session_at_once_and_reactivation_revives_none(
    signed_in, manager, member, other_member
):
    manager_client, other_client = signed_in(manager), signed_in(other_member)
    member_clients = [signed_in(member), signed_in(member), signed_in(member, bind_browser=False)]
    assert manager_client.patch(path(member), {"is_active": False}).json()["is_active"] is False

    for _ in range(2):
        for browser in member_clients:
            assert browser.check().json()["code"] == "session_ended"
            assert browser.rotate().json()["code"] == "session_ended"
        assert manager_client.patch(path(member), {"is_active": True}).json()["is_active"] is True
    assert member_clients[0].log_in(member.email).status_code == 200
    assert other_client.check().status_code == 200


def test_deactivated_user_cannot_log_in(signed_in, browser, manager, member):
    signed_in(manager).patch(path(member), {"is_active": False})
    assert browser.log_in(member.email).json()["code"] == "invalid_credentials"


def test_role_change_ends_all_sessions_of_the_person(signed_in, manager, cashier, member):
    manager_client, browsers = signed_in(manager), [signed_in(cashier), signed_in(cashier)]
    assert browsers[0].get(path(member)).status_code == 200
    manager_client.patch(path(cashier), {"role": "member"})
    assert [browser.get(path(member)).json()["code"] for browser in browsers] == ["session_ended"] * 2
    assert browsers[0].rotate().json()["code"] == "session_ended"
    assert signed_in(cashier).get(path(member)).json()["code"] == "permission_denied"


def test_unchanged_role_ends_no_session(signed_in, manager, cashier):
    browser = signed_in(cashier)
    signed_in(manager).patch(path(cashier), {"role": "cashier", "phone": "112"})
    assert browser.check().status_code == 200


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("email", "x@example.com"),
        ("password", "another long passphrase"),
        ("is_superuser", True),
        ("date_joined", "2020-01-01T00:00:00Z"),
        ("role", "boss"),
        ("role", None),
        ("is_active", None),
        ("is_active", "perhaps"),
        ("full_name", ""),
        ("phone", "call me"),
    ],
)
def test_user_change_with_an_invalid_value_writes_nothing(signed_in, manager, member, field, value):
    browser = signed_in(manager)
    before = browser.get(path(member)).json()
    response = browser.patch(path(member), {"phone": "112"} | {field: value})

    assert response.status_code == 400
    assert list(response.json()["fields"]) == [field]
    assert browser.get(path(member)).json() == before


def test_users_cannot_be_deleted_or_replaced(signed_in, administrator, member):
    browser = signed_in(administrator)
    for method in ("DELETE", "PUT", "POST"):
        assert browser.request(method, path(member)).json()["code"] == "method_not_allowed"
