"""Removal of a person's factors by staff and by a command."""

import pytest
from django.core.management import CommandError, call_command
from django.test import TestCase

from audit.events import Event
from audit.models import AuditEvent
from factors.models import Passkey, RecoveryCode, TotpDevice
from tests.mail_delivery import deliver_mails
from tests.second_factors import expect, give_recovery_codes, give_totp
from users.models import User


def path(person):
    return f"/api/users/{person.pk}/factors/"


def ids_of_users_with_a_factor():
    enabled = TotpDevice.objects.exclude(secret="").values_list("user_id", flat=True)
    return {*enabled, *Passkey.objects.values_list("user_id", flat=True)}


def run_command(email, **options):
    with TestCase.captureOnCommitCallbacks(execute=True):
        call_command("reset_factors", email, **options)
    deliver_mails()


def test_manager_removes_all_factors_of_a_member(member, manager, signed_in, mailoutbox):
    give_totp(member)
    give_recovery_codes(member)
    theirs = signed_in(member)

    expect(signed_in(manager).delete(path(member)), 204)

    assert not TotpDevice.objects.exists()
    assert not RecoveryCode.objects.exists()
    member.refresh_from_db()
    assert not member.has_factor
    expect(theirs.check(), 401, "session_ended")
    row = AuditEvent.objects.get(event=Event.FACTORS_RESET)
    assert (row.user_id, row.actor_id) == (member.pk, manager.pk)
    assert [mail.to for mail in mailoutbox] == [[member.email]]
    assert "removed by the bank" in mailoutbox[0].body


def test_person_without_a_factor_keeps_the_sessions(member, manager, signed_in, mailoutbox):
    theirs = signed_in(member)
    expect(signed_in(manager).delete(path(member)), 204)
    expect(theirs.check(), 200)
    assert not AuditEvent.objects.filter(event=Event.FACTORS_RESET).exists()
    assert mailoutbox == []


@pytest.mark.parametrize(
    ("actor", "person", "status"),
    [
        ("cashier", "member", 403),
        ("member", "other_member", 403),
        ("manager", "cashier", 204),
        ("manager", "second_manager", 403),
        ("manager", "administrator", 403),
        ("manager", "manager", 403),
        ("administrator", "manager", 204),
        ("administrator", "administrator", 403),
    ],
)
def test_factors_are_removed_by_those_who_may_change_the_person(request, signed_in, actor, person, status):
    actor, person = request.getfixturevalue(actor), request.getfixturevalue(person)
    give_totp(person)
    expect(signed_in(actor).delete(path(person)), status)
    assert TotpDevice.objects.exists() is (status != 204)


def test_absent_person_is_404(manager, signed_in):
    expect(signed_in(manager).delete("/api/users/999999/factors/"), 404, "not_found")


def test_command_removes_the_factors_of_the_last_administrator(administrator, signed_in, mailoutbox, capsys):
    give_totp(administrator)
    theirs = signed_in(administrator)

    run_command(administrator.email.upper())
    run_command(administrator.email)

    assert capsys.readouterr().out == "second factors removed\nthere was no second factor\n"
    expect(theirs.check(), 401, "session_ended")
    row = AuditEvent.objects.get(event=Event.FACTORS_RESET)
    assert (row.user_id, row.actor_id, row.details) == (administrator.pk, None, {"command": "reset_factors"})
    assert len(mailoutbox) == 1


def test_command_refuses_an_unknown_address(db):
    with pytest.raises(CommandError, match="does not exist"):
        call_command("reset_factors", "nobody@example.com")


def test_column_of_users_agrees_with_the_factors(member, cashier, manager, signed_in, passkey):
    give_totp(cashier)
    assert Passkey.objects.exists()
    assert ids_of_users_with_a_factor() == set(User.objects.filter(has_factor=True).values_list("pk", flat=True))
    expect(signed_in(manager).delete(path(member)), 204)
    assert ids_of_users_with_a_factor() == {cashier.pk}
    assert set(User.objects.filter(has_factor=True).values_list("pk", flat=True)) == {cashier.pk}
