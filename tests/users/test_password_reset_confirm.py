"""Following a reset link: once, in time, and every session of the user ends."""

from datetime import UTC, datetime

import pytest

from tests.hashers import PASSWORD
from tests.users.mailed_links import NEW, confirm_password_reset, get_link, request_password_reset
from users.authentication import passwords
from users.models import User


@pytest.fixture
def link(clock, browser, member, mailoutbox):
    """Maria's, mailed at the start of the clock."""
    request_password_reset(browser, member.email)
    return get_link(mailoutbox[0])


def refused(response, field="token"):
    return response.status_code == 400 and list(response.json()["fields"]) == [field]


def test_the_new_password_signs_in_and_the_old_one_does_not(link, browser, member):
    response = confirm_password_reset(browser, link)

    assert (response.status_code, response.content) == (204, b"")
    assert browser.log_in(member.email).status_code == 401
    assert browser.log_in(member.email, NEW).status_code == 200


def test_all_sessions_of_the_user_end(signed_in, clock, member, other_member, mailoutbox):
    mine = [signed_in(member), signed_in(member, bind_browser=False)]
    bystander = signed_in(other_member)
    request_password_reset(mine[0], member.email)

    assert confirm_password_reset(mine[0], get_link(mailoutbox[0])).status_code == 204
    for browser in mine:
        assert browser.check().json()["code"] == "session_ended"
        assert browser.rotate().json()["code"] == "session_ended"
    assert bystander.check().status_code == 200


def test_following_a_link_signs_nobody_in(link, browser):
    assert not confirm_password_reset(browser, link).cookies
    assert browser.check().json()["code"] == "not_authenticated"


def test_a_link_works_once(link, browser, member):
    assert confirm_password_reset(browser, link).status_code == 204
    assert refused(confirm_password_reset(browser, link, "a third long passphrase"))
    assert browser.log_in(member.email, NEW).status_code == 200


def test_using_one_link_spends_the_other(link, browser, member, mailoutbox):
    request_password_reset(browser, member.email)
    assert confirm_password_reset(browser, get_link(mailoutbox[1])).status_code == 204
    assert refused(confirm_password_reset(browser, link))


@pytest.mark.parametrize(("age", "works"), [(86400, True), (86401, False)])
def test_a_link_runs_out_after_a_day(link, clock, browser, age, works):
    clock.shift(age)
    response = confirm_password_reset(browser, link)
    assert response.status_code == 204 if works else refused(response)


def test_a_login_spends_the_link(link, clock, browser, member):
    clock.shift(1)
    browser.log_in(member.email)
    assert refused(confirm_password_reset(browser, link))


def test_a_password_change_spends_the_link(link, signed_in, browser, member):
    signed_in(member).post(
        "/api/users/password/change/", {"current_password": PASSWORD, "new_password": "a third long passphrase"}
    )
    assert refused(confirm_password_reset(browser, link))


def test_a_link_is_worth_nothing_once_its_owner_is_deactivated(link, browser, member):
    User.objects.filter(pk=member.pk).update(is_active=False)
    assert refused(confirm_password_reset(browser, link))


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
def test_link_dies_with_a_change_of_the_user(checks_off, link, browser, member, changes):
    User.objects.filter(pk=member.pk).update(**changes)
    assert refused(confirm_password_reset(browser, link))


def test_link_stays_dead_after_deactivation_and_reactivation(link, browser, signed_in, member, manager):
    office = signed_in(manager)
    for is_active in (False, True):
        assert office.patch(f"/api/users/{member.pk}/", {"is_active": is_active}).status_code == 200
        assert refused(confirm_password_reset(browser, link))
    assert browser.log_in(member.email).status_code == 200


def test_invitation_dies_with_a_change_of_role(browser, signed_in, manager, mailoutbox):
    office = signed_in(manager)
    form = {"email": "invited@example.com", "full_name": "Ivy Invited", "role": "member"}
    person = office.post("/api/users/", form).json()["id"]
    assert office.patch(f"/api/users/{person}/", {"role": "cashier"}).status_code == 200
    assert refused(confirm_password_reset(browser, get_link(mailoutbox[0])))


@pytest.mark.parametrize(
    "changes",
    [{"role": "cashier"}, {"is_superuser": True}, {"email": "x@example.com"}, {"password": "x"}, {"session_version": 7},
     {"is_active": False}, {"last_login": datetime(2026, 3, 1, tzinfo=UTC)}],
    ids=lambda changes: next(iter(changes)),
)  # fmt: skip
def test_change_of_the_user_while_the_password_is_hashed_makes_the_link_refused(
    checks_off, link, browser, member, changes, monkeypatch
):
    def slow_hash(password):
        User.objects.filter(pk=member.pk).update(**changes)
        return "a hash"

    monkeypatch.setattr(passwords, "make_password", slow_hash)
    assert refused(confirm_password_reset(browser, link))
    assert User.objects.get(pk=member.pk).password != "a hash"


def test_a_link_is_nobody_elses(link, browser, other_member, mailoutbox):
    request_password_reset(browser, other_member.email)
    theirs = dict(part.split("=") for part in get_link(mailoutbox[1]).partition("?")[2].split("&"))

    assert refused(confirm_password_reset(browser, link, uid=theirs["uid"]))
    assert refused(confirm_password_reset(browser, link, token=theirs["token"]))
    assert browser.log_in(other_member.email).status_code == 200


def test_a_uid_that_names_nobody_is_refused_like_a_wrong_token(link, browser):
    wrong_token = confirm_password_reset(browser, link, token="x")
    for uid in ("x", "AAAA", "____", "é", "MA", "LTE", "MQ==", "OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5", "4pGg", "/" * 64):
        response = confirm_password_reset(browser, link, uid=uid, token="x")
        assert refused(response), uid
        assert response.content == wrong_token.content, uid


def test_a_token_that_is_none_is_refused(link, browser, member):
    digit = "\N{ARABIC-INDIC DIGIT ONE}"
    for token in ("x", "-", "a-b", "0-" + "0" * 32, f"{digit}-x", "zzzzzzzzzzzzzz-x", "é-é", "x" * 128):
        assert refused(confirm_password_reset(browser, link, token=token)), token
    assert browser.log_in(member.email).status_code == 200


@pytest.mark.parametrize(("field", "bound"), [("uid", 64), ("token", 128), ("new_password", 128)])
def test_each_field_has_its_bounds(link, browser, field, bound):
    for value in ("x" * (bound + 1), "x" * 50_000, "", None, [], "nul\0character", "lone \ud800 surrogate"):
        assert refused(confirm_password_reset(browser, link, **{field: value}), field)


def test_another_field_is_refused(link, browser):
    assert refused(confirm_password_reset(browser, link, email="x@example.com"), "email")


def test_a_weak_password_is_refused_and_the_link_stays_usable(link, browser):
    for weak in ("Xk3-9vPq_7z", "peanutbutter", "739184620571", "member@example.com", "Maria Member"):
        assert refused(confirm_password_reset(browser, link, weak), "new_password"), weak
    assert confirm_password_reset(browser, link).status_code == 204
