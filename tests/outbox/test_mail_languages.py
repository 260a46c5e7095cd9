"""Every mail in every language: subject and text are translated, all values are filled in, the facts are the same."""

import re
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import translation

from accounts.models import Account
from core.clock import now
from core.languages import SUPPORTED
from factors.enums import FactorChange
from outbox.mail_types import registered_mail_types, render
from outbox.models import OutgoingMail
from tests.browsers import LOCAL_CLIENT, LocalBrowser
from transactions.payments.notifications import send_new_payee
from users import notifications
from users.models import PendingEmailChange, PendingRegistration, User

LINK = re.compile(r"https://app\.bank\.example/\S+")
# Lines that have facts only, which no language changes.
FACTS = {"", "Demo Savings Cooperative"}


def queue_all(user, account):
    """Queues one mail of each kind, in a request with the user's language."""
    pending = PendingRegistration.objects.create(
        email="new@example.com", uid="u" * 32, full_name="Nora New", password="x", expires_at=now() + timedelta(days=1)
    )
    change = PendingEmailChange.objects.create(
        user=user, email="new@example.com", uid="c" * 32, expires_at=now() + timedelta(days=1)
    )
    notifications.send_reset_link(user)
    notifications.send_invitation(user)
    with translation.override(user.language):
        notifications.send_registration_link(pending)
        notifications.send_registration_password_link(pending)
    notifications.send_already_registered(user)
    notifications.send_email_change_link(change, user)
    notifications.send_email_changed(user)
    notifications.send_password_changed(user)
    notifications.send_role_changed(user)
    for each in FactorChange:
        notifications.send_factor_changed(user, each)
    notifications.send_new_browser(user, LOCAL_CLIENT)
    send_new_payee(user, Account.objects.get(number=account))


@pytest.fixture
def mails_in(member, account):
    """The texts of all mails in a language, by kind and facts; the thread has another language."""

    def render_all(language):
        User.objects.filter(pk=member.pk).update(language=language)
        member.refresh_from_db()
        with transaction.atomic():
            queue_all(member, account)
            with translation.override("ar" if language == "es" else "es"):
                found = [
                    (mail.kind, mail.facts.get("change"), *render(mail)) for mail in OutgoingMail.objects.order_by("pk")
                ]
            transaction.set_rollback(True)
        return {(kind, change): (subject, text) for kind, change, subject, text in found}

    return render_all


@pytest.mark.usefixtures("clock")
@pytest.mark.parametrize("language", [code for code in SUPPORTED if code != "en"])
def test_mail_has_no_english_line_and_no_empty_value(mails_in, language):
    english, translated = mails_in("en"), mails_in(language)

    assert {kind for kind, _ in translated} == {each.kind for each in registered_mail_types()}
    for key, (subject, text) in translated.items():
        lines, before = text.splitlines(), english[key][1].splitlines()
        assert subject != english[key][0]
        assert len(lines) == len(before)
        same = {line for line, other in zip(lines, before, strict=True) if line == other and not LINK.fullmatch(line)}
        assert same <= FACTS, key
        assert not re.search(r"%\(|\{\{|\}\}|%[sd]", subject + text), key
        assert not re.search(r"\b(the|you|was|your|hello|march|day|hour)\b", subject + text, re.IGNORECASE), key


@pytest.mark.usefixtures("clock")
def test_mail_in_spanish_has_its_day_its_term_and_its_facts(mails_in, account):
    mails = {kind: texts for (kind, _), texts in mails_in("es").items()}

    assert mails["password_changed"][1].splitlines()[2] == (
        "La contraseña de su cuenta en Demo Savings Cooperative se cambió el 1 de marzo de 2026 a las 12:00 UTC."
    )
    assert "en un plazo de 1 día:" in mails["password_reset"][1]
    assert "Navegador: Firefox 140 en Linux\nDirección de Internet: 127.0.0.1\n" in mails["new_browser"][1]
    assert "Ahora es: Socio." in mails["role_changed"][1]
    assert mails["invitation"][0] == "Su cuenta en Demo Savings Cooperative"
    assert f"Su número termina en {account[-4:]}." in mails["new_payee"][1]


@pytest.mark.usefixtures("clock")
def test_mail_in_arabic_has_its_day_and_its_term(mails_in):
    mails = {kind: texts for (kind, _), texts in mails_in("ar").items()}

    assert "في 1 مارس 2026 الساعة 12:00 UTC." in mails["password_changed"][1]
    assert "خلال 1 يوم:" in mails["password_reset"][1] or "خلال يوم:" in mails["password_reset"][1]


def test_mail_in_a_language_that_the_bank_no_longer_offers_is_in_the_default(mails_in, settings):
    settings.LANGUAGES = [("es", "Español"), ("en", "English")]

    assert mails_in("ar")["password_changed", None][0] == "Se cambió su contraseña"


@pytest.mark.django_db
@pytest.mark.parametrize("confirmed", [True, False])
def test_member_who_registers_gets_the_language_of_the_request(settings, mailoutbox, confirmed):
    settings.EMAIL_CONFIRMATION = confirmed
    body = {"email": "new@example.com", "password": "a long passphrase 1", "full_name": "Nora New"}
    browser, headers = LocalBrowser(), {"Accept-Language": "es-MX"}
    browser.post("/api/users/register/", body, headers=headers)
    if confirmed:
        (message,) = mailoutbox
        assert message.subject == "Confirme su registro"
        uid, token = re.search(r"uid=(\w+)&token=(\S+)", message.body).groups()
        given = {"uid": uid, "token": token, "password": body["password"]}
        assert browser.post("/api/users/register/confirm/", given, headers=headers).status_code < 300

    assert User.objects.get(email="new@example.com").language == "es"


def test_person_whom_staff_invites_gets_the_default_of_the_bank(cashier_client, settings, mailoutbox):
    settings.LANGUAGES = [("es", "Español"), ("en", "English")]
    body = {"email": "new@example.com", "full_name": "Nora New", "role": "member"}
    assert cashier_client.post("/api/users/", body, headers={"Accept-Language": "en"}).status_code == 201

    assert User.objects.get(email="new@example.com").language == "es"
    assert mailoutbox[0].subject == "Su cuenta en Demo Savings Cooperative"
