"""Mails contain no text that the sender of a request chose, and their headers cannot be changed by an address."""

import pytest

from tests.hashers import PASSWORD
from tests.users.mailed_links import confirm_email, get_link, get_link_parameters, request_password_reset
from users.models import User

LURE = "Your account is locked call 555 0100"
TAGGED = "victim+call-555-0100@example.com"  # delivered to the victim, with any text after the plus sign
HEADERS = {"Content-Type", "MIME-Version", "Content-Transfer-Encoding", "Subject", "From", "To", "Date", "Message-ID"}


def register(browser, email=TAGGED):
    form = {"email": email, "password": "a long enough passphrase", "full_name": LURE}
    assert browser.post("/api/users/register/", form).status_code in {201, 202}


def change_email(browser, email=TAGGED):
    assert browser.post("/api/users/me/email/", {"email": email, "password": PASSWORD}).status_code == 202


@pytest.fixture
def lure_client(signed_in, member):
    """The browser of a member whose full name is the lure."""
    browser = signed_in(member)
    assert browser.patch("/api/users/me/", {"full_name": LURE}).status_code == 200
    return browser


def registration(browser, lure_client, settings):
    register(browser)


def reset_of_an_unconfirmed_registration(browser, lure_client, settings):
    register(browser)
    request_password_reset(browser, TAGGED)


def reset_of_a_registration_without_confirmation(browser, lure_client, settings):
    settings.EMAIL_CONFIRMATION = False
    register(browser)
    request_password_reset(browser, TAGGED)


def registration_of_a_member(browser, lure_client, settings):
    User.objects.create_user(TAGGED, PASSWORD, full_name=LURE)
    register(browser)


def change_to_a_free_address(browser, lure_client, settings):
    change_email(lure_client)


def change_to_a_members_address(browser, lure_client, settings):
    User.objects.create_user(TAGGED, PASSWORD, full_name=LURE)
    change_email(lure_client)


MAILINGS = [registration, reset_of_an_unconfirmed_registration, reset_of_a_registration_without_confirmation,
        registration_of_a_member, change_to_a_free_address, change_to_a_members_address]  # fmt: skip


@pytest.mark.parametrize("send_mail", MAILINGS)
def test_mail_to_an_unconfirmed_address_has_no_text_of_the_sender(
    browser, lure_client, settings, mailoutbox, send_mail
):
    send_mail(browser, lure_client, settings)

    assert mailoutbox
    for message in mailoutbox:
        assert message.to == [TAGGED]
        for chosen in (LURE, "Maria", "call", "555"):
            assert chosen not in message.subject + without_link(message), chosen


def without_link(message):
    return message.body.replace(get_link(message), "") if "http" in message.body else message.body


def test_notice_to_the_former_address_names_neither_the_user_nor_the_new_address(
    lure_client, browser, member, mailoutbox
):
    change_email(lure_client)
    assert confirm_email(browser, get_link(mailoutbox[0])).status_code == 204

    assert mailoutbox[1].to == [member.email]
    for chosen in (LURE, TAGGED, "555", "http"):
        assert chosen not in mailoutbox[1].body


def test_invitation_has_the_name_that_staff_entered(signed_in, cashier, mailoutbox):
    form = {"email": "invited@example.com", "full_name": "Ivy Invited", "role": "member"}
    signed_in(cashier).post("/api/users/", form)

    body = mailoutbox[0].body
    assert body.startswith("Hello Ivy Invited,")
    assert "Demo Savings Cooperative has created an account for you." in body
    assert "If it has expired, ask for a new one" in body


@pytest.mark.parametrize(
    ("seconds", "text"), [(86400, "1 day"), (2 * 3600, "2 hours"), (5400, "1 hour, 30 minutes"), (1800, "30 minutes")]
)
@pytest.mark.parametrize("send_mail", [registration, change_to_a_free_address])
def test_mail_states_how_long_its_link_is_valid(browser, lure_client, settings, mailoutbox, send_mail, seconds, text):
    settings.PASSWORD_RESET_TIMEOUT = seconds
    send_mail(browser, lure_client, settings)
    assert f"Confirm it here, within {text}:" in mailoutbox[0].body


@pytest.mark.parametrize(
    "address",
    [
        '"a\x0cBcc: eve"@example.com',
        '"a\x1db"@example.com',
        '"call\\ 555"@example.com',
        "a\x0bb@example.com",
        "a\r\nb@example.com",
        "a@example.com\nBcc: b@example.com",
    ],
)
def test_email_that_could_break_a_mail_header_is_refused_on_every_route(
    signed_in, browser, member, manager, mailoutbox, address
):
    form = {"email": address, "full_name": "Nora"}
    for response in (
        browser.post("/api/users/register/", form | {"password": "a long enough passphrase"}),
        signed_in(manager).post("/api/users/", form | {"role": "member"}),
        signed_in(member).post("/api/users/me/email/", {"email": address, "password": PASSWORD}),
    ):
        assert (response.status_code, list(response.json()["fields"])) == (400, ["email"])
    assert not mailoutbox


@pytest.mark.parametrize("send_mail", MAILINGS)
def test_mail_headers_are_set_by_the_bank_and_link_parameters_fit_their_fields(
    browser, lure_client, settings, mailoutbox, send_mail
):
    send_mail(browser, lure_client, settings)
    for message in mailoutbox:
        link = get_link_parameters(get_link(message)) if "http" in message.body else {"uid": "", "token": ""}
        assert len(link["uid"]) <= 64
        assert len(link["token"]) <= 128
        headers = message.message()
        assert set(headers.keys()) == HEADERS
        assert headers.get_all("To") == [TAGGED]
