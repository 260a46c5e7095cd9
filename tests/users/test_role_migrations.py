"""The migration before the CHECKs on roles: it clears superuser flags with an audit row, and refuses unclear cases."""

from importlib import import_module

import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from audit.models import AuditEvent
from tests.hashers import PASSWORD
from users.models import User

clear_flags = import_module("users.migrations.0005_clear_superuser_flags").clear_flags


@pytest.fixture
def apps(db):
    """The models as the migration sees them."""
    return MigrationLoader(connection).project_state([("users", "0005_clear_superuser_flags")]).apps


def flags():
    return dict(User.objects.values_list("email", "is_superuser"))


def test_superuser_flag_of_users_who_are_not_managers_is_cleared_and_audited(apps, checks_off, administrator, manager):
    clerk = User.objects.create_user("clerk@bank.com", PASSWORD, full_name="C", role="cashier", is_superuser=True)
    clear_flags(apps, None)
    assert flags() == {administrator.email: True, manager.email: False, clerk.email: False}
    event = AuditEvent.objects.get()
    assert (event.event, event.user_id, event.actor_id) == ("role_changed", clerk.pk, None)
    assert (event.details["administrator"], event.details["before"]) == (False, "cashier")
    assert User.objects.get(pk=clerk.pk).session_version == clerk.session_version + 1


def test_bank_without_superusers_migrates(apps, manager, member):
    clear_flags(apps, None)
    assert not AuditEvent.objects.exists()


@pytest.mark.parametrize("fields", [{"is_active": False}, {"role": "member"}])
def test_migration_that_would_leave_no_administrator_is_refused(apps, checks_off, administrator, fields):
    User.objects.filter(pk=administrator.pk).update(**fields)
    with pytest.raises(RuntimeError, match="no administrator would be left"):
        clear_flags(apps, None)
    assert flags() == {administrator.email: True}


def test_migration_with_an_unknown_role_is_refused_and_names_the_user(apps, checks_off, administrator):
    auditor = User.objects.create_user("auditor@bank.com", PASSWORD, full_name="A", role="auditor")
    with pytest.raises(RuntimeError, match=f"Users {auditor.pk} have a role"):
        clear_flags(apps, None)
