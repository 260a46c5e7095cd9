"""Changing the own e-mail address: confirmed by a link to the new address, with a notice to the former address."""

import pytest

from audit.models import AuditEvent
from tests.admin.admin_client import AdminBrowser
from tests.hashers import PASSWORD
from tests.users.email_variants import email_variants
from tests.users.mailed_links import (
    NEW,
    confirm_email,
    confirm_password_reset,
    confirm_registration,
    get_link,
    is_rejected,
    request_password_reset,
)
from users.authentication import email_change
from users.models import PendingEmailChange, PendingRegistration, User

MOVED = "moved@example.com"
WRONG = "a wrong password"


def change(browser, email=MOVED, password=PASSWORD):
    return browser.post("/api/users/me/email/", {"email": email, "password": password})


@pytest.fixture
def member_client(clock, signed_in, member):
    return signed_in(member)


@pytest.fixture
def link(member_client, mailoutbox):
    """The link of the member's e-mail change, requested when the clock starts."""
    assert change(member_client).status_code == 202
    return get_link(mailoutbox[0])


def test_link_changes_the_address_and_notifies_the_former_address(link, member_client, browser, member, mailoutbox):
    assert mailoutbox[0].to == [MOVED]
    assert link.startswith("https://app.bank.example/confirm-email?uid=")
    assert member_client.get("/api/users/me/").json()["email"] == member.email

    response = confirm_email(browser, link)

    assert (response.status_code, response.content) == (204, b"")
    assert browser.log_in(member.email).status_code == 401
    assert browser.log_in(MOVED).json()["user"]["id"] == member.pk
    assert [message.to for message in mailoutbox] == [
        [MOVED],
        [member.email],
        [MOVED],
    ]  # the last: a new browser
    assert "was changed" in mailoutbox[1].body


def test_new_address_is_stored_normalized(member_client, browser, mailoutbox):
    change(member_client, email_variants(MOVED)[3])
    assert confirm_email(browser, get_link(mailoutbox[0])).status_code == 204
    assert browser.log_in(MOVED).status_code == 200


def test_email_change_ends_all_sessions_of_the_user_including_the_admin(
    signed_in, browser, manager, other_member, mailoutbox
):
    sessions = [signed_in(manager), signed_in(manager, bind_browser=False)]
    admin_browser = AdminBrowser()
    admin_browser.log_in(manager.email)
    other_client = signed_in(other_member)
    mailoutbox.clear()
    change(sessions[0])
    session_version = User.objects.get(pk=manager.pk).session_version

    assert confirm_email(browser, get_link(mailoutbox[0])).status_code == 204

    for session in sessions:
        assert session.check().json()["code"] == "session_ended"
        assert session.rotate().json()["code"] == "session_ended"
    assert not admin_browser.is_signed_in()
    assert User.objects.get(pk=manager.pk).session_version == session_version + 1
    assert other_client.check().status_code == 200
    assert AuditEvent.objects.filter(event="session_revoked", details__because="e-mail changed").count() == 3


def test_email_change_link_works_once(link, browser):
    assert confirm_email(browser, link).status_code == 204
    assert is_rejected(confirm_email(browser, link))


@pytest.mark.parametrize(("age", "works"), [(86400, True), (86401, False)])
def test_email_change_link_expires_after_a_day(link, clock, browser, age, works):
    clock.shift(age)
    response = confirm_email(browser, link)
    assert response.status_code == 204 if works else is_rejected(response)


def test_newer_email_change_voids_the_older_link(link, member_client, browser, mailoutbox):
    change(member_client, "elsewhere@example.com")
    assert is_rejected(confirm_email(browser, link))
    assert confirm_email(browser, get_link(mailoutbox[1])).status_code == 204
    assert browser.log_in("elsewhere@example.com").status_code == 200


def test_link_voided_by_a_newer_email_change_during_its_confirmation_is_refused(link, browser, member, monkeypatch):
    read = email_change.pending_email_change_by_uid

    def read_and_replace(uid):
        change = read(uid)
        PendingEmailChange.objects.update(uid="newer")
        return change

    monkeypatch.setattr(email_change, "pending_email_change_by_uid", read_and_replace)
    assert is_rejected(confirm_email(browser, link))
    assert browser.log_in(member.email).status_code == 200


def test_invalid_email_change_link_is_refused(link, browser):
    for changes in ({"uid": "x"}, {"token": "x"}, {"token": "x.y.z"}):
        assert is_rejected(confirm_email(browser, link, **changes))
    assert confirm_email(browser, link).status_code == 204


def test_confirmation_of_an_email_change_does_not_sign_in(link, browser):
    response = confirm_email(browser, link)
    assert not response.cookies


def test_email_change_with_a_wrong_password_is_refused(member_client, mailoutbox):
    assert is_rejected(change(member_client, password=WRONG), "password")
    assert not PendingEmailChange.objects.exists()
    assert not mailoutbox
    assert member_client.check().status_code == 200


def test_wrong_password_of_an_email_change_counts_as_a_failed_login(member_client, clock, browser, member):
    for _ in range(3):
        assert browser.log_in(member.email, WRONG).status_code == 401
    for _ in range(2):
        assert change(member_client, password=WRONG).status_code == 400
    for refused in (change(member_client), browser.log_in(member.email)):
        assert (refused.status_code, refused.headers["Retry-After"]) == (429, "60")
    clock.shift(60)
    assert change(member_client).status_code == 202


def test_registered_address_gets_an_already_registered_mail(member_client, browser, other_member, mailoutbox):
    response = change(member_client, other_member.email)

    assert (response.status_code, response.content) == (202, b"")
    assert [message.to for message in mailoutbox] == [[other_member.email]]
    assert "already registered" in mailoutbox[0].subject
    assert "http" not in mailoutbox[0].body


def test_email_change_to_a_registered_address_voids_the_older_link(link, member_client, browser, other_member):
    change(member_client, other_member.email)
    assert is_rejected(confirm_email(browser, link))


def test_link_is_refused_if_the_address_was_registered_meanwhile(link, browser, member):
    User.objects.create_user(MOVED, PASSWORD, full_name="Rita Rival")
    assert is_rejected(confirm_email(browser, link))
    assert browser.log_in(member.email).status_code == 200
    assert AuditEvent.objects.get(event="email_change_refused").details == {"because": "address taken"}


def test_email_change_deletes_a_pending_registration_of_the_address(link, browser, mailoutbox):
    form = {"email": MOVED, "password": "a long enough passphrase", "full_name": "Eve"}
    browser.post("/api/users/register/", form)
    assert confirm_email(browser, link).status_code == 204
    assert not PendingRegistration.objects.exists()
    assert is_rejected(confirm_registration(browser, get_link(mailoutbox[1]), form["password"]))


def test_email_change_to_the_own_address_is_refused_in_any_notation(member_client, member):
    for notation in (member.email, *email_variants(member.email)):
        assert is_rejected(change(member_client, notation), "email")


def test_fourth_email_change_to_one_address_within_an_hour_sends_no_mail_and_changes_nothing(
    member_client, signed_in, browser, other_member, mailoutbox
):
    other = signed_in(other_member)
    for _ in range(3):
        change(member_client)
    assert (change(other).status_code, len(mailoutbox)) == (202, 3)
    assert change(member_client).status_code == 202
    assert not PendingEmailChange.objects.filter(user=other_member).exists()
    assert confirm_email(browser, get_link(mailoutbox[2])).status_code == 204


@pytest.mark.slow
def test_twenty_first_email_change_of_a_user_within_an_hour_is_429(member_client, clock):
    responses = [change(member_client, f"address{number}@example.com").status_code for number in range(21)]
    assert responses == [202] * 20 + [429]
    clock.shift(3600)
    member_client.rotate()
    assert change(member_client).status_code == 202


@pytest.mark.parametrize(
    "changes",
    [{"is_active": False}, {"role": "cashier"}, {"is_superuser": True}, {"email": "x@example.com"},
     {"password": "x"}, {"session_version": 7}],
    ids=lambda changes: next(iter(changes)),
)  # fmt: skip
def test_email_change_link_is_void_after_a_change_of_the_user(checks_off, link, browser, member, changes):
    User.objects.filter(pk=member.pk).update(**changes)
    assert is_rejected(confirm_email(browser, link))


def test_password_reset_link_is_void_after_an_email_change(link, browser, member, mailoutbox):
    request_password_reset(browser, member.email)
    assert confirm_email(browser, link).status_code == 204
    assert is_rejected(confirm_password_reset(browser, get_link(mailoutbox[1]), NEW))


def test_login_keeps_the_email_change_link_valid(link, browser, clock, member):
    clock.shift(1)
    browser.log_in(member.email)
    assert confirm_email(browser, link).status_code == 204


def test_invalid_value_of_an_email_change_is_refused_and_named(member_client):
    good = {"email": MOVED, "password": PASSWORD}
    for field, value in [("email", "no address"), ("email", None), ("email", '"a\\ b"@example.com'), ("password", ""),
                         ("password", "p" * 129), ("password", [])]:  # fmt: skip
        assert is_rejected(member_client.post("/api/users/me/email/", good | {field: value}), field), (field, value)
    assert is_rejected(member_client.post("/api/users/me/email/", good | {"full_name": "x"}), "full_name")


def test_email_change_without_a_token_is_401(browser):
    assert change(browser).json()["code"] == "not_authenticated"
