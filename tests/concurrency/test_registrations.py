"""Concurrent registrations, e-mail changes and invitations: at most one user for an address, and no 500."""

import secrets
from functools import partial

import pytest

from core.keys import parse_key_ring
from tests.browsers import Browser
from tests.concurrency.concurrency_helpers import count_outcomes, map_concurrently, open_browsers, run_concurrently
from tests.hashers import PASSWORD
from users.link_tokens import USER_FACTS, email_change_tokens, get_email_change_facts, registration_tokens
from users.models import PendingEmailChange, User

ROUNDS = 10
REFUSED = "400 invalid_request"


@pytest.fixture
def signer(server, settings):
    """Makes the tokens that the server mails, with the server's key."""

    def sign(tokens):
        settings.TOKEN_KEYS = parse_key_ring("", server.environ["SECRET_KEY"])
        return tokens.make

    return sign


@pytest.fixture
def register_pending(server, signer):
    """Registers a new address; returns it and the body that confirms it."""

    def register():
        email = f"racer-{secrets.token_hex(4)}@example.com"
        form = {"email": email, "password": PASSWORD, "full_name": "Rita Racer"}
        assert server.browser().post("/api/users/register/", form).status_code == 202
        ((uid,),) = server.sql("SELECT uid FROM pending_registrations WHERE email = %s", email)
        return email, {"uid": uid, "token": signer(registration_tokens)(uid, email), "password": PASSWORD}

    return register


def confirm(browser, body):
    return browser.post("/api/users/register/confirm/", body)


def invite(browser, email):
    return browser.post("/api/users/", {"email": email, "full_name": "Ivy Invited", "role": "member"})


def invite_late(browser, email, requests):
    """Invites after this number of other requests, because a confirmation takes longer: it computes a hash."""
    for _ in range(requests):
        browser.check()
    return invite(browser, email)


def count_rows(server, email):
    """The number of users and of pending registrations with this address."""
    return [
        server.sql(f"SELECT COUNT(*) FROM {table} WHERE email = %s", email)[0][0]
        for table in ("users", "pending_registrations")
    ]


def test_four_concurrent_confirmations_create_one_member(server, register_pending):
    browsers = open_browsers(server, 4)
    for _ in range(ROUNDS):
        email, body = register_pending()
        responses = map_concurrently(confirm, browsers, [body] * 4)

        assert count_outcomes(responses) == {"204": 1, REFUSED: 3}
        assert count_rows(server, email) == [1, 0]


def test_concurrent_confirmation_and_invitation_of_one_address_create_one_user(server, register_pending):
    member, other, cashier_client = open_browsers(server, 3)
    assert cashier_client.log_in("cashier@bank.com").status_code == 200
    for number in range(ROUNDS):
        email, body = register_pending()
        confirmed, again, invited = run_concurrently(
            partial(confirm, member, body),
            partial(confirm, other, body),
            partial(invite_late, cashier_client, email, 3 * number),
        )

        assert {invited.status_code, *(response.status_code for response in (confirmed, again))} <= {201, 204, 400}
        assert [confirmed.status_code, again.status_code, invited.status_code].count(400) == 2
        assert count_rows(server, email) == [1, 0]


def test_concurrent_invitations_of_one_address_create_one_user(server):
    browsers = open_browsers(server, 4)
    assert all(browser.log_in("cashier@bank.com").status_code == 200 for browser in browsers)
    for _ in range(ROUNDS):
        email = f"racer-{secrets.token_hex(4)}@example.com"

        assert count_outcomes(map_concurrently(invite, browsers, [email] * 4)) == {"201": 1, REFUSED: 3}
        assert count_rows(server, email) == [1, 0]


def test_concurrent_registrations_of_one_address_leave_one_row_and_send_three_mails(server):
    browsers = open_browsers(server, 8)
    email = f"racer-{secrets.token_hex(4)}@example.com"
    form = {"email": email, "password": PASSWORD, "full_name": "Rita Racer"}
    before = count_registration_requests(server)
    responses = map_concurrently(lambda browser: browser.post("/api/users/register/", form), browsers)

    assert count_outcomes(responses) == {"202": 8}
    assert count_rows(server, email) == [0, 1]
    assert count_registration_requests(server) - before == 3


def count_registration_requests(server):
    return server.sql("SELECT COUNT(*) FROM audit_events WHERE event = 'registration_requested'")[0][0]


def test_50_concurrent_wrong_passwords_for_a_pending_registration_compute_five_hashes(server, register_pending):
    browsers = open_browsers(server, 50)
    email, body = register_pending()
    server.hashes.unlink(missing_ok=True)
    wrong = "not the password"
    calls = [partial(confirm, browser, body | {"password": wrong}) for browser in browsers[::2]]
    calls += [partial(Browser.log_in, browser, email, wrong) for browser in browsers[1::2]]

    counts = count_outcomes(run_concurrently(*calls))

    assert server.hashes_computed() == 5
    assert counts.pop("429 throttled") == 45
    assert counts.keys() <= {REFUSED, "401 invalid_credentials"}
    assert confirm(browsers[0], body).status_code == 429


def test_concurrent_email_changes_of_two_users_to_one_address_change_one_user(server, signer):
    browsers = open_browsers(server, 4)
    for _ in range(ROUNDS):
        target = f"moved-{secrets.token_hex(4)}@example.com"
        bodies = [request_email_change(server, target, signer) for _ in range(2)]
        responses = map_concurrently(confirm_email, browsers, bodies * 2)

        assert count_outcomes(responses) == {"204": 1, REFUSED: 3}
        assert count_rows(server, target) == [1, 0]


def confirm_email(browser, body):
    return browser.post("/api/users/me/email/confirm/", body)


def request_email_change(server, target, signer):
    """Creates a member who requests this address; returns the body that confirms the change."""
    email = f"mover-{secrets.token_hex(4)}@example.com"
    server.add_people({email: "member"})
    browser = server.browser()
    assert browser.log_in(email).status_code == 200
    assert browser.post("/api/users/me/email/", {"email": target, "password": PASSWORD}).status_code == 202
    user = User(**dict(zip(["pk", *USER_FACTS], read_user(server, email), strict=True)))
    user.is_superuser, user.is_active = bool(user.is_superuser), bool(user.is_active)
    ((uid,),) = server.sql("SELECT uid FROM pending_email_changes WHERE user_id = %s", user.pk)
    facts = get_email_change_facts(PendingEmailChange(uid=uid, email=target), user)
    return {"uid": uid, "token": signer(email_change_tokens)(*facts)}


def read_user(server, email):
    columns = ", ".join(User._meta.get_field(name).column for name in USER_FACTS)
    return server.sql(f"SELECT id, {columns} FROM users WHERE email = %s", email)[0]
