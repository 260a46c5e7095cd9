"""Changing one's password: the other sessions end, this one goes on."""

import pytest

from audit.models import AuditEvent
from tests.hashers import PASSWORD

NEW = "another long passphrase"


def change(browser, current=PASSWORD, new=NEW, **extra):
    return browser.post("/api/users/password/change/", {"current_password": current, "new_password": new, **extra})


def test_every_other_session_ends_and_this_one_lives_on_with_the_tokens_it_has(signed_in, member):
    here, there = signed_in(member), signed_in(member)
    script = signed_in(member, bind_browser=False)

    assert change(here).status_code == 204
    for other in (there, script):
        assert other.check().json()["code"] == "session_ended"
        assert other.rotate().json()["code"] == "session_ended"
    assert here.check().status_code == 200
    assert here.rotate().status_code == 200
    assert here.check().status_code == 200


def test_it_works_the_same_with_cookies(signed_in, member):
    here, there = signed_in(member, transport="cookie"), signed_in(member, transport="cookie")

    assert change(here).status_code == 204
    assert there.check().json()["code"] == "session_ended"
    assert here.rotate(None).status_code == 200
    assert here.check().status_code == 200


def test_sessions_of_other_people_are_left_alone(signed_in, member, other_member):
    bystander = signed_in(other_member)
    change(signed_in(member))
    assert bystander.check().status_code == 200


def test_from_then_on_only_the_new_password_signs_in(signed_in, browser, member):
    change(signed_in(member))
    assert browser.log_in(member.email).status_code == 401
    assert browser.log_in(member.email, NEW).status_code == 200


def test_a_wrong_current_password_changes_nothing(signed_in, browser, member):
    here, there = signed_in(member), signed_in(member)
    response = change(here, current="a wrong password")

    assert response.status_code == 400
    assert response.json()["code"] == "invalid_request"
    assert list(response.json()["fields"]) == ["current_password"]
    assert there.check().status_code == 200
    assert browser.log_in(member.email).status_code == 200


def test_a_wrong_current_password_is_a_try_like_a_wrong_login(clock, signed_in, browser, member):
    here = signed_in(member)
    for _ in range(3):
        assert browser.log_in(member.email, "a wrong password").status_code == 401
    for _ in range(2):
        assert change(here, current="a wrong password").status_code == 400

    for refused in (change(here), browser.log_in(member.email)):
        assert refused.status_code == 429
        assert refused.json()["code"] == "throttled"
        assert refused.headers["Retry-After"] == "60"
    clock.shift(60)
    assert change(here).status_code == 204


def test_a_right_one_is_given_back(clock, signed_in, member):
    here = signed_in(member)
    for number in range(7):
        assert change(here, PASSWORD + "!" * number, PASSWORD + "!" * (number + 1)).status_code == 204


def test_a_weak_new_password_changes_nothing_and_costs_no_try(signed_in, browser, member):
    here, there = signed_in(member), signed_in(member)
    for weak in ("Xk3-9vPq_7z", "peanutbutter", "739184620571", "member@example.com", "Maria Member", PASSWORD[:11]):
        response = change(here, new=weak)
        assert response.status_code == 400, weak
        assert list(response.json()["fields"]) == ["new_password"], weak
    assert there.check().status_code == 200
    assert browser.log_in(member.email).status_code == 200


@pytest.mark.parametrize("field", ["current_password", "new_password"])
def test_each_password_has_its_bounds(signed_in, member, field):
    browser = signed_in(member)
    for value in (None, "", "p" * 129, "nul\0character", "lone \ud800 surrogate", []):
        body = {"current_password": PASSWORD, "new_password": NEW} | {field: value}
        response = browser.post("/api/users/password/change/", body)
        assert response.status_code == 400, value
        assert list(response.json()["fields"]) == [field], value


def test_another_field_is_refused(signed_in, member):
    assert list(change(signed_in(member), email="x@example.com").json()["fields"]) == ["email"]


def test_neither_password_stands_in_the_trail(signed_in, member):
    here = signed_in(member)
    change(here, current="a wrong password")
    change(here)
    rows = str(list(AuditEvent.objects.values()))
    assert not [word for word in (PASSWORD, NEW, "a wrong password") if word in rows]


def test_it_wants_a_token(browser, member):
    assert change(browser).json()["code"] == "not_authenticated"
