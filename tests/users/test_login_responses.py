"""A refused login does not reveal whether the account exists, by its response or by the hashes computed."""

import pytest
from argon2 import PasswordHasher
from django.contrib.auth.hashers import PBKDF2PasswordHasher

from audit.models import AuditEvent
from bankportal.settings import PASSWORD_HASHERS
from core.authorization.roles import Role
from tests.contract.error_assertions import headers_without_request_id
from tests.hashers import PASSWORD
from users.models import User

WRONG = "a wrong password"
OUTDATED = {
    "PBKDF2": PBKDF2PasswordHasher().encode(PASSWORD, "saltsaltsaltsaltsaltsa", iterations=1),
    "weaker Argon2": "argon2" + PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD),
}


@pytest.fixture
def people(member):
    User.objects.create_user("inactive@example.com", PASSWORD, role=Role.MEMBER, is_active=False)
    User.objects.create_user("invited@example.com", None, role=Role.MEMBER)


REFUSED = [
    ("nobody@example.com", PASSWORD),
    ("no address at all", PASSWORD),
    ("member@example.com", WRONG),
    ("inactive@example.com", PASSWORD),
    ("inactive@example.com", WRONG),
    ("invited@example.com", PASSWORD),
]


def test_wrong_email_wrong_password_and_inactive_user_get_the_same_response(browser, people):
    responses = [browser.log_in(email, password) for email, password in REFUSED]

    assert responses[0].status_code == 401
    assert responses[0].json() == {"error": "Invalid email or password.", "code": "invalid_credentials"}
    assert {
        (response.status_code, response.content, headers_without_request_id(response), str(response.cookies))
        for response in responses
    } == {(401, responses[0].content, headers_without_request_id(responses[0]), "")}


@pytest.mark.parametrize(("email", "password"), REFUSED)
def test_every_refused_login_computes_exactly_one_hash(hashed_passwords, browser, member, email, password):
    User.objects.create_user("inactive@example.com", PASSWORD, role=Role.MEMBER, is_active=False)
    User.objects.create_user("invited@example.com", None, role=Role.MEMBER)
    hashed_passwords.clear()

    assert browser.log_in(email, password).status_code == 401
    assert len(hashed_passwords) == 1


def test_success_and_browser_in_use_compute_one_hash_and_a_throttled_login_none(
    browser, member, other_member, hashed_passwords
):
    hashed_passwords.clear()
    assert browser.log_in(member.email).status_code == 200
    assert browser.log_in(other_member.email).status_code == 409
    assert len(hashed_passwords) == 2
    for _ in range(5):
        browser.log_in(member.email, WRONG)
    hashed_passwords.clear()
    assert browser.log_in(member.email).status_code == 429
    assert browser.log_in("nobody@example.com", "").status_code == 400
    assert hashed_passwords == []


# Users may type a password into the e-mail field.
def test_credentials_of_an_unknown_user_are_not_stored_or_logged_in_plain_text(browser, caplog):
    for typed in ("hunter2-hunter2", "P@ssw0rd-2026", "@ssw0rd-2026", "correct@horse battery", "nobody@example.com"):
        browser.log_in(typed, WRONG)
    recorded = caplog.text + str(list(AuditEvent.objects.values()))
    assert AuditEvent.objects.count() == 5
    assert not [w for w in ("hunter2", "ssw0rd", "battery", "nobody@", WRONG) if w in recorded]


@pytest.mark.parametrize("outdated", OUTDATED)
def test_outdated_password_hash_is_renewed_at_login(settings, browser, member, outdated):
    settings.PASSWORD_HASHERS = PASSWORD_HASHERS
    User.objects.update(password=OUTDATED[outdated])

    assert browser.log_in(member.email, WRONG).status_code == 401
    assert User.objects.get().password == OUTDATED[outdated]
    assert browser.log_in(member.email).status_code == 200
    assert User.objects.get().password.startswith("argon2$argon2id$v=19$m=19456,t=2,p=1$")
    assert browser.log_in(member.email).status_code == 200


def test_current_password_hash_is_not_changed_at_login(browser, member):
    before = User.objects.get().password
    browser.log_in(member.email)
    assert User.objects.get().password == before
