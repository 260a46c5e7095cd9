"""A day on which every kind of secret is used, by browsers that note each one that they see."""

import json
import re
from datetime import timedelta

from django.core import mail
from rest_framework_simplejwt.token_blacklist.models import BlacklistedToken

from core.clock import now
from tests.browsers import FIREFOX, SCRIPT, LocalBrowser
from tests.hashers import PASSWORD

SECRET_FIELDS = {"password", "current_password", "new_password", "refresh", "access", "token", "old_password",
                 "new_password1", "new_password2"}  # fmt: skip
FIRST, SECOND, THIRD = "copper lanterns 81 upstream", "velvet harbour 17 orchard", "granite meadow 52 violin"
EMAIL = "new@example.com"
CONFIRM_RESET = "/api/users/password/reset/confirm/"
WRONG = "wrong guess 44 umbrella"
TYPED_AS_EMAIL = ("my-password-in-the-wrong-box", "another@password-in-the-wrong-box")
RETRY_KEY = "a-retry-key-of-the-client-0001"


class WatchedBrowser(LocalBrowser):
    """Notes every secret that it sends or is given."""

    def __init__(self, seen, user_agent=FIREFOX):
        super().__init__(user_agent)
        self.seen = seen

    def send(self, method, path, body, headers):
        self.note(body or {})
        response = super().send(method, path, body, headers)
        self.note(json.loads(response.content or b"{}") if "json" in response.headers.get("Content-Type", "") else {})
        return response

    def submit(self, path, **form):
        """Posts a form of the admin."""
        self.note(form)
        response = self.client.post(path, form)
        self.note({})
        return response

    def note(self, body):
        self.seen.update(str(value) for name, value in body.items() if name in SECRET_FIELDS)
        self.seen.update(morsel.value for morsel in self.client.cookies.values() if morsel.value)


def a_link_of(address):
    """`uid` and `token` out of the last mail to this address."""
    text = next(m.body for m in reversed(mail.outbox) if m.to == [address])
    return dict(zip(("uid", "token"), re.search(r"uid=([^&\s]+)&token=(\S+)", text).groups(), strict=True))


def expect(response, status):
    assert response.status_code == status, (response.status_code, response.content)
    return response


def a_busy_day(seen, manager, member):
    """Everything that has to do with a secret, once; returns the administrator's browser."""
    person, other, boss = (WatchedBrowser(seen) for _ in range(3))
    script = WatchedBrowser(seen, SCRIPT)
    register(person, other)
    log_in_and_refresh(person, other, script, member)
    change_password(person, other, script)
    change_email(script, other, member)
    reuse_refresh_token(script)
    invite_and_deactivate(boss, other, manager)
    change_password_in_admin(boss, manager)
    for status in (401, 401, 401, 401, 401, 429):
        expect(other.log_in(member.email, WRONG), status)
    return boss


def register(person, other):
    """A registration, confirmed elsewhere."""
    form = {"password": FIRST, "full_name": "New"}
    expect(person.post("/api/users/register/", form | {"email": EMAIL}), 202)
    expect(other.post("/api/users/register/", form | {"email": "waits@example.com"}), 202)
    for password, status in ((WRONG, 400), (FIRST, 204), (FIRST, 400)):
        expect(other.post("/api/users/register/confirm/", {**a_link_of(EMAIL), "password": password}), status)


def log_in_and_refresh(person, other, script, member):
    """Logins with tokens in the body and in cookies, by a browser and by a script, and tokens on the wrong browser."""
    expect(person.log_in(EMAIL, WRONG), 401)
    for typed in TYPED_AS_EMAIL:
        expect(person.log_in(typed, WRONG), 401)
    expect(person.log_in(EMAIL, FIRST), 200)
    expect(person.log_in(member.email), 409)
    expect(person.check(), 200)
    expect(person.check(token=person.access[:-4] + "AAAA"), 401)
    spent = person.refresh
    for _ in range(2):
        expect(person.rotate(spent, headers={"Idempotency-Key": RETRY_KEY}), 200)
    expect(other.log_in(EMAIL, FIRST, transport="cookie"), 200)
    expect(other.rotate(None), 200)
    expect(other.log_out(), 204)
    expect(other.log_in(EMAIL, FIRST, transport="cookie"), 200)
    expect(script.log_in(EMAIL, FIRST, bind_browser=False), 200)
    expect(script.check(headers={"Origin": "https://evil.example"}), 200)
    expect(other.check(token=person.access), 401)  # a token from another browser


def change_password(person, other, script):
    """By the current one, then by a reset link."""
    change = "/api/users/password/change/"
    expect(person.post(change, {"current_password": WRONG, "new_password": SECOND}), 400)
    expect(person.post(change, {"current_password": FIRST, "new_password": SECOND}), 204)
    expect(person.post("/api/users/password/reset/", {"email": EMAIL}), 202)
    for status in (204, 400):
        expect(other.post(CONFIRM_RESET, {**a_link_of(EMAIL), "new_password": THIRD}), status)
    expect(script.log_in(EMAIL, THIRD, bind_browser=False), 200)


def change_email(script, other, member):
    """The links of an e-mail change, one of them used, and the login after it."""
    for email in ("moved@example.com", member.email, "moved@example.com"):
        expect(script.post("/api/users/me/email/", {"email": email, "password": THIRD}), 202)
    expect(other.post("/api/users/me/email/confirm/", a_link_of("moved@example.com")), 204)
    expect(script.log_in("moved@example.com", THIRD, bind_browser=False), 200)


def reuse_refresh_token(script):
    """A spent one, long after it was spent."""
    stolen = script.refresh
    expect(script.rotate(), 200)
    BlacklistedToken.objects.update(blacklisted_at=now() - timedelta(hours=1))
    expect(script.rotate(stolen), 401)


def invite_and_deactivate(boss, other, manager):
    """A cashier, whose sessions are revoked in between."""
    expect(boss.log_in(manager.email), 200)
    invited = expect(boss.post("/api/users/", {"email": "in@example.com", "full_name": "In", "role": "cashier"}), 201)
    expect(other.post(CONFIRM_RESET, {**a_link_of("in@example.com"), "new_password": SECOND}), 204)
    expect(other.log_in("in@example.com", SECOND), 200)
    expect(other.log_in("in@example.com", SECOND, headers={"Origin": "https://evil.example"}), 403)
    user_id = invited.json()["id"]
    sessions = expect(boss.get(f"/api/sessions/?user={user_id}"), 200).json()["results"]
    expect(boss.delete(f"/api/sessions/{sessions[0]['id']}/"), 204)
    expect(boss.post("/api/sessions/revoke-others/"), 200)
    expect(boss.patch(f"/api/users/{user_id}/", {"is_active": False}), 200)
    expect(boss.get("/api/audit/events/"), 200)


def change_password_in_admin(boss, manager):
    """And the login at the API after it."""
    expect(boss.submit("/admin/login/", username=manager.email, password=WRONG), 200)
    expect(boss.submit("/admin/login/", username=manager.email, password=PASSWORD), 302)
    expect(boss.submit("/admin/password_change/", old_password=PASSWORD, new_password1=FIRST, new_password2=FIRST), 302)
    expect(boss.log_in(manager.email, FIRST), 200)
