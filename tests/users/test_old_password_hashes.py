"""Hashes of passwords that were not normalized are still accepted, and are renewed at login."""

import pytest
from django.contrib.auth import hashers
from django.db import transaction

from core.client_info import SYSTEM_CLIENT
from tests.admin.admin_client import AdminBrowser
from tests.users.password_forms import (
    ASCII,
    NFC,
    NFD,
    OTHER_NFC,
    OTHER_NFD,
    can_log_in,
    can_log_in_to_admin,
    hash_of_earlier_version,
)
from users.authentication.login import is_still_valid
from users.authentication.password_attempts import attempt_password
from users.models import User

MIXED = NFC.replace("ä", "a\u0308")


@pytest.mark.parametrize("old", [NFD, MIXED], ids=["NFD", "mixed"])
def test_unnormalized_hash_is_accepted_and_renewed_at_login(member, old):
    User.objects.filter(pk=member.pk).update(password=hash_of_earlier_version(old))
    assert not can_log_in(member.email, old + "!")
    assert User.objects.get().password == hash_of_earlier_version(old)
    assert can_log_in(member.email, old)
    assert hashers.check_password(NFC, User.objects.get().password)
    for typed in (NFC, NFD, MIXED):
        assert can_log_in(member.email, typed)


@pytest.mark.parametrize("old", [NFD, MIXED], ids=["NFD", "mixed"])
def test_unnormalized_hash_is_accepted_and_renewed_at_admin_login(manager, old):
    User.objects.filter(pk=manager.pk).update(password=hash_of_earlier_version(old))
    assert not can_log_in_to_admin(manager.email, old + "!")
    assert can_log_in_to_admin(manager.email, old)
    assert hashers.check_password(NFC, User.objects.get().password)
    assert can_log_in_to_admin(manager.email, NFC)


def test_unnormalized_hash_is_accepted_for_a_password_change(signed_in, member, manager):
    for person in (member, manager):
        User.objects.filter(pk=person.pk).update(password=hash_of_earlier_version(NFD))
    body = {"current_password": NFD, "new_password": OTHER_NFD}
    assert signed_in(member).post("/api/users/password/change/", body).status_code == 204
    assert can_log_in(member.email, OTHER_NFC)
    manager.refresh_from_db()
    admin_browser = AdminBrowser()
    admin_browser.enter(manager)
    assert admin_browser.change_password(NFD, OTHER_NFC).status_code == 302
    assert can_log_in_to_admin(manager.email, OTHER_NFD)


def test_hash_of_an_nfc_or_ascii_password_is_not_renewed(member):
    for password in (NFC, ASCII):
        User.objects.filter(pk=member.pk).update(password=hash_of_earlier_version(password))
        assert can_log_in(member.email, password)
        assert User.objects.get().password == hash_of_earlier_version(password)


def test_hash_renewed_by_a_concurrent_login_is_still_valid(member):
    User.objects.filter(pk=member.pk).update(password=hash_of_earlier_version(NFD))
    member.refresh_from_db()
    attempt = attempt_password(email=member.email, password=NFD, client=SYSTEM_CLIENT, user=member)
    assert can_log_in(member.email, NFD)  # renews it
    with transaction.atomic():
        assert is_still_valid(attempt)


def test_unnormalized_hash_of_a_password_too_long_in_nfc_is_accepted(member):
    password = "\ufb2c" * 50
    User.objects.filter(pk=member.pk).update(password=hash_of_earlier_version(password))
    assert can_log_in(member.email, password)
