"""Mail goes out after the commit and beside the request: its failure is nobody's error, a rollback sends none."""

import pytest
from django.core.mail.backends.base import BaseEmailBackend

from audit.models import AuditEvent
from tests.users.mailed_links import confirm_password_reset, get_link, request_password_reset
from users import notifications as mail
from users.models import User

INVITED = {"email": "invited@example.com", "full_name": "Ivy Invited", "role": "member"}


class BrokenBackend(BaseEmailBackend):
    def send_messages(self, messages):
        raise ConnectionRefusedError("the mail server is down")


@pytest.fixture
def broken(settings):
    settings.EMAIL_BACKEND = f"{__name__}.BrokenBackend"


def test_asking_for_a_link_is_answered_as_ever(broken, browser, member, caplog):
    responses = [request_password_reset(browser, email) for email in (member.email, "nobody@example.com")]

    assert [(response.status_code, response.content) for response in responses] == [(202, b"")] * 2
    assert "mail not sent: Set a new password" in caplog.text
    assert "reset-password" not in caplog.text  # the link is a secret


def test_a_person_is_created_all_the_same_and_can_ask_later(broken, signed_in, browser, cashier, settings, mailoutbox):
    assert signed_in(cashier).post("/api/users/", INVITED).status_code == 201
    assert not mailoutbox

    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    request_password_reset(browser, INVITED["email"])
    assert confirm_password_reset(browser, get_link(mailoutbox[0])).status_code == 204


def after(real):
    """The real thing, and then a failure."""

    def sends_and_fails(user):
        real(user)
        raise RuntimeError("the transaction is lost")

    return sends_and_fails


def test_nothing_is_mailed_for_an_invitation_that_is_rolled_back(signed_in, cashier, mailoutbox, monkeypatch):
    browser = signed_in(cashier)
    monkeypatch.setattr(mail, "send_invitation", after(mail.send_invitation))

    assert browser.post("/api/users/", INVITED).json()["code"] == "server_error"
    assert not mailoutbox
    assert not User.objects.filter(email=INVITED["email"]).exists()
    assert not AuditEvent.objects.filter(event="user_invited").exists()


def test_nothing_is_mailed_for_a_reset_that_is_rolled_back(browser, member, mailoutbox, monkeypatch):
    monkeypatch.setattr(mail, "send_reset_link", after(mail.send_reset_link))

    assert request_password_reset(browser, member.email).json()["code"] == "server_error"
    assert not mailoutbox
    monkeypatch.undo()
    for _ in range(4):
        request_password_reset(browser, member.email)
    assert len(mailoutbox) == 3  # the lost one was given back
