"""Hashes of passwords that were not normalized still work, and are renewed by a login."""

import pytest
from django.contrib.auth import hashers
from django.db import transaction

from core.client_info import SYSTEM_CLIENT
from tests.admin.admin_client import AdminBrowser
from tests.users.password_forms import ASCII, NFC, NFD, OTHER_NFC, OTHER_NFD, enters_admin, hashed_before, signs_in
from users.authentication.login import is_still_valid
from users.authentication.password_attempts import attempt_password
from users.models import User

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
    for password in (NFC, ASCII):
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


def test_old_hash_of_a_password_that_is_too_long_in_nfc_gets_in(member):
    password = "\ufb2c" * 50
    User.objects.filter(pk=member.pk).update(password=hashed_before(password))
    assert signs_in(member.email, password)
