"""Confirms requests over HTTP: describes them, sends a code or a passkey, and then the request itself."""

from dataclasses import dataclass, field

from tests.api_payments import idempotency_headers
from tests.second_factors import FROM_APP, code_at, expect

CONFIRMATIONS = "/api/confirmations/"
TRANSFER = "/api/transactions/transfer/"


@dataclass(frozen=True)
class ApiCall:
    """A request that may need a confirmation. `key` is empty for one that needs no Idempotency-Key."""

    method: str
    path: str
    body: dict = field(default_factory=dict)
    key: str = ""

    def described(self):
        """The body of `POST /api/confirmations/`."""
        body = {"method": self.method, "path": self.path, "body": self.body}
        return {**body, "idempotency_key": self.key} if self.key else body


def transfer_call(source, target, amount, key=None, **extra):
    """A transfer with `key`, or with a new one."""
    body = {"from_account": source, "to_account": target, "amount": amount, **extra}
    return ApiCall("POST", TRANSFER, body, idempotency_headers(key)["Idempotency-Key"])


def reversal_call(transaction_id, reason="entered twice", key=None):
    path = f"/api/transactions/{transaction_id}/reverse/"
    return ApiCall("POST", path, {"reason": reason}, idempotency_headers(key)["Idempotency-Key"])


def role_call(person, role):
    return ApiCall("PATCH", f"/api/users/{person.pk}/", {"role": role})


def send(browser, call, confirmation=None, headers=None):
    """The request itself; with the id of a confirmation, if there is one."""
    all_headers = dict(headers or {})
    if call.key:
        all_headers["Idempotency-Key"] = call.key
    if confirmation is not None:
        all_headers["Confirmation"] = confirmation
    return browser.request(call.method, call.path, call.body or None, headers=all_headers)


def create(browser, call, **changes):
    """The response to the description of a request."""
    return browser.post(CONFIRMATIONS, {**call.described(), **changes}, headers=FROM_APP)


def confirm(browser, confirmation, **factor):
    """The response to a code or a passkey."""
    return browser.post(f"{CONFIRMATIONS}{confirmation}/", factor, headers=FROM_APP)


def confirmed(browser, call, secret):
    """The id of a confirmation of this request, by a code of the authenticator with this secret."""
    found = expect(create(browser, call), 201)
    expect(confirm(browser, found["id"], code=code_at(secret)), 204)
    return found["id"]
