"""Requesting a reset link: the same response for every address, and mail only to active users."""

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


def test_reset_response_is_the_same_for_known_unknown_and_inactive_users(browser, member, inactive, mailoutbox):
    responses = [
        request_password_reset(browser, email)
        for email in (member.email, "nobody@example.com", inactive.email, "no address")
    ]

    assert {
        (response.status_code, response.content, headers_without_request_id(response)) for response in responses
    } == {(202, b"", headers_without_request_id(responses[0]))}
    assert [message.to for message in mailoutbox] == [[member.email]]


def test_reset_response_is_the_same_when_the_mail_limit_is_exhausted(browser, member, mailoutbox):
    responses = [request_password_reset(browser, member.email) for _ in range(5)]

    assert {(response.status_code, response.content) for response in responses} == {(202, b"")}
    assert len(mailoutbox) == 3


def test_reset_mail_goes_to_the_stored_address(browser, member, mailoutbox):
    request_password_reset(browser, email_variants(member.email)[3])
    assert mailoutbox[0].to == [member.email]


def test_account_gets_three_reset_mails_an_hour_for_all_notations_and_addresses(clock, browser_at, member, mailoutbox):
    for number, notation in enumerate(email_variants(member.email)):
        request_password_reset(browser_at(f"10.0.0.{number}"), notation)
        clock.shift(600)
    assert len(mailoutbox) == 3

    clock.shift(600 - 1)  # an hour after the first, less a second
    request_password_reset(browser_at("10.0.1.1"), member.email)
    assert len(mailoutbox) == 3
    clock.shift(1)
    request_password_reset(browser_at("10.0.1.1"), member.email)
    request_password_reset(browser_at("10.0.1.1"), member.email)  # the second mail is less than an hour old
    assert len(mailoutbox) == 4


def test_reset_mail_limit_counts_each_account_separately(browser, member, other_member, mailoutbox):
    for _ in range(4):
        request_password_reset(browser, member.email)
    request_password_reset(browser, other_member.email)
    assert mailoutbox[-1].to == [other_member.email]


def test_invited_user_can_request_a_reset_mail(browser, mailoutbox):
    User.objects.create_user("invited@example.com", None, full_name="Ivy Invited", role=Role.CASHIER)
    request_password_reset(browser, "invited@example.com")
    assert mailoutbox[0].to == ["invited@example.com"]


@pytest.mark.parametrize(
    "headers",
    [{"Host": "api.bank.example"}, {"X-Forwarded-Host": "evil.example"}, {"Origin": "https://evil.example"}, {}],
)
def test_reset_link_leads_to_the_frontend_for_any_request_headers(browser, member, mailoutbox, headers):
    browser.post("/api/users/password/reset/", {"email": member.email}, headers=headers)

    link = get_link(mailoutbox[0])
    assert link.startswith("https://app.bank.example/reset-password?uid=")
    assert "api.bank.example" not in mailoutbox[0].body
    assert "evil.example" not in mailoutbox[0].body


def test_reset_link_leads_to_the_frontend_with_all_hosts_allowed(browser, member, mailoutbox, settings):
    settings.ALLOWED_HOSTS = ["*"]
    settings.FRONTEND_URL = "https://bank.example/app/"
    browser.post("/api/users/password/reset/", {"email": member.email}, headers={"Host": "evil.example"})
    assert get_link(mailoutbox[0]).startswith("https://bank.example/app/reset-password?uid=")


def test_reset_mail_is_plain_text_without_html_escapes(browser, member, mailoutbox, settings):
    settings.BANK_NAME = "Bank <b>O'Brien</b> & Söhne"
    request_password_reset(browser, member.email)

    assert "&amp;" not in mailoutbox[0].body
    assert "Bank <b>O'Brien</b> & Söhne" in mailoutbox[0].body
    assert mailoutbox[0].alternatives == []


@pytest.mark.parametrize("value", [None, "", [], {}, "e" * 255, "nul\0character", "lone \ud800 surrogate"])
def test_reset_with_an_invalid_email_is_refused(browser, value):
    response = request_password_reset(browser, value)
    assert response.status_code == 400
    assert list(response.json()["fields"]) == ["email"]


def test_reset_with_another_field_is_refused(browser, member, mailoutbox):
    response = browser.post("/api/users/password/reset/", {"email": member.email, "host": "evil.example"})
    assert list(response.json()["fields"]) == ["host"]
    assert not mailoutbox
