"""Versions of users: one for each state of name, role and active flag, and those that no server has written."""

from datetime import UTC, datetime

import pytest
from django.core.management import call_command

from users.models import User
from users.versions import UserVersion

pytestmark = pytest.mark.django_db
START = datetime(2026, 3, 1, 9, tzinfo=UTC)


@pytest.fixture
def person(clock):
    clock.move_to(START)
    return User.objects.create_user("v@example.com", full_name="Vera")


def versions(person):
    return [
        (row.valid_from.day, row.valid_to and row.valid_to.day, row.full_name, row.role, row.is_active, row.joined)
        for row in UserVersion.objects.filter(user=person).order_by("valid_from", "pk")
    ]


def test_new_user_has_one_version_since_joining(person):
    assert versions(person) == [(1, None, "Vera", "member", True, True)]


def test_each_change_ends_the_present_version_and_begins_another(person, clock):
    clock.move_to(START.replace(day=2))
    person.role = "cashier"
    person.save(update_fields=["role"])
    clock.move_to(START.replace(day=3))
    User.objects.filter(pk=person.pk).update(is_active=False)
    clock.move_to(START.replace(day=4))
    User.objects.filter(pk=person.pk).update(role="member", full_name="Vera Veil")
    assert versions(person) == [
        (1, 2, "Vera", "member", True, True),
        (2, 3, "Vera", "cashier", True, False),
        (3, 4, "Vera", "cashier", False, False),
        (4, None, "Vera Veil", "member", False, True),
    ]


def test_change_of_something_else_writes_no_version(person):
    person.phone = "+1 555 0199"
    person.save()
    User.objects.filter(pk=person.pk).update(phone="")
    assert len(versions(person)) == 1


def test_users_inserted_together_have_versions(db):
    made = User.objects.bulk_create([User(email="b@example.com", full_name="B", role="cashier")])
    assert [(row.user_id, row.role, row.joined) for row in UserVersion.objects.all()] == [
        (made[0].pk, "cashier", False)
    ]


def test_versions_that_no_server_has_written_are_filled_from_the_audit_log_once(
    clock, signed_in, member, administrator, capsys
):
    for day, changes in [
        (6, {"role": "cashier"}),
        (7, {"is_active": False}),
        (8, {"is_active": True}),
        (9, {"role": "member"}),
    ]:
        clock.move_to(f"2026-03-0{day}T09:00:00Z")
        assert signed_in(administrator).patch(f"/api/users/{member.pk}/", changes).status_code == 200
    expected = versions(member)
    assert len(expected) == 5
    UserVersion.objects.all().delete()

    for count in (User.objects.count(), 0):
        call_command("fill_user_versions")
        assert capsys.readouterr().out == f"Versions were written for {count} users.\n"
        assert versions(member) == expected


def test_change_by_a_server_of_the_release_before_is_filled_beside_known_names(clock, signed_in, member, administrator):
    clock.move_to("2026-03-06T09:00:00Z")
    assert signed_in(administrator).patch(f"/api/users/{member.pk}/", {"full_name": "Mary"}).status_code == 200
    clock.move_to("2026-03-07T09:00:00Z")
    assert signed_in(administrator).patch(f"/api/users/{member.pk}/", {"role": "cashier"}).status_code == 200
    expected = versions(member)
    UserVersion.objects.filter(user=member, valid_to=None).delete()
    UserVersion.objects.filter(user=member, full_name="Mary").update(valid_to=None)
    assert versions(member) != expected

    call_command("fill_user_versions")
    assert versions(member) == expected


def test_change_by_a_server_of_the_release_before_is_filled_between_known_versions(
    clock, signed_in, member, administrator
):
    for day, role in [(6, "cashier"), (7, "member"), (8, "cashier")]:
        clock.move_to(f"2026-03-0{day}T09:00:00Z")
        assert signed_in(administrator).patch(f"/api/users/{member.pk}/", {"role": role}).status_code == 200
    expected = versions(member)
    assert [row[3] for row in expected] == ["member", "cashier", "member", "cashier"]
    UserVersion.objects.filter(user=member, valid_to__day__in=[7, 8]).delete()

    call_command("fill_user_versions")
    assert versions(member) == expected
