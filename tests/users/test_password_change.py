"""Changing the own password: all other sessions end, and the current session stays open."""

import pytest

from audit.models import AuditEvent
from tests.hashers import PASSWORD

NEW = "another long passphrase"


def change(browser, current=PASSWORD, new=NEW, **extra):
    return browser.post("/api/users/password/change/", {"current_password": current, "new_password": new, **extra})


def test_password_change_ends_other_sessions_and_keeps_the_current_tokens(signed_in, member):
    member_client, other_client = signed_in(member), signed_in(member)
    script = signed_in(member, bind_browser=False)

    assert change(member_client).status_code == 204
    for ended in (other_client, script):
        assert ended.check().json()["code"] == "session_ended"
        assert ended.rotate().json()["code"] == "session_ended"
    assert member_client.check().status_code == 200
    assert member_client.rotate().status_code == 200
    assert member_client.check().status_code == 200


def test_password_change_in_cookie_transport_ends_other_sessions(signed_in, member):
    member_client, other_client = signed_in(member, transport="cookie"), signed_in(member, transport="cookie")

    assert change(member_client).status_code == 204
    assert other_client.check().json()["code"] == "session_ended"
    assert member_client.rotate(None).status_code == 200
    assert member_client.check().status_code == 200


def test_password_change_keeps_sessions_of_other_users(signed_in, member, other_member):
    other_client = signed_in(other_member)
    change(signed_in(member))
    assert other_client.check().status_code == 200


def test_only_the_new_password_is_accepted_after_a_password_change(signed_in, browser, member):
    change(signed_in(member))
    assert browser.log_in(member.email).status_code == 401
    assert browser.log_in(member.email, NEW).status_code == 200


def test_password_change_with_a_wrong_current_password_is_refused(signed_in, browser, member):
    member_client, other_client = signed_in(member), signed_in(member)
    response = change(member_client, current="a wrong password")

    assert response.status_code == 400
    assert response.json()["code"] == "invalid_request"
    assert list(response.json()["fields"]) == ["current_password"]
    assert other_client.check().status_code == 200
    assert browser.log_in(member.email).status_code == 200


def test_wrong_current_password_counts_as_a_failed_login(clock, signed_in, browser, member):
    member_client = signed_in(member)
    for _ in range(3):
        assert browser.log_in(member.email, "a wrong password").status_code == 401
    for _ in range(2):
        assert change(member_client, current="a wrong password").status_code == 400

    for refused in (change(member_client), browser.log_in(member.email)):
        assert refused.status_code == 429
        assert refused.json()["code"] == "throttled"
        assert refused.headers["Retry-After"] == "60"
    clock.shift(60)
    assert change(member_client).status_code == 204


def test_right_current_password_is_not_counted_as_an_attempt(clock, signed_in, member):
    member_client = signed_in(member)
    for number in range(7):
        assert change(member_client, PASSWORD + "!" * number, PASSWORD + "!" * (number + 1)).status_code == 204


def test_weak_new_password_is_refused_and_not_counted_as_an_attempt(signed_in, browser, member):
    member_client, other_client = signed_in(member), signed_in(member)
    for weak in ("Xk3-9vPq_7z", "peanutbutter", "739184620571", "member@example.com", "Maria Member", PASSWORD[:11]):
        response = change(member_client, new=weak)
        assert response.status_code == 400, weak
        assert list(response.json()["fields"]) == ["new_password"], weak
    assert other_client.check().status_code == 200
    assert browser.log_in(member.email).status_code == 200


@pytest.mark.parametrize("field", ["current_password", "new_password"])
def test_invalid_password_of_a_password_change_is_400_and_named(signed_in, member, field):
    browser = signed_in(member)
    for value in (None, "", "p" * 129, "nul\0character", "lone \ud800 surrogate", []):
        body = {"current_password": PASSWORD, "new_password": NEW} | {field: value}
        response = browser.post("/api/users/password/change/", body)
        assert response.status_code == 400, value
        assert list(response.json()["fields"]) == [field], value


def test_password_change_with_another_field_is_refused(signed_in, member):
    assert list(change(signed_in(member), email="x@example.com").json()["fields"]) == ["email"]


def test_passwords_of_a_change_are_not_in_the_audit_log(signed_in, member):
    member_client = signed_in(member)
    change(member_client, current="a wrong password")
    change(member_client)
    rows = str(list(AuditEvent.objects.values()))
    assert not [word for word in (PASSWORD, NEW, "a wrong password") if word in rows]


def test_password_change_without_a_token_is_not_authenticated(browser, member):
    assert change(browser).json()["code"] == "not_authenticated"
