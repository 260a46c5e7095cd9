"""Notices of security events: each exactly once, to the user, in the user's language, without text of the sender."""

import struct

import pytest
from django.utils.translation import gettext

from core.authorization.roles import Role
from outbox.models import OutgoingMail
from tests.admin.admin_client import AdminBrowser
from tests.browsers import LocalBrowser
from tests.hashers import PASSWORD
from tests.key_rings import NEW as NEW_KEY
from tests.mail_delivery import deliver_mails
from tests.users.mailed_links import NEW, confirm_password_reset, get_link, request_password_reset
from users.authentication.commands import set_password
from users.models import User
from users.notifications import send_reset_link

FRENCH = {
    "": "Content-Type: text/plain; charset=UTF-8\n",
    "Hello,": "Bonjour,",
    "Your role was changed": "Votre rôle a changé",
}
LURE = "Call-555-0100 https://evil.example/unlock"


def compiled_messages(messages):
    """The file of a catalog as gettext reads it: a header, the tables of both texts, the texts."""
    pairs = sorted((key.encode(), text.encode()) for key, text in messages.items())
    texts = [key for key, _ in pairs] + [text for _, text in pairs]
    start, table = 28 + 8 * len(texts), b""
    for text in texts:
        table += struct.pack("<II", len(text), start)
        start += len(text) + 1
    count = len(pairs)
    header = struct.pack("<7I", 0x950412DE, 0, count, 28, 28 + 8 * count, 0, 0)
    return header + table + b"".join(text + b"\0" for text in texts)


def subjects(mailoutbox):
    return [message.subject for message in mailoutbox]


def test_first_login_on_a_browser_sends_one_mail(clock, member, mailoutbox):
    browser = LocalBrowser(REMOTE_ADDR="203.0.113.9")
    for _ in range(3):
        assert browser.log_in(member.email).status_code == 200

    (message,) = mailoutbox
    assert (message.subject, message.to) == ("New sign-in to your account", [member.email])
    for fact in ("Firefox 140 on Linux", "203.0.113.9", "1 March 2026 12:00 UTC", "Demo Savings Cooperative"):
        assert fact in message.body
    assert "http" not in message.body


def test_notice_of_a_new_browser_has_no_text_of_the_sender(clock, member, mailoutbox):
    assert LocalBrowser(LURE).log_in(member.email, bind_browser=True).status_code == 200
    assert "Browser: not recognized" in mailoutbox[0].body
    assert not [word for word in ("Call", "555", "evil") if word in mailoutbox[0].body]


def test_refused_login_sends_no_mail(clock, member, other_member, browser, mailoutbox):
    browser.log_in(member.email, "a wrong password")
    assert OutgoingMail.objects.count() == 0
    browser.log_in(other_member.email)
    mailoutbox.clear()
    assert browser.log_in(member.email).status_code == 409
    assert mailoutbox == []


def test_admin_login_on_a_new_browser_sends_one_mail(manager, mailoutbox):
    admin_client = AdminBrowser()
    for _ in range(2):
        assert admin_client.log_in(manager.email).status_code == 302
    assert subjects(mailoutbox) == ["New sign-in to your account"]


def test_password_change_sends_one_mail(signed_in, member, mailoutbox):
    body = {"current_password": PASSWORD, "new_password": NEW}
    assert signed_in(member).post("/api/users/password/change/", body).status_code == 204
    assert [(m.subject, m.to) for m in mailoutbox] == [("Your password was changed", [member.email])]


def test_completed_password_reset_sends_one_mail(browser, member, mailoutbox):
    request_password_reset(browser, member.email)
    link = get_link(mailoutbox[0])
    assert [confirm_password_reset(browser, link).status_code for _ in range(2)] == [204, 400]
    assert subjects(mailoutbox) == ["Set a new password", "Your password was changed"]


def test_password_that_a_command_sets_sends_one_mail(member, mailoutbox, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        set_password(user=member, new_password=NEW, command="changepassword")
    deliver_mails()
    assert subjects(mailoutbox) == ["Your password was changed"]


def test_change_of_the_role_sends_one_mail_with_the_new_role(signed_in, manager, member, mailoutbox):
    browser = signed_in(manager)
    for _ in range(2):
        assert browser.patch(f"/api/users/{member.pk}/", {"role": "cashier"}).status_code == 200
    (message,) = mailoutbox
    assert (message.subject, message.to) == ("Your role was changed", [member.email])
    assert "It is now: Cashier." in message.body


def test_other_changes_of_a_person_send_no_mail(signed_in, manager, member, mailoutbox):
    assert signed_in(manager).patch(f"/api/users/{member.pk}/", {"full_name": "Mia Member"}).status_code == 200
    assert mailoutbox == []


@pytest.mark.parametrize("change", ["password", "email", "is_active"])
def test_queued_reset_link_is_not_sent_after_a_change_that_voids_it(
    member, change, mailoutbox, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        send_reset_link(member)
    values = {"password": "!", "email": "moved@example.com", "is_active": False}
    User.objects.filter(pk=member.pk).update(**{change: values[change]})
    deliver_mails()

    assert mailoutbox == []
    assert OutgoingMail.objects.get().status == "discarded"


def test_queued_reset_link_is_sent_after_the_key_that_signed_has_been_replaced(
    member, mailoutbox, use_keys, browser, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        send_reset_link(member)
    use_keys(NEW_KEY)
    deliver_mails()

    assert confirm_password_reset(browser, get_link(mailoutbox[0])).status_code == 204


def test_queue_has_neither_links_nor_hashes(browser, member):
    request_password_reset(browser, member.email)
    request_password_reset(browser, "nobody@example.com")
    real, nothing = OutgoingMail.objects.order_by("pk")
    member.refresh_from_db()
    assert set(real.facts) == {"digest"}
    assert member.password not in str(real.facts)
    assert (nothing.recipient, nothing.facts, nothing.status) == ("", {}, "discarded")


@pytest.fixture
def _second_language(settings, tmp_path):
    """A bank with another language, in which a few texts are translated."""
    folder = tmp_path / "fr" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "django.mo").write_bytes(compiled_messages(FRENCH))
    settings.LANGUAGES = [("en", "English"), ("fr", "French")]
    settings.LOCALE_PATHS = [str(tmp_path)]


@pytest.mark.parametrize("language", ["en", "xx"])
def test_language_must_be_one_of_the_banks(signed_in, member, language):
    response = signed_in(member).patch("/api/users/me/", {"language": language})
    assert response.status_code == (200 if language == "en" else 400)
    assert response.json().get("language", response.json().get("fields")) == (
        "en" if language == "en" else {"language": ['"xx" is not a valid choice.']}
    )


def test_staff_do_not_choose_the_language_of_a_person(signed_in, manager, member):
    response = signed_in(manager).patch(f"/api/users/{member.pk}/", {"language": "en"})
    assert (response.status_code, list(response.json()["fields"])) == (400, ["language"])
    assert "language" not in signed_in(manager).get(f"/api/users/{member.pk}/").json()


@pytest.mark.usefixtures("_second_language")
def test_mail_is_in_the_language_of_its_user(signed_in, manager, member, mailoutbox):
    User.objects.filter(pk=member.pk).update(language="fr")
    assert signed_in(manager).patch(f"/api/users/{member.pk}/", {"role": Role.CASHIER}).status_code == 200

    (message,) = mailoutbox
    assert message.subject == "Votre rôle a changé"
    assert message.body.startswith("Bonjour,\n")
    assert gettext("Hello,") == "Hello,"
