"""Mailed links keep working while keys are rotated and after the upgrade, for their lifetime."""

from datetime import timedelta

import pytest
from django.core.signing import TimestampSigner

from tests.hashers import PASSWORD
from tests.key_rings import NEW, OLD
from tests.users.mailed_links import (
    confirm_email,
    confirm_password_reset,
    confirm_registration,
    get_link,
    get_link_parameters,
    is_rejected,
    request_password_reset,
)
from users.link_tokens import _Generator
from users.models import PendingRegistration, User
from users.notifications import link_for

NEWCOMER = {"email": "new@example.com", "password": PASSWORD, "full_name": "Nora New"}


def reset(browser, member, mailoutbox):
    request_password_reset(browser, member.email)
    return lambda: confirm_password_reset(browser, get_link(mailoutbox[-1]))


def registration(browser, member, mailoutbox):
    browser.post("/api/users/register/", NEWCOMER)
    return lambda: confirm_registration(browser, get_link(mailoutbox[-1]), PASSWORD)


def email_change(browser, member, mailoutbox):
    browser.log_in(member.email)
    browser.post("/api/users/me/email/", {"email": "moved@example.com", "password": PASSWORD})
    return lambda: confirm_email(browser, get_link(mailoutbox[-1]))


every_link = pytest.mark.parametrize("ask", [reset, registration, email_change])


@every_link
def test_link_of_the_former_first_key_works_after_the_rotation(ask, browser, member, mailoutbox, use_keys):
    use_keys(OLD, NEW)
    confirm = ask(browser, member, mailoutbox)
    use_keys(NEW, OLD)

    assert confirm().status_code == 204


@every_link
def test_link_of_a_key_that_was_removed_is_refused(ask, browser, member, mailoutbox, use_keys):
    use_keys(OLD)
    confirm = ask(browser, member, mailoutbox)
    use_keys(NEW)

    assert is_rejected(confirm())
    use_keys(NEW, OLD)
    assert confirm().status_code == 204


@every_link
def test_link_with_the_id_of_another_key_is_refused(ask, browser, member, mailoutbox, use_keys):
    use_keys(OLD, NEW)
    confirm = ask(browser, member, mailoutbox)
    mailoutbox[-1].body = mailoutbox[-1].body.replace("k1~", "k2~")

    assert is_rejected(confirm())


def old_reset_link(member):
    """As versions before the key ring made it."""
    uid = get_link_parameters(link_for(member))["uid"]
    return f"https://x/?uid={uid}&token={_Generator().make_token(member)}"


def old_registration_token(pending):
    """As versions before the key ring made it."""
    text = f"{pending.uid}\x1f{pending.email}"
    return TimestampSigner(sep=".", salt="users.link_tokens.registration").sign(text).removeprefix(f"{text}.")


def test_reset_link_of_the_old_form_works_for_its_lifetime_after_the_upgrade(browser, member, upgraded):
    link = old_reset_link(User.objects.get(pk=member.pk))
    upgraded(timedelta(hours=24))
    assert is_rejected(confirm_password_reset(browser, link))
    upgraded(timedelta(hours=23, minutes=59))
    assert confirm_password_reset(browser, link).status_code == 204


def test_registration_link_of_the_old_form_works_for_its_lifetime_after_the_upgrade(browser, upgraded):
    browser.post("/api/users/register/", NEWCOMER)
    pending = PendingRegistration.objects.get()
    link = f"https://x/?uid={pending.uid}&token={old_registration_token(pending)}"
    upgraded(timedelta(hours=24))
    assert is_rejected(confirm_registration(browser, link, PASSWORD))
    upgraded(timedelta(hours=23, minutes=59))
    assert confirm_registration(browser, link, PASSWORD).status_code == 204
