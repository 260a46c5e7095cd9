"""Events of users: registration, invitation, passwords, e-mail addresses, roles."""

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

NEW_USER = {"email": "newcomer@example.com", "full_name": "Nora Newcomer"}


def password_changed(scenario):
    body = {"current_password": PASSWORD, "new_password": NEW}
    scenario.signed_in(scenario.member).post("/api/users/password/change/", body)
    return scenario.member, scenario.member


def password_change_failed(scenario):
    body = {"current_password": WRONG, "new_password": NEW}
    scenario.signed_in(scenario.member).post("/api/users/password/change/", body)
    return scenario.member, None


def password_reset_requested(scenario):
    request_password_reset(scenario.browser(), scenario.member.email)
    return scenario.member, None


def password_reset(scenario):
    request_password_reset(scenario.browser(), scenario.member.email)
    confirm_password_reset(scenario.browser(), get_link(scenario.outbox[-1]))
    return scenario.member, scenario.member


def browser_forgotten(scenario):
    browser = scenario.signed_in(scenario.member)
    (row,) = browser.get("/api/users/browsers/").json()
    browser.delete(f"/api/users/browsers/{row['id']}/")
    return scenario.member, scenario.member


def password_reset_refused(scenario):
    confirm_password_reset(scenario.browser(), link_for(scenario.member), token="guessed")
    return scenario.member, None


def registration_requested(scenario):
    scenario.browser().post("/api/users/register/", NEW_USER | {"password": NEW})
    return None, None


def registration_refused(scenario):
    scenario.browser().post("/api/users/register/confirm/", {"uid": "x", "token": "x", "password": NEW})
    return None, None


def user_registered(scenario):
    registration_requested(scenario)
    confirm_registration(scenario.browser(), get_link(scenario.outbox[0]), NEW)
    person = User.objects.get(email=NEW_USER["email"])
    return person, person


def user_invited(scenario):
    scenario.signed_in(scenario.manager).post("/api/users/", NEW_USER | {"role": "cashier"})
    return User.objects.get(email=NEW_USER["email"]), scenario.manager


def user_created(scenario):
    with TestCase.captureOnCommitCallbacks(execute=True):
        record_created([scenario.member], command="seed")
    return scenario.member, None


def administrator_created(scenario):
    options = {"email": NEW_USER["email"], "full_name": NEW_USER["full_name"]}
    with TestCase.captureOnCommitCallbacks(execute=True):
        call_command("createsuperuser", interactive=False, verbosity=0, **options)
    return User.objects.get(email=NEW_USER["email"]), None


def user_changed(scenario):
    scenario.signed_in(scenario.member).patch("/api/users/me/", {"phone": "112", "full_name": "Mia"})
    return scenario.member, scenario.member


def email_change_requested(scenario):
    scenario.signed_in(scenario.member).post("/api/users/me/email/", {"email": NEW_USER["email"], "password": PASSWORD})
    return scenario.member, scenario.member


def email_change_refused(scenario):
    scenario.signed_in(scenario.member).post("/api/users/me/email/", {"email": NEW_USER["email"], "password": WRONG})
    return scenario.member, None


def email_changed(scenario):
    email_change_requested(scenario)
    confirm_email(scenario.browser(), get_link(scenario.outbox[-1]))
    return scenario.member, scenario.member


def role_changed(scenario):
    return scenario.change(scenario.cashier, role="member")


def user_deactivated(scenario):
    return scenario.change(scenario.member, is_active=False)


def user_reactivated(scenario):
    User.objects.filter(pk=scenario.member.pk).update(is_active=False)
    return scenario.change(scenario.member, is_active=True)
