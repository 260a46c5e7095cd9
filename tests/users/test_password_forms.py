"""A password is the same in NFC and NFD on every path; older hashes still work, at a cost that tells nothing."""

import time
import unicodedata
from io import StringIO

import pytest
from django.contrib.auth import hashers
from django.contrib.auth.hashers import MD5PasswordHasher
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import transaction

from core.authorization.roles import Role
from core.client_info import SYSTEM_CLIENT
from tests.admin.pages import AdminBrowser
from tests.browsers import LocalBrowser
from tests.users.links import ask, confirm_registration, follow, link_in
from users.authentication.login import is_still_valid
from users.authentication.password_attempts import attempt_password
from users.models import User

NFC = "Grüne-Bäume-am-See-7"
NFD = unicodedata.normalize("NFD", NFC)
OTHER_NFC, OTHER_NFD = "Weiße-Wäsche-im-Mai-8", unicodedata.normalize("NFD", "Weiße-Wäsche-im-Mai-8")
FORMS = [NFC, NFD]
EMAIL = "newcomer@example.com"
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


@pytest.fixture
def _no_confirmation(settings):
    settings.EMAIL_CONFIRMATION = False


def hashed_before(password):
    """As the version before did, of the password as it was typed."""
    return MD5PasswordHasher().encode(password, "saltsaltsaltsaltsaltsa")


def signs_in(email, password):
    return LocalBrowser().log_in(email, password).status_code == 200


def enters_admin(email, password):
    browser = AdminBrowser()
    return browser.log_in(email, password).status_code == 302 and browser.is_signed_in()


def register(password):
    form = {"email": EMAIL, "password": password, "full_name": "Nora Newcomer"}
    return LocalBrowser().post("/api/users/register/", form)


def test_forms_differ():
    assert NFC != NFD
    assert len(NFC) < len(NFD)


@pytest.mark.parametrize("chosen", FORMS, ids=["NFC", "NFD"])
@pytest.mark.parametrize("typed", FORMS, ids=["NFC", "NFD"])
class TestChosenInOneFormTypedInTheOther:
    @pytest.mark.usefixtures("_no_confirmation")
    def test_registration_and_login(self, db, chosen, typed):
        assert register(chosen).status_code == 201
        assert signs_in(EMAIL, typed)
        assert not signs_in(EMAIL, typed.replace("ü", "u").replace("\u0308", ""))

    def test_confirmed_registration_and_login(self, browser, mailoutbox, chosen, typed):
        assert register(chosen).status_code == 202
        link = link_in(mailoutbox[0])
        assert confirm_registration(browser, link, typed + "!").status_code == 400
        assert confirm_registration(browser, link, typed).status_code == 204
        assert signs_in(EMAIL, chosen)

    def test_reset(self, browser, member, mailoutbox, chosen, typed):
        ask(browser, member.email)
        assert follow(browser, link_in(mailoutbox[0]), chosen).status_code == 204
        assert signs_in(member.email, typed)

    def test_change(self, signed_in, member, chosen, typed):
        member.set_password(chosen)
        member.save()
        new = OTHER_NFC if chosen == NFC else OTHER_NFD
        body = {"current_password": typed, "new_password": new}
        assert signed_in(member).post("/api/users/password/change/", body).status_code == 204
        assert signs_in(member.email, OTHER_NFC)
        assert signs_in(member.email, OTHER_NFD)
        assert not signs_in(member.email, typed)

    def test_admin_login_and_change(self, manager, chosen, typed):
        manager.set_password(chosen)
        manager.save()
        assert enters_admin(manager.email, typed)
        browser = AdminBrowser()
        browser.enter(manager)
        assert browser.change_password(typed, OTHER_NFC, again=OTHER_NFD).status_code == 302
        assert browser.is_signed_in()
        assert enters_admin(manager.email, OTHER_NFD)
        assert not enters_admin(manager.email, typed)

    def test_commands(self, db, monkeypatch, chosen, typed):
        monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", chosen)
        call_command("createsuperuser", email=EMAIL, full_name="Ada", interactive=False, verbosity=0)
        assert enters_admin(EMAIL, typed)
        answers = iter([OTHER_NFD, OTHER_NFD])
        monkeypatch.setattr("django.contrib.auth.management.commands.changepassword.getpass.getpass",
                            lambda **_: next(answers))  # fmt: skip
        call_command("changepassword", EMAIL, stdout=StringIO())
        assert enters_admin(EMAIL, OTHER_NFC)

    def test_set_password_and_check_password(self, db, chosen, typed):
        person = User.objects.create_user(EMAIL, chosen, role=Role.MEMBER)
        assert person.check_password(typed)
        assert not person.check_password(OTHER_NFC)
        assert not person.check_password(None)
        person.password = hashed_before(typed)
        assert person.check_password(typed)


MIXED = NFC.replace("ä", "a\u0308")


@pytest.mark.parametrize("old", [NFD, MIXED], ids=["NFD", "mixed"])
def test_old_hash_of_what_was_typed_gets_in_and_is_renewed_by_the_login(member, old):
    User.objects.filter(pk=member.pk).update(password=hashed_before(old))
    assert not signs_in(member.email, old + "!")
    assert User.objects.get().password == hashed_before(old)
    assert signs_in(member.email, old)
    assert hashers.check_password(NFC, User.objects.get().password)
    for typed in (NFC, NFD, MIXED):
        assert signs_in(member.email, typed)


@pytest.mark.parametrize("old", [NFD, MIXED], ids=["NFD", "mixed"])
def test_old_hash_enters_the_admin_stays_there_and_is_renewed(manager, old):
    User.objects.filter(pk=manager.pk).update(password=hashed_before(old))
    assert not enters_admin(manager.email, old + "!")
    assert enters_admin(manager.email, old)
    assert hashers.check_password(NFC, User.objects.get().password)
    assert enters_admin(manager.email, NFC)


def test_old_hash_is_right_where_the_password_is_changed(signed_in, member, manager):
    for person in (member, manager):
        User.objects.filter(pk=person.pk).update(password=hashed_before(NFD))
    body = {"current_password": NFD, "new_password": OTHER_NFD}
    assert signed_in(member).post("/api/users/password/change/", body).status_code == 204
    assert signs_in(member.email, OTHER_NFC)
    manager.refresh_from_db()
    inside = AdminBrowser()
    inside.enter(manager)
    assert inside.change_password(NFD, OTHER_NFC).status_code == 302
    assert enters_admin(manager.email, OTHER_NFD)


def test_old_hash_in_nfc_or_ascii_is_left_alone(member):
    for password in (NFC, "correct horse battery staple"):
        User.objects.filter(pk=member.pk).update(password=hashed_before(password))
        assert signs_in(member.email, password)
        assert User.objects.get().password == hashed_before(password)


def test_hash_that_another_login_renewed_meanwhile_is_still_right(member):
    User.objects.filter(pk=member.pk).update(password=hashed_before(NFD))
    member.refresh_from_db()
    judged = attempt_password(email=member.email, password=NFD, client=SYSTEM_CLIENT, user=member)
    assert signs_in(member.email, NFD)  # renews it
    with transaction.atomic():
        assert is_still_valid(judged)


ASCII, WRONG = "correct horse battery staple", "a wrong password, ü"
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
@pytest.mark.parametrize("way", [LocalBrowser, AdminBrowser], ids=["API", "admin"])
def test_refused_attempt_costs_what_its_text_says_for_every_account(people, counted, way, typed, hashes):
    for email in REFUSED:
        counted.clear()
        assert way().log_in(email, typed).status_code in {401, 200}  # the admin shows its form again
        assert len(counted) == hashes, email


@pytest.mark.parametrize("typed", FORMS, ids=["NFC", "NFD"])
def test_right_password_that_may_not_enter_costs_what_a_wrong_one_does(people, counted, member, typed):
    User.objects.filter(pk=member.pk).update(password=hashed_before(NFC))
    hashes = 1 if typed == NFC else 2
    for way, email in ((LocalBrowser, "inactive@example.com"), (AdminBrowser, member.email)):
        counted.clear()
        assert way().log_in(email, typed).status_code in {401, 200}
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


@pytest.mark.usefixtures("_no_confirmation")
def test_bounds_count_the_normalized_password(signed_in, member):
    longest, shortest = "äx-9" * 32, "äöüäöüäöüä-7"
    assert (len(longest), len(shortest)) == (128, 12)
    for good in (longest, shortest):
        assert register(unicodedata.normalize("NFD", good)).status_code == 201
        assert signs_in(EMAIL, unicodedata.normalize("NFD", good))
        assert signs_in(EMAIL, good)
        User.objects.filter(email=EMAIL).delete()
    for bad in (longest + "ä", shortest[1:]):
        for form in ("NFC", "NFD"):
            text = unicodedata.normalize(form, bad)
            assert list(register(text).json()["fields"]) == ["password"], text
            with pytest.raises(ValidationError):  # as in `changepassword`
                validate_password(text, member)
    assert list(register("\ufb2c" * 50).json()["fields"]) == ["password"]  # three characters each in NFC


def test_old_hash_of_a_password_that_is_too_long_in_nfc_gets_in(member):
    password = "\ufb2c" * 50
    User.objects.filter(pk=member.pk).update(password=hashed_before(password))
    assert signs_in(member.email, password)


def test_weak_password_is_refused_in_either_form(db):
    User.objects.create_user("x@example.com", None, full_name="Ödön Özgür-Çelik", role=Role.MEMBER)
    person = User.objects.get()
    for form in ("NFC", "NFD"):
        with pytest.raises(ValidationError, match="too similar"):
            validate_password(unicodedata.normalize(form, "Ödön Özgür-Çelik"), person)


@pytest.fixture
def overlong():
    """To normalize this takes seconds in a body's 64 kB, and hours in the admin's megabyte."""
    return "a" + "\u0315" * 5_000 + "\u0316" * 4_000


def test_overlong_password_is_refused_without_being_normalized(signed_in, member, manager, overlong, monkeypatch):
    lengths, nfc = [], unicodedata.normalize
    monkeypatch.setattr(unicodedata, "normalize", lambda form, text: lengths.append(len(text)) or nfc(form, text))
    browser, inside = signed_in(member), AdminBrowser()
    inside.enter(manager)
    start = time.process_time()
    answers = [
        browser.log_in(member.email, overlong),
        register(overlong),
        browser.post("/api/users/password/change/", {"current_password": overlong, "new_password": NFC}),
        browser.post("/api/users/password/change/", {"current_password": NFC, "new_password": overlong}),
        browser.post("/api/users/password/reset/confirm/", {"uid": "x", "token": "x", "new_password": overlong}),
    ]
    assert [answer.status_code for answer in answers] == [400] * 5
    assert AdminBrowser().log_in(manager.email, overlong * 20).status_code == 200
    assert inside.change_password(overlong * 20, NFC).status_code == 200
    assert inside.change_password(NFC, overlong * 20).status_code == 200
    with pytest.raises(ValidationError):
        validate_password(overlong, member)
    assert max(lengths) <= 512
    assert time.process_time() - start < 5


def test_overlong_address_is_refused_without_being_normalized(signed_in, manager, overlong, monkeypatch):
    lengths, nfc = [], unicodedata.normalize
    monkeypatch.setattr(unicodedata, "normalize", lambda form, text: lengths.append(len(text)) or nfc(form, text))
    form = {"email": f"{overlong}@example.com", "full_name": "X", "role": "member"}
    assert list(signed_in(manager).post("/api/users/", form).json()["fields"]) == ["email"]
    assert LocalBrowser().log_in(form["email"]).status_code == 400
    assert ask(LocalBrowser(), form["email"]).status_code == 400
    assert AdminBrowser().log_in(form["email"]).status_code == 200
    assert max(lengths) <= 4 * 254
