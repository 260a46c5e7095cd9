"""What a login costs in hashes tells nothing of the account or of its stored hash."""

import unicodedata

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher

from core.authorization.roles import Role
from tests.admin.admin_client import AdminBrowser
from tests.browsers import LocalBrowser
from tests.users.password_forms import ASCII, FORMS, NFC, NFD, hashed_before, signs_in
from users.models import User

COUNTED = []


class CountedHasher(MD5PasswordHasher):
    def encode(self, password, salt):
        COUNTED.append(password)
        return super().encode(password, salt)


@pytest.fixture
def counted(settings):
    """The hashes that are computed, as what they are of."""
    settings.PASSWORD_HASHERS = [f"{__name__}.CountedHasher"]
    COUNTED.clear()
    return COUNTED


WRONG = "a wrong password, ü"
REFUSED_WITH = {LocalBrowser: 401, AdminBrowser: 200}  # the admin shows its form again
REFUSED = ["nobody@example.com", "no address", "member@example.com", "inactive@example.com", "invited@example.com"]
# By what is typed: the hashes that each refused attempt computes, for every account.
COSTS = {ASCII + "!": 1, WRONG: 1, unicodedata.normalize("NFD", WRONG): 2, "\u1f82" * 128: 1,
         unicodedata.normalize("NFD", "\u1f82" * 128): 2}  # fmt: skip


@pytest.fixture
def people(member, counted):
    User.objects.create_user("inactive@example.com", NFC, role=Role.MEMBER, is_active=False)
    User.objects.create_user("invited@example.com", None, role=Role.MEMBER)
    COUNTED.clear()


@pytest.mark.parametrize(("typed", "hashes"), COSTS.items(), ids=["ASCII", "NFC", "NFD", "longest NFC", "longest NFD"])
@pytest.mark.parametrize("way", REFUSED_WITH, ids=["API", "admin"])
def test_refused_attempt_costs_what_its_text_says_for_every_account(people, counted, way, typed, hashes):
    for email in REFUSED:
        counted.clear()
        assert way().log_in(email, typed).status_code == REFUSED_WITH[way]
        assert len(counted) == hashes, email


@pytest.mark.parametrize("typed", FORMS, ids=["NFC", "NFD"])
def test_right_password_that_may_not_enter_costs_what_a_wrong_one_does(people, counted, member, typed):
    User.objects.filter(pk=member.pk).update(password=hashed_before(NFC))
    hashes = 1 if typed == NFC else 2
    for way, email in ((LocalBrowser, "inactive@example.com"), (AdminBrowser, member.email)):
        counted.clear()
        assert way().log_in(email, typed).status_code == REFUSED_WITH[way]
        assert len(counted) == hashes, email


@pytest.mark.parametrize(
    ("stored", "typed", "hashes"),
    [(NFC, NFC, 1), (NFC, NFD, 2), (NFD, NFD, 3), (ASCII, ASCII, 1)],
    ids=["as stored", "in the other form", "old hash, which is renewed", "ASCII"],
)
def test_successful_login_computes_at_most_three_hashes(people, counted, member, stored, typed, hashes):
    User.objects.filter(pk=member.pk).update(password=hashed_before(stored))
    assert signs_in(member.email, typed)
    assert len(counted) == hashes
