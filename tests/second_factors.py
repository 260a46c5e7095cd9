"""Sets up second factors over HTTP, and computes the codes of an authenticator app."""

from datetime import timedelta

import pyotp

from core.clock import now
from factors import recovery_codes, totp
from factors.models import TotpDevice
from factors.services import factors as services
from tests.authenticator import ORIGIN
from tests.hashers import PASSWORD
from users.models import User

FACTORS = "/api/users/factors/"
PROOF = f"{FACTORS}proof/"
LOGIN_FACTOR = "/api/users/login/factor/"
PASSKEY_LOGIN = "/api/users/login/passkey/"
FROM_APP = {"Origin": ORIGIN}


def code_at(secret, moment=None, steps=0):
    """The six digits at a moment, or some steps of 30 seconds later or earlier."""
    return pyotp.TOTP(secret).at((moment or now()) + timedelta(seconds=30 * steps))


def next_code(secret):
    """A code that is accepted after `code_at(secret)` was used: of the next step, for which telephones may be ahead."""
    return code_at(secret, steps=1)


def expect(response, status, code=None):
    """The JSON of a response, whose status and error code are checked; None where there is no body."""
    assert response.status_code == status, (response.status_code, response.content)
    body = response.json() if response.content else None
    if code is not None:
        assert body["code"] == code, body
    return body


def prove(browser, **body):
    """Proves the session, by the password unless another proof is given."""
    expect(browser.post(PROOF, body or {"password": PASSWORD}), 204)


def add_totp(browser):
    """Adds an authenticator to the account of a signed-in user, who has proved the session; returns the secret."""
    secret = expect(browser.post(f"{FACTORS}totp/"), 200)["secret"]
    expect(browser.post(f"{FACTORS}totp/confirm/", {"code": code_at(secret)}), 204)
    return secret


def add_passkey(browser, authenticator, name="Phone", headers=FROM_APP, **overrides):
    """Adds a passkey to the account of a signed-in user, who has proved the session; returns the response."""
    options = expect(browser.post(f"{FACTORS}passkeys/options/", headers=headers), 200)
    credential = authenticator.create(options, **overrides)
    return browser.post(f"{FACTORS}passkeys/", {"name": name, "credential": credential}, headers=headers)


def give_totp(person):
    """Gives a person an authenticator, without a request; returns its secret. No code of it was used yet."""
    secret = totp.begin(person.pk)
    totp.confirm(person.pk, code_at(secret))
    TotpDevice.objects.filter(user_id=person.pk).update(last_step=0)
    _sync(person)
    return secret


def give_recovery_codes(person):
    """Gives a person ten recovery codes, without a request."""
    return recovery_codes.replace(person.pk)


def take_all(person):
    """Removes everything, without a request."""
    services.remove_all(person.pk)
    _sync(person)


def sign_in(browser, email, password=PASSWORD, headers=None, **extra):
    """The facts of the second step, after the right password."""
    return expect(browser.log_in(email, password, headers=headers, **extra), 200)["factor_required"]


def send_factor(browser, challenge, headers=None, **factor):
    """Sends the second step, and keeps the tokens of a success."""
    response = browser.post(LOGIN_FACTOR, {"challenge": challenge, **factor}, headers=headers, token=None)
    if response.status_code == 200:
        browser.access, browser.refresh = response.json().get("access"), response.json().get("refresh")
    return response


def passkey_login_options(browser, headers=FROM_APP):
    return expect(browser.post(f"{PASSKEY_LOGIN}options/", headers=headers, token=None), 200)


def send_passkey(browser, challenge, credential, headers=FROM_APP, **extra):
    body = {"challenge": challenge, "credential": credential, **extra}
    response = browser.post(PASSKEY_LOGIN, body, headers=headers, token=None)
    if response.status_code == 200:
        browser.access, browser.refresh = response.json().get("access"), response.json().get("refresh")
    return response


def _sync(person):
    person.has_factor = services.has_factor(person.pk)
    User.objects.filter(pk=person.pk).update(has_factor=person.has_factor)
