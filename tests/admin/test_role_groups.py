"""What a role sees in the admin follows from the group of its name, which a migration makes."""

import pytest
from django.contrib.auth.models import Group, Permission

ACCOUNTS = "/admin/accounts/account/"


@pytest.fixture
def group(db):
    return Group.objects.get(name="cashier")


def permission(codename):
    return Permission.objects.get(codename=codename)


def test_there_is_a_group_for_each_role_of_staff(db):
    assert set(Group.objects.values_list("name", flat=True)) == {"cashier", "manager"}


def test_what_is_taken_from_the_group_is_taken_from_the_role(entered, cashier, group):
    inside = entered(cashier)
    assert inside.get(ACCOUNTS).status_code == 200
    group.permissions.remove(permission("view_account"))
    assert inside.get(ACCOUNTS).status_code == 403


def test_what_is_given_to_the_group_is_given_to_the_role(entered, cashier, group):
    inside = entered(cashier)
    assert inside.get("/admin/audit/auditevent/").status_code == 403
    group.permissions.add(permission("view_auditevent"))
    assert inside.get("/admin/audit/auditevent/").status_code == 200


def test_a_group_or_a_permission_of_ones_own_gives_nothing(entered, cashier):
    cashier.groups.add(Group.objects.get(name="manager"))
    cashier.user_permissions.add(permission("view_auditevent"))
    assert entered(cashier).get("/admin/audit/auditevent/").status_code == 403


def test_no_group_may_add_change_or_delete(db):
    given = Permission.objects.filter(group__name__in=["cashier", "manager"]).values_list("codename", flat=True)
    assert all(codename.startswith("view_") for codename in given)
