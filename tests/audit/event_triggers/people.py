"""The events of people: registration, invitation, passwords, addresses, roles."""

from django.core.management import call_command
from django.test import TestCase

from tests.audit.audit_fixtures import WRONG
from tests.hashers import PASSWORD
from tests.users.mailed_links import (
    NEW,
    confirm_email,
    confirm_password_reset,
    confirm_registration,
    get_link,
    request_password_reset,
)
from users.authentication.commands import record_created
from users.models import User
from users.notifications import link_for

NEWCOMER = {"email": "newcomer@example.com", "full_name": "Nora Newcomer"}


def password_changed(on):
    body = {"current_password": PASSWORD, "new_password": NEW}
    on.signed_in(on.member).post("/api/users/password/change/", body)
    return on.member, on.member


def password_change_failed(on):
    body = {"current_password": WRONG, "new_password": NEW}
    on.signed_in(on.member).post("/api/users/password/change/", body)
    return on.member, None


def password_reset_requested(on):
    request_password_reset(on.browser(), on.member.email)
    return on.member, None


def password_reset(on):
    request_password_reset(on.browser(), on.member.email)
    confirm_password_reset(on.browser(), get_link(on.outbox[0]))
    return on.member, on.member


def password_reset_refused(on):
    confirm_password_reset(on.browser(), link_for(on.member), token="guessed")
    return on.member, None


def registration_requested(on):
    on.browser().post("/api/users/register/", NEWCOMER | {"password": NEW})
    return None, None


def registration_refused(on):
    on.browser().post("/api/users/register/confirm/", {"uid": "x", "token": "x", "password": NEW})
    return None, None


def user_registered(on):
    registration_requested(on)
    confirm_registration(on.browser(), get_link(on.outbox[0]), NEW)
    person = User.objects.get(email=NEWCOMER["email"])
    return person, person


def user_invited(on):
    on.signed_in(on.manager).post("/api/users/", NEWCOMER | {"role": "cashier"})
    return User.objects.get(email=NEWCOMER["email"]), on.manager


def user_created(on):
    with TestCase.captureOnCommitCallbacks(execute=True):
        record_created([on.member], command="seed")
    return on.member, None


def administrator_created(on):
    named = {"email": NEWCOMER["email"], "full_name": NEWCOMER["full_name"]}
    with TestCase.captureOnCommitCallbacks(execute=True):
        call_command("createsuperuser", interactive=False, verbosity=0, **named)
    return User.objects.get(email=NEWCOMER["email"]), None


def user_changed(on):
    on.signed_in(on.member).patch("/api/users/me/", {"phone": "112", "full_name": "Mia"})
    return on.member, on.member


def email_change_requested(on):
    on.signed_in(on.member).post("/api/users/me/email/", {"email": NEWCOMER["email"], "password": PASSWORD})
    return on.member, on.member


def email_change_refused(on):
    on.signed_in(on.member).post("/api/users/me/email/", {"email": NEWCOMER["email"], "password": WRONG})
    return on.member, None


def email_changed(on):
    email_change_requested(on)
    confirm_email(on.browser(), get_link(on.outbox[0]))
    return on.member, on.member


def role_changed(on):
    return on.change(on.cashier, role="member")


def user_deactivated(on):
    return on.change(on.member, is_active=False)


def user_reactivated(on):
    User.objects.filter(pk=on.member.pk).update(is_active=False)
    return on.change(on.member, is_active=True)
