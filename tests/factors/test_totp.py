"""Authenticator codes: RFC 6238, one use each, the steps around the present one, and the encrypted secret."""

import base64
from datetime import UTC, datetime

import pytest
import time_machine
from django.core.management import CommandError, call_command

from core.keys import parse_key_ring
from factors import totp
from factors.encryption import decrypt, encrypt
from factors.models import TotpDevice
from tests.second_factors import code_at, give_totp

RFC_SECRET = base64.b32encode(b"12345678901234567890").decode()
# RFC 6238, appendix B, SHA-1, the last six of eight digits.
VECTORS = [
    (59, "287082"),
    (1111111109, "081804"),
    (1111111111, "050471"),
    (1234567890, "005924"),
    (2000000000, "279037"),
    (20000000000, "353130"),
]


@pytest.mark.parametrize(("seconds", "code"), VECTORS)
def test_code_of_rfc_6238_matches_its_time_step(seconds, code):
    with time_machine.travel(datetime.fromtimestamp(seconds, UTC), tick=False):
        assert totp.matching_step(RFC_SECRET, code) == seconds // 30


@pytest.mark.parametrize(("steps", "is_accepted"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_code_is_accepted_within_one_step(totp_secret, member, steps, is_accepted):
    assert totp.consume(member.pk, code_at(totp_secret, steps=steps)) is is_accepted


def test_code_is_accepted_once(totp_secret, member):
    assert totp.consume(member.pk, code_at(totp_secret))
    assert not totp.consume(member.pk, code_at(totp_secret))


def test_code_of_an_earlier_step_is_refused_after_a_later_one(totp_secret, member):
    assert totp.consume(member.pk, code_at(totp_secret, steps=1))
    assert not totp.consume(member.pk, code_at(totp_secret, steps=0))


@pytest.mark.parametrize("code", ["", "12345", "1234567", "abcdef", "１２３４５６", "000000 "])
def test_text_that_is_not_a_code_is_refused(totp_secret, member, code):
    assert not totp.consume(member.pk, code)


def test_code_of_another_user_is_refused(totp_secret, member, other_member):
    other_secret = give_totp(other_member)
    assert not totp.consume(member.pk, code_at(other_secret))


def test_secret_waits_for_its_first_code_while_the_former_one_stays_valid(totp_secret, member, clock):
    waiting = totp.begin(member.pk)
    assert not totp.consume(member.pk, code_at(waiting))
    assert totp.consume(member.pk, code_at(totp_secret))

    clock.shift(30)
    assert totp.confirm(member.pk, code_at(waiting))
    assert not totp.confirm(member.pk, code_at(waiting))
    clock.shift(30)
    assert not totp.consume(member.pk, code_at(totp_secret))
    assert totp.consume(member.pk, code_at(waiting))


def test_code_that_enabled_an_authenticator_is_used(clock, member):
    secret = totp.begin(member.pk)
    assert totp.confirm(member.pk, code_at(secret))
    assert not totp.consume(member.pk, code_at(secret))


def test_stored_secret_is_encrypted_for_its_owner(totp_secret, member, other_member):
    row = TotpDevice.objects.get()
    assert totp_secret not in row.secret
    assert decrypt(row.kid, row.secret, owner=member.pk) == totp_secret
    with pytest.raises(ValueError, match="another owner"):
        decrypt(row.kid, row.secret, owner=other_member.pk)


def test_two_encryptions_of_a_secret_differ():
    assert encrypt("JBSWY3DPEHPK3PXP", owner=1) != encrypt("JBSWY3DPEHPK3PXP", owner=1)


def test_use_of_a_code_encrypts_the_secret_with_the_key_that_signs(totp_secret, member, settings):
    former = settings.TOKEN_KEYS.first.kid
    settings.TOKEN_KEYS = parse_key_ring(f"new:{'k9' * 20},secret-key", settings.SECRET_KEY)

    assert totp.consume(member.pk, code_at(totp_secret))

    row = TotpDevice.objects.get()
    assert (former, row.kid) != ("new", former)
    assert row.kid == "new"
    assert decrypt("new", row.secret, owner=member.pk) == totp_secret


def test_secret_of_a_key_that_was_removed_refuses_codes_and_is_logged(totp_secret, member, settings, caplog):
    settings.TOKEN_KEYS = parse_key_ring(f"new:{'k9' * 20}", settings.SECRET_KEY)

    assert not totp.consume(member.pk, code_at(totp_secret))
    assert "cannot be decrypted" in caplog.text
    assert totp_secret not in caplog.text


def test_command_encrypts_all_secrets_with_the_key_that_signs(totp_secret, member, other_member, settings, capsys):
    waiting = totp.begin(other_member.pk)
    settings.TOKEN_KEYS = parse_key_ring(f"new:{'k9' * 20},secret-key", settings.SECRET_KEY)
    for changed in (2, 0):
        call_command("reencrypt_factors")
        assert capsys.readouterr().out == f"{changed} secrets encrypted with the first key\n"

    settings.TOKEN_KEYS = parse_key_ring(f"new:{'k9' * 20}", settings.SECRET_KEY)
    assert totp.consume(member.pk, code_at(totp_secret))
    assert totp.confirm(other_member.pk, code_at(waiting))


def test_command_fails_where_the_key_of_a_secret_is_gone(totp_secret, settings):
    settings.TOKEN_KEYS = parse_key_ring(f"new:{'k9' * 20}", settings.SECRET_KEY)
    with pytest.raises(CommandError, match="1 secrets cannot be decrypted"):
        call_command("reencrypt_factors")
