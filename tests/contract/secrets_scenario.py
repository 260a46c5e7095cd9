"""A scenario that uses every kind of secret, with browsers that record each secret that they send or receive."""

import json
import re
from datetime import timedelta

from django.core import mail
from rest_framework_simplejwt.token_blacklist.models import BlacklistedToken

from core.clock import now
from tests.authenticator import Authenticator
from tests.browsers import FIREFOX, SCRIPT, LocalBrowser
from tests.confirmed_requests import ApiCall, confirm, create, send
from tests.hashers import PASSWORD
from tests.second_factors import (
    FACTORS,
    add_passkey,
    add_totp,
    code_at,
    next_code,
    passkey_login_options,
    prove,
    send_factor,
    send_passkey,
    sign_in,
)

SECRET_FIELDS = {"password", "current_password", "new_password", "refresh", "access", "token", "old_password",
                 "new_password1", "new_password2"}  # fmt: skip
FIRST, SECOND, THIRD = "copper lanterns 81 upstream", "velvet harbour 17 orchard", "granite meadow 52 violin"
EMAIL = "new@example.com"
CONFIRM_RESET = "/api/users/password/reset/confirm/"
WRONG = "wrong guess 44 umbrella"
TYPED_AS_EMAIL = ("my-password-in-the-wrong-box", "another@password-in-the-wrong-box")
RETRY_KEY = "a-retry-key-of-the-client-0001"


class WatchedBrowser(LocalBrowser):
    """Records every secret that it sends or receives."""

    def __init__(self, secrets, user_agent=FIREFOX):
        super().__init__(user_agent)
        self.secrets = secrets

    def send(self, method, path, body, headers):
        self.note(body or {})
        response = super().send(method, path, body, headers)
        self.note(json.loads(response.content or b"{}") if "json" in response.headers.get("Content-Type", "") else {})
        return response

    def submit(self, path, **form):
        """Submits a form of the admin."""
        self.note(form)
        response = self.client.post(path, form)
        self.note({})
        return response

    def note(self, body):
        self.secrets.update(str(value) for name, value in body.items() if name in SECRET_FIELDS)
        self.secrets.update(morsel.value for morsel in self.client.cookies.values() if morsel.value)


def get_link_to(address):
    """`uid` and `token` of the last mail to this address."""
    text = next(m.body for m in reversed(mail.outbox) if m.to == [address] and "uid=" in m.body)
    return dict(zip(("uid", "token"), re.search(r"uid=([^&\s]+)&token=(\S+)", text).groups(), strict=True))


def expect(response, status):
    assert response.status_code == status, (response.status_code, response.content)
    return response


def run_scenario(secrets, manager, member):
    """Makes every kind of request with a secret; returns the manager's browser."""
    browser, other_browser, manager_browser = (WatchedBrowser(secrets) for _ in range(3))
    script = WatchedBrowser(secrets, SCRIPT)
    register(browser, other_browser)
    log_in_and_refresh(browser, other_browser, script, member)
    change_password(browser, other_browser, script)
    change_email(script, other_browser, member)
    reuse_refresh_token(script)
    invite_and_deactivate(manager_browser, other_browser, manager)
    use_factors(secrets, member)
    confirm_request(secrets, manager_browser, member)
    change_password_in_admin(manager_browser, manager)
    for status in (401, 401, 401, 401, 401, 429):
        expect(other_browser.log_in(member.email, WRONG), status)
    return manager_browser


def register(browser, other_browser):
    """A registration that is confirmed on another browser."""
    form = {"password": FIRST, "full_name": "New"}
    expect(browser.post("/api/users/register/", form | {"email": EMAIL}), 202)
    expect(other_browser.post("/api/users/register/", form | {"email": "waits@example.com"}), 202)
    for password, status in ((WRONG, 400), (FIRST, 204), (FIRST, 400)):
        expect(other_browser.post("/api/users/register/confirm/", {**get_link_to(EMAIL), "password": password}), status)


def log_in_and_refresh(browser, other_browser, script, member):
    """Logins with tokens in the body and in cookies, by a browser and by a script, and tokens on the wrong browser."""
    expect(browser.log_in(EMAIL, WRONG), 401)
    for typed in TYPED_AS_EMAIL:
        expect(browser.log_in(typed, WRONG), 401)
    expect(browser.log_in(EMAIL, FIRST), 200)
    expect(browser.log_in(member.email), 409)
    expect(browser.check(), 200)
    expect(browser.check(token=browser.access[:-4] + "AAAA"), 401)
    spent = browser.refresh
    for _ in range(2):
        expect(browser.rotate(spent, headers={"Idempotency-Key": RETRY_KEY}), 200)
    expect(other_browser.log_in(EMAIL, FIRST, transport="cookie"), 200)
    expect(other_browser.rotate(None), 200)
    expect(other_browser.log_out(), 204)
    expect(other_browser.log_in(EMAIL, FIRST, transport="cookie"), 200)
    expect(script.log_in(EMAIL, FIRST, bind_browser=False), 200)
    expect(script.check(headers={"Origin": "https://evil.example"}), 200)
    expect(other_browser.check(token=browser.access), 401)  # a token from another browser


def change_password(browser, other_browser, script):
    """A change with the current password, then a reset by link."""
    change = "/api/users/password/change/"
    expect(browser.post(change, {"current_password": WRONG, "new_password": SECOND}), 400)
    expect(browser.post(change, {"current_password": FIRST, "new_password": SECOND}), 204)
    expect(browser.post("/api/users/password/reset/", {"email": EMAIL}), 202)
    for status in (204, 400):
        expect(other_browser.post(CONFIRM_RESET, {**get_link_to(EMAIL), "new_password": THIRD}), status)
    expect(script.log_in(EMAIL, THIRD, bind_browser=False), 200)


def change_email(script, other_browser, member):
    """The links of an e-mail change, one of them used, and the login after it."""
    for email in ("moved@example.com", member.email, "moved@example.com"):
        expect(script.post("/api/users/me/email/", {"email": email, "password": THIRD}), 202)
    expect(other_browser.post("/api/users/me/email/confirm/", get_link_to("moved@example.com")), 204)
    expect(script.log_in("moved@example.com", THIRD, bind_browser=False), 200)


def reuse_refresh_token(script):
    """Sends a spent refresh token long after it was spent."""
    stolen = script.refresh
    expect(script.rotate(), 200)
    BlacklistedToken.objects.update(blacklisted_at=now() - timedelta(hours=1))
    expect(script.rotate(stolen), 401)


def invite_and_deactivate(manager_browser, other_browser, manager):
    """Invites a cashier, revokes the cashier's session, and deactivates the cashier."""
    expect(manager_browser.log_in(manager.email), 200)
    invited = expect(
        manager_browser.post("/api/users/", {"email": "in@example.com", "full_name": "In", "role": "cashier"}), 201
    )
    expect(other_browser.post(CONFIRM_RESET, {**get_link_to("in@example.com"), "new_password": SECOND}), 204)
    expect(other_browser.log_in("in@example.com", SECOND), 200)
    expect(other_browser.log_in("in@example.com", SECOND, headers={"Origin": "https://evil.example"}), 403)
    user_id = invited.json()["id"]
    sessions = expect(manager_browser.get(f"/api/sessions/?user={user_id}"), 200).json()["results"]
    expect(manager_browser.delete(f"/api/sessions/{sessions[0]['id']}/"), 204)
    expect(manager_browser.post("/api/sessions/revoke-others/"), 200)
    expect(manager_browser.patch(f"/api/users/{user_id}/", {"is_active": False}), 200)
    expect(manager_browser.get("/api/audit/events/"), 200)


def use_factors(secrets, member):
    """An authenticator, recovery codes and a passkey: set up, used for logins and refused."""
    browser, authenticator = WatchedBrowser(secrets), Authenticator()
    expect(browser.log_in(member.email), 200)
    prove(browser)
    secret = add_totp(browser)
    secrets.add(code_at(secret))
    codes = expect(browser.post(f"{FACTORS}recovery-codes/"), 201).json()["codes"]
    expect(add_passkey(browser, authenticator), 201)
    waiting = expect(browser.post(f"{FACTORS}totp/"), 200).json()["secret"]
    secrets.update([secret, waiting, *codes, *(code.replace("-", "") for code in codes)])
    for factor, status in (({"recovery_code": codes[0]}, 200), ({"recovery_code": codes[0]}, 401)):
        challenge = sign_in(browser, member.email)["challenge"]
        secrets.add(challenge)
        expect(send_factor(browser, challenge, **factor), status)
    options = passkey_login_options(browser)
    credential = authenticator.get(options["passkey"])
    for status in (200, 401):
        expect(send_passkey(browser, options["challenge"], credential), status)
    secrets.update([options["challenge"], credential["response"]["signature"]])


def confirm_request(secrets, manager_browser, member):
    """The removal of the member's factors, which the manager confirms with a code, once."""
    prove(manager_browser)
    secret = add_totp(manager_browser)
    call = ApiCall("DELETE", f"/api/users/{member.pk}/factors/")
    confirmation = expect(create(manager_browser, call), 201).json()["id"]
    code = next_code(secret)
    secrets.update([secret, code_at(secret), code])
    for typed, status in (("000000", 400), (code, 204)):
        expect(confirm(manager_browser, confirmation, code=typed), status)
    for status in (204, 401):
        expect(send(manager_browser, call, confirmation), status)
    expect(manager_browser.delete(f"{FACTORS}totp/"), 204)


def change_password_in_admin(manager_browser, manager):
    """A password change in the admin, and a login at the API with the new password."""
    expect(manager_browser.submit("/admin/login/", username=manager.email, password=WRONG), 200)
    expect(manager_browser.submit("/admin/login/", username=manager.email, password=PASSWORD), 302)
    expect(
        manager_browser.submit(
            "/admin/password_change/", old_password=PASSWORD, new_password1=FIRST, new_password2=FIRST
        ),
        302,
    )
    expect(manager_browser.log_in(manager.email, FIRST), 200)
