"""Fixtures of the tests of second factors: a member with an authenticator, one with a passkey."""

import pytest

from tests.authenticator import Authenticator
from tests.second_factors import add_passkey, expect, give_totp, prove


@pytest.fixture
def totp_secret(clock, member):
    """The secret of the member's authenticator, no code of which was used yet."""
    return give_totp(member)


@pytest.fixture
def authenticator():
    """An authenticator without credentials, whose counter counts."""
    return Authenticator()


@pytest.fixture
def passkey(clock, member, signed_in, authenticator):
    """The member's passkey, as the API shows it; `authenticator` has it."""
    browser = signed_in(member)
    prove(browser)
    found = expect(add_passkey(browser, authenticator), 201)
    member.refresh_from_db()
    return found
