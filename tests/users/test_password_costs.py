"""The number of hashes of a refused login does not depend on the account or on its stored hash."""

import unicodedata

import pytest

from core.authorization.roles import Role
from tests.admin.admin_client import AdminBrowser
from tests.browsers import LocalBrowser
from tests.users.password_forms import ASCII, FORMS, NFC, NFD, can_log_in, hash_of_earlier_version
from users.models import User

WRONG = "a wrong password, ü"
REFUSED_WITH = {LocalBrowser: 401, AdminBrowser: 200}  # the admin shows the form again
REFUSED = ["nobody@example.com", "no address", "member@example.com", "inactive@example.com", "invited@example.com"]
# The typed password, and the number of hashes of each refused login for every account.
COSTS = {ASCII + "!": 1, WRONG: 1, unicodedata.normalize("NFD", WRONG): 2, "\u1f82" * 128: 1,
         unicodedata.normalize("NFD", "\u1f82" * 128): 2}  # fmt: skip


@pytest.fixture
def people(member, hashed_passwords):
    User.objects.create_user("inactive@example.com", NFC, role=Role.MEMBER, is_active=False)
    User.objects.create_user("invited@example.com", None, role=Role.MEMBER)
    hashed_passwords.clear()


@pytest.mark.slow
@pytest.mark.parametrize(("typed", "hashes"), COSTS.items(), ids=["ASCII", "NFC", "NFD", "longest NFC", "longest NFD"])
@pytest.mark.parametrize("client_class", REFUSED_WITH, ids=["API", "admin"])
def test_refused_login_computes_the_same_hashes_for_every_account(
    people, hashed_passwords, client_class, typed, hashes
):
    for email in REFUSED:
        hashed_passwords.clear()
        assert client_class().log_in(email, typed).status_code == REFUSED_WITH[client_class]
        assert len(hashed_passwords) == hashes, email


@pytest.mark.parametrize("typed", FORMS, ids=["NFC", "NFD"])
def test_right_password_without_access_computes_as_many_hashes_as_a_wrong_password(
    people, hashed_passwords, member, typed
):
    User.objects.filter(pk=member.pk).update(password=hash_of_earlier_version(NFC))
    hashes = 1 if typed == NFC else 2
    for client_class, email in ((LocalBrowser, "inactive@example.com"), (AdminBrowser, member.email)):
        hashed_passwords.clear()
        assert client_class().log_in(email, typed).status_code == REFUSED_WITH[client_class]
        assert len(hashed_passwords) == hashes, email


@pytest.mark.parametrize(
    ("stored", "typed", "hashes"),
    [(NFC, NFC, 1), (NFC, NFD, 2), (NFD, NFD, 3), (ASCII, ASCII, 1)],
    ids=["as stored", "in the other form", "hash of an earlier version", "ASCII"],
)
def test_successful_login_computes_at_most_three_hashes(people, hashed_passwords, member, stored, typed, hashes):
    User.objects.filter(pk=member.pk).update(password=hash_of_earlier_version(stored))
    assert can_log_in(member.email, typed)
    assert len(hashed_passwords) == hashes
