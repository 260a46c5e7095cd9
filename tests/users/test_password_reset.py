"""Asking for a reset link: the same answer for every address, a mail only to active people."""

import pytest

from core.authorization.roles import Role
from tests.contract.error_assertions import headers_without_request_id
from tests.hashers import PASSWORD
from tests.users.email_variants import email_variants
from tests.users.mailed_links import get_link, request_password_reset
from users.models import User


@pytest.fixture
def inactive(db):
    return User.objects.create_user("left@example.com", PASSWORD, role=Role.MEMBER, is_active=False)


def test_the_answer_is_the_same_for_known_unknown_and_inactive_people(browser, member, inactive, mailoutbox):
    responses = [
        request_password_reset(browser, email)
        for email in (member.email, "nobody@example.com", inactive.email, "no address")
    ]

    assert {(a.status_code, a.content, headers_without_request_id(a)) for a in responses} == {
        (202, b"", headers_without_request_id(responses[0]))
    }
    assert [message.to for message in mailoutbox] == [[member.email]]


def test_the_answer_does_not_change_when_no_more_mails_go_out(browser, member, mailoutbox):
    responses = [request_password_reset(browser, member.email) for _ in range(5)]

    assert {(a.status_code, a.content) for a in responses} == {(202, b"")}
    assert len(mailoutbox) == 3


def test_the_mail_goes_to_the_stored_address_whatever_was_typed(browser, member, mailoutbox):
    request_password_reset(browser, email_variants(member.email)[3])
    assert mailoutbox[0].to == [member.email]


def test_three_mails_an_hour_go_to_one_account_in_whatever_spelling_from_wherever(clock, at, member, mailoutbox):
    for number, spelling in enumerate(email_variants(member.email)):
        request_password_reset(at(f"10.0.0.{number}"), spelling)
        clock.shift(600)
    assert len(mailoutbox) == 3

    clock.shift(600 - 1)  # an hour after the first, less a second
    request_password_reset(at("10.0.1.1"), member.email)
    assert len(mailoutbox) == 3
    clock.shift(1)
    request_password_reset(at("10.0.1.1"), member.email)
    request_password_reset(at("10.0.1.1"), member.email)  # the second mail is less than an hour old
    assert len(mailoutbox) == 4


def test_one_persons_limit_is_nobody_elses(browser, member, other_member, mailoutbox):
    for _ in range(4):
        request_password_reset(browser, member.email)
    request_password_reset(browser, other_member.email)
    assert mailoutbox[-1].to == [other_member.email]


def test_somebody_who_was_invited_and_lost_the_mail_gets_another(browser, mailoutbox):
    User.objects.create_user("invited@example.com", None, full_name="Ivy Invited", role=Role.CASHIER)
    request_password_reset(browser, "invited@example.com")
    assert mailoutbox[0].to == ["invited@example.com"]


@pytest.mark.parametrize(
    "headers",
    [{"Host": "api.bank.example"}, {"X-Forwarded-Host": "evil.example"}, {"Origin": "https://evil.example"}, {}],
)
def test_the_link_leads_to_the_frontend_whatever_the_request_says(browser, member, mailoutbox, headers):
    browser.post("/api/users/password/reset/", {"email": member.email}, headers=headers)

    link = get_link(mailoutbox[0])
    assert link.startswith("https://app.bank.example/reset-password?uid=")
    assert "api.bank.example" not in mailoutbox[0].body
    assert "evil.example" not in mailoutbox[0].body


def test_even_where_every_host_is_allowed(browser, member, mailoutbox, settings):
    settings.ALLOWED_HOSTS = ["*"]
    settings.FRONTEND_URL = "https://bank.example/app/"
    browser.post("/api/users/password/reset/", {"email": member.email}, headers={"Host": "evil.example"})
    assert get_link(mailoutbox[0]).startswith("https://bank.example/app/reset-password?uid=")


def test_mail_is_plain_text_with_the_link_as_it_must_be_typed(browser, member, mailoutbox, settings):
    settings.BANK_NAME = "Bank <b>O'Brien</b> & Söhne"
    request_password_reset(browser, member.email)

    assert "&amp;" not in mailoutbox[0].body
    assert "Bank <b>O'Brien</b> & Söhne" in mailoutbox[0].body
    assert mailoutbox[0].alternatives == []


@pytest.mark.parametrize("value", [None, "", [], {}, "e" * 255, "nul\0character", "lone \ud800 surrogate"])
def test_the_address_has_its_bounds(browser, value):
    response = request_password_reset(browser, value)
    assert response.status_code == 400
    assert list(response.json()["fields"]) == ["email"]


def test_another_field_is_refused(browser, member, mailoutbox):
    response = browser.post("/api/users/password/reset/", {"email": member.email, "host": "evil.example"})
    assert list(response.json()["fields"]) == ["host"]
    assert not mailoutbox
