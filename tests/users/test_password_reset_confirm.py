"""Confirming a password reset: a link works once and in time, and all sessions of the user end."""

from datetime import UTC, datetime

import pytest

from tests.hashers import PASSWORD
from tests.users.mailed_links import NEW, confirm_password_reset, get_link, is_rejected, request_password_reset
from users.authentication import passwords
from users.models import User


@pytest.fixture
def link(clock, browser, member, mailoutbox):
    """The member's reset link, requested when the clock starts."""
    request_password_reset(browser, member.email)
    return get_link(mailoutbox[0])


def test_password_reset_replaces_the_old_password(link, browser, member):
    response = confirm_password_reset(browser, link)

    assert (response.status_code, response.content) == (204, b"")
    assert browser.log_in(member.email).status_code == 401
    assert browser.log_in(member.email, NEW).status_code == 200


def test_password_reset_ends_all_sessions_of_the_user(signed_in, clock, member, other_member, mailoutbox):
    member_clients = [signed_in(member), signed_in(member, bind_browser=False)]
    other_client = signed_in(other_member)
    request_password_reset(member_clients[0], member.email)

    assert confirm_password_reset(member_clients[0], get_link(mailoutbox[0])).status_code == 204
    for browser in member_clients:
        assert browser.check().json()["code"] == "session_ended"
        assert browser.rotate().json()["code"] == "session_ended"
    assert other_client.check().status_code == 200


def test_password_reset_does_not_sign_in(link, browser):
    assert not confirm_password_reset(browser, link).cookies
    assert browser.check().json()["code"] == "not_authenticated"


def test_reset_link_works_once(link, browser, member):
    assert confirm_password_reset(browser, link).status_code == 204
    assert is_rejected(confirm_password_reset(browser, link, "a third long passphrase"))
    assert browser.log_in(member.email, NEW).status_code == 200


def test_used_reset_link_voids_other_reset_links(link, browser, member, mailoutbox):
    request_password_reset(browser, member.email)
    assert confirm_password_reset(browser, get_link(mailoutbox[1])).status_code == 204
    assert is_rejected(confirm_password_reset(browser, link))


@pytest.mark.parametrize(("age", "works"), [(86400, True), (86401, False)])
def test_reset_link_expires_after_a_day(link, clock, browser, age, works):
    clock.shift(age)
    response = confirm_password_reset(browser, link)
    assert response.status_code == 204 if works else is_rejected(response)


def test_login_voids_the_reset_link(link, clock, browser, member):
    clock.shift(1)
    browser.log_in(member.email)
    assert is_rejected(confirm_password_reset(browser, link))


def test_password_change_voids_the_reset_link(link, signed_in, browser, member):
    signed_in(member).post(
        "/api/users/password/change/", {"current_password": PASSWORD, "new_password": "a third long passphrase"}
    )
    assert is_rejected(confirm_password_reset(browser, link))


def test_reset_link_of_a_deactivated_user_is_rejected(link, browser, member):
    User.objects.filter(pk=member.pk).update(is_active=False)
    assert is_rejected(confirm_password_reset(browser, link))


@pytest.mark.parametrize(
    "changes",
    [
        {"role": "cashier"},
        {"is_superuser": True},
        {"email": "x@example.com"},
        {"password": "x"},
        {"session_version": 7},
    ],
    ids=lambda changes: next(iter(changes)),
)
def test_reset_link_is_void_after_a_change_of_the_user(checks_off, link, browser, member, changes):
    User.objects.filter(pk=member.pk).update(**changes)
    assert is_rejected(confirm_password_reset(browser, link))


def test_reset_link_stays_void_after_deactivation_and_reactivation(link, browser, signed_in, member, manager):
    manager_client = signed_in(manager)
    for is_active in (False, True):
        assert manager_client.patch(f"/api/users/{member.pk}/", {"is_active": is_active}).status_code == 200
        assert is_rejected(confirm_password_reset(browser, link))
    assert browser.log_in(member.email).status_code == 200


def test_invitation_link_is_void_after_a_change_of_role(browser, signed_in, manager, mailoutbox):
    manager_client = signed_in(manager)
    form = {"email": "invited@example.com", "full_name": "Ivy Invited", "role": "member"}
    person = manager_client.post("/api/users/", form).json()["id"]
    assert manager_client.patch(f"/api/users/{person}/", {"role": "cashier"}).status_code == 200
    assert is_rejected(confirm_password_reset(browser, get_link(mailoutbox[0])))


@pytest.mark.parametrize(
    "changes",
    [{"role": "cashier"}, {"is_superuser": True}, {"email": "x@example.com"}, {"password": "x"}, {"session_version": 7},
     {"is_active": False}, {"last_login": datetime(2026, 3, 1, tzinfo=UTC)}],
    ids=lambda changes: next(iter(changes)),
)  # fmt: skip
def test_reset_link_is_refused_if_the_user_changes_during_hashing(
    checks_off, link, browser, member, changes, monkeypatch
):
    def slow_hash(password):
        User.objects.filter(pk=member.pk).update(**changes)
        return "a hash"

    monkeypatch.setattr(passwords, "make_password", slow_hash)
    assert is_rejected(confirm_password_reset(browser, link))
    assert User.objects.get(pk=member.pk).password != "a hash"


def test_reset_link_with_the_uid_or_token_of_another_user_is_rejected(link, browser, other_member, mailoutbox):
    request_password_reset(browser, other_member.email)
    other_parameters = dict(part.split("=") for part in get_link(mailoutbox[1]).partition("?")[2].split("&"))

    assert is_rejected(confirm_password_reset(browser, link, uid=other_parameters["uid"]))
    assert is_rejected(confirm_password_reset(browser, link, token=other_parameters["token"]))
    assert browser.log_in(other_member.email).status_code == 200


def test_reset_link_with_an_unknown_uid_is_refused_like_a_wrong_token(link, browser):
    wrong_token = confirm_password_reset(browser, link, token="x")
    for uid in ("x", "AAAA", "____", "é", "MA", "LTE", "MQ==", "OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5", "4pGg", "/" * 64):
        response = confirm_password_reset(browser, link, uid=uid, token="x")
        assert is_rejected(response), uid
        assert response.content == wrong_token.content, uid


def test_malformed_reset_token_is_rejected(link, browser, member):
    digit = "\N{ARABIC-INDIC DIGIT ONE}"
    for token in ("x", "-", "a-b", "0-" + "0" * 32, f"{digit}-x", "zzzzzzzzzzzzzz-x", "é-é", "x" * 128):
        assert is_rejected(confirm_password_reset(browser, link, token=token)), token
    assert browser.log_in(member.email).status_code == 200


@pytest.mark.parametrize(("field", "bound"), [("uid", 64), ("token", 128), ("new_password", 128)])
def test_invalid_field_of_a_reset_is_400_and_named(link, browser, field, bound):
    for value in ("x" * (bound + 1), "x" * 50_000, "", None, [], "nul\0character", "lone \ud800 surrogate"):
        assert is_rejected(confirm_password_reset(browser, link, **{field: value}), field)


def test_reset_confirmation_with_another_field_is_rejected(link, browser):
    assert is_rejected(confirm_password_reset(browser, link, email="x@example.com"), "email")


def test_a_weak_password_is_refused_and_the_link_stays_usable(link, browser):
    for weak in ("Xk3-9vPq_7z", "peanutbutter", "739184620571", "member@example.com", "Maria Member"):
        assert is_rejected(confirm_password_reset(browser, link, weak), "new_password"), weak
    assert confirm_password_reset(browser, link).status_code == 204
