"""Free, registered and unconfirmed addresses cannot be told apart: status, body, headers, hashes, statements."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.hashers import PASSWORD, RecordingHasher
from tests.users.mailed_links import request_password_reset
from users.models import User

FREE, PENDING = "free@example.com", "waiting@example.com"


@pytest.fixture
def addresses(clock, browser, member, hashed_passwords):
    """An address of every kind, by name."""
    inactive = User.objects.create_user("left@example.com", PASSWORD, full_name="Leo Left", is_active=False)
    invited = User.objects.create_user("invited@example.com", None, full_name="Ivy Invited", role="cashier")
    register(browser, PENDING)
    return {
        "free": FREE,
        "pending": PENDING,
        "member": member.email,
        "inactive": inactive.email,
        "invited": invited.email,
    }


def register(browser, email, password="a long enough passphrase"):
    return browser.post("/api/users/register/", {"email": email, "password": password, "full_name": "Nora"})


def observe(call):
    """Everything that the sender of a request can see or measure, and the work that takes its time."""
    RecordingHasher.hashed.clear()
    with CaptureQueriesContext(connection) as captured:
        response = call()
    headers = {name: value for name, value in response.headers.items() if name != "X-Request-Id"}
    statements = [summarize(query["sql"]) for query in captured]
    return response.status_code, response.content, headers, len(RecordingHasher.hashed), statements


def summarize(sql):
    """The statement reduced to its verb and tables."""
    return re.sub(r"\s+", " ", " ".join(re.findall(r"^\w+|(?:FROM|INTO|UPDATE|JOIN) \S+", sql)))


@pytest.mark.parametrize("earlier", [0, 1, 3], ids=["first request", "second request", "mail limit exhausted"])
def test_registration_is_the_same_for_every_address(addresses, browser, earlier):
    del addresses["pending"]  # it already has one more request than the others
    for address in addresses.values():
        for _ in range(earlier):
            register(browser, address)

    calls = {kind: observe(lambda: register(browser, address)) for kind, address in addresses.items()}  # noqa: B023

    status, body, _, hashes, statements = calls["free"]
    assert (status, body, hashes) == (202, b"", 1)
    assert len(statements) > 3
    assert all(observed == calls["free"] for observed in calls.values()), calls


def test_second_registration_is_the_same_for_pending_and_registered_addresses(addresses, browser):
    register(browser, addresses["member"])
    pending, taken = (observe(lambda: register(browser, addresses[kind])) for kind in ("pending", "member"))  # noqa: B023
    assert pending == taken


def test_weak_password_gets_the_same_response_for_every_address(addresses, browser):
    responses = {register(browser, address, "peanutbutter").content for address in addresses.values()}
    assert len(responses) == 1


def test_login_is_the_same_for_unconfirmed_and_unknown_addresses(addresses, browser):
    browser.log_in("another@example.com")  # creates the limits of the client's address
    calls = [observe(lambda: browser.log_in(address, "a long enough passphrase")) for address in (FREE, PENDING)]  # noqa: B023
    assert calls[0][:2] == (401, b'{"error":"Invalid email or password.","code":"invalid_credentials"}')
    assert calls[0][3] == 1
    assert calls[0] == calls[1]


def test_reset_is_the_same_for_every_address(addresses, browser):
    calls = {kind: observe(lambda: request_password_reset(browser, address)) for kind, address in addresses.items()}  # noqa: B023
    assert all(observed == calls["free"] for observed in calls.values()), calls


def test_email_change_is_the_same_for_every_address(addresses, signed_in, other_member):
    browser = signed_in(other_member)

    def change_to(address):
        return browser.post("/api/users/me/email/", {"email": address, "password": PASSWORD})

    change_to("first@example.com")  # every later request replaces the one before
    calls = {kind: observe(lambda: change_to(address)) for kind, address in addresses.items()}  # noqa: B023
    assert calls["free"][0] == 202
    assert all(observed == calls["free"] for observed in calls.values()), calls
