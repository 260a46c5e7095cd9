"""Free, registered and unconfirmed addresses cannot be told apart: status, body, headers, hashes, statements."""

import re

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.hashers import PASSWORD
from tests.users.mailed_links import request_password_reset
from users.models import User

FREE, WAITING = "free@example.com", "waiting@example.com"
HASHED = []


class NotingHasher(MD5PasswordHasher):
    def encode(self, password, salt):
        HASHED.append(password)
        return super().encode(password, salt)


@pytest.fixture
def addresses(clock, browser, member, settings):
    """Of every kind; each has had one request within the hour, so that all have a row among the limits."""
    settings.PASSWORD_HASHERS = [f"{__name__}.NotingHasher"]
    left = User.objects.create_user("left@example.com", PASSWORD, full_name="Leo Left", is_active=False)
    invited = User.objects.create_user("invited@example.com", None, full_name="Ivy Invited", role="cashier")
    register(browser, WAITING)
    return {"free": FREE, "waiting": WAITING, "member": member.email, "inactive": left.email, "invited": invited.email}


def register(browser, email, password="a long enough passphrase"):
    return browser.post("/api/users/register/", {"email": email, "password": password, "full_name": "Nora"})


def observe(call):
    """Everything about a call that its sender can see or measure, and what takes its time."""
    HASHED.clear()
    with CaptureQueriesContext(connection) as captured:
        response = call()
    headers = {name: value for name, value in response.headers.items() if name != "X-Request-Id"}
    statements = [shape(query["sql"]) for query in captured]
    return response.status_code, response.content, headers, len(HASHED), statements


def shape(sql):
    """The statement without its values: verb and table."""
    return re.sub(r"\s+", " ", " ".join(re.findall(r"^\w+|(?:FROM|INTO|UPDATE|JOIN) \S+", sql)))


@pytest.mark.parametrize("earlier", [0, 1, 3], ids=["first request", "second request", "mails used up"])
def test_registration_is_the_same_for_every_address(addresses, browser, earlier):
    del addresses["waiting"]  # has had a request that the others have not
    for address in addresses.values():
        for _ in range(earlier):
            register(browser, address)

    seen = {kind: observe(lambda: register(browser, address)) for kind, address in addresses.items()}  # noqa: B023

    status, body, _, hashes, statements = seen["free"]
    assert (status, body, hashes) == (202, b"", 1)
    assert len(statements) > 3
    assert all(observed == seen["free"] for observed in seen.values()), seen


def test_registration_of_a_waiting_address_is_as_of_a_registered_one_asked_for_before(addresses, browser):
    register(browser, addresses["member"])
    waiting, taken = (observe(lambda: register(browser, addresses[kind])) for kind in ("waiting", "member"))  # noqa: B023
    assert waiting == taken


def test_weak_password_is_refused_the_same_for_every_address(addresses, browser):
    responses = {register(browser, address, "peanutbutter").content for address in addresses.values()}
    assert len(responses) == 1


def test_login_with_an_unconfirmed_address_costs_and_says_what_an_unknown_one_does(addresses, browser):
    browser.log_in("another@example.com")  # the address of the client is among the limits from now on
    seen = [observe(lambda: browser.log_in(address, "a long enough passphrase")) for address in (FREE, WAITING)]  # noqa: B023
    assert seen[0][:2] == (401, b'{"error":"Invalid email or password.","code":"invalid_credentials"}')
    assert seen[0][3] == 1
    assert seen[0] == seen[1]


def test_reset_is_the_same_for_every_address(addresses, browser):
    seen = {kind: observe(lambda: request_password_reset(browser, address)) for kind, address in addresses.items()}  # noqa: B023
    assert all(observed == seen["free"] for observed in seen.values()), seen


def test_email_change_is_the_same_for_every_address(addresses, signed_in, other_member):
    browser = signed_in(other_member)

    def change_to(address):
        return browser.post("/api/users/me/email/", {"email": address, "password": PASSWORD})

    change_to("first@example.com")  # after the first, each replaces the one before
    seen = {kind: observe(lambda: change_to(address)) for kind, address in addresses.items()}  # noqa: B023
    assert seen["free"][0] == 202
    assert all(observed == seen["free"] for observed in seen.values()), seen
