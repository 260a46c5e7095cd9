"""Mail is sent after the commit and outside the request: a failure does not fail the request; a rollback sends none."""

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
def broken_mail_server(settings):
    settings.EMAIL_BACKEND = f"{__name__}.BrokenBackend"


def test_password_reset_is_202_when_the_mail_server_is_down(broken_mail_server, browser, member, caplog):
    responses = [request_password_reset(browser, email) for email in (member.email, "nobody@example.com")]

    assert [(response.status_code, response.content) for response in responses] == [(202, b"")] * 2
    assert "(password_reset) not sent, is tried again: ConnectionRefusedError" in caplog.text
    assert "reset-password" not in caplog.text  # the link is a secret


def test_invitation_succeeds_when_the_mail_server_is_down_and_a_link_can_be_requested_later(
    broken_mail_server, signed_in, browser, cashier, settings, mailoutbox
):
    assert signed_in(cashier).post("/api/users/", INVITED).status_code == 201
    assert not mailoutbox

    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    request_password_reset(browser, INVITED["email"])
    assert confirm_password_reset(browser, get_link(mailoutbox[0])).status_code == 204


def fail_after(function):
    """Calls the function and then raises an error."""

    def call_and_fail(user):
        function(user)
        raise RuntimeError("the transaction is lost")

    return call_and_fail


def test_rolled_back_invitation_sends_no_mail(signed_in, cashier, mailoutbox, monkeypatch):
    browser = signed_in(cashier)
    monkeypatch.setattr(mail, "send_invitation", fail_after(mail.send_invitation))

    assert browser.post("/api/users/", INVITED).json()["code"] == "server_error"
    assert not mailoutbox
    assert not User.objects.filter(email=INVITED["email"]).exists()
    assert not AuditEvent.objects.filter(event="user_invited").exists()


def test_rolled_back_password_reset_sends_no_mail_and_is_not_counted(browser, member, mailoutbox, monkeypatch):
    monkeypatch.setattr(mail, "send_reset_link", fail_after(mail.send_reset_link))

    assert request_password_reset(browser, member.email).json()["code"] == "server_error"
    assert not mailoutbox
    monkeypatch.undo()
    for _ in range(4):
        request_password_reset(browser, member.email)
    assert len(mailoutbox) == 3  # the rolled-back request was not counted
