"""Fixtures for all tests: users of each role, their clients, the clock and a server."""

import importlib
import os
from datetime import datetime, timedelta

import hypothesis
import pytest
import time_machine
from django.apps import apps
from django.core.handlers.base import BaseHandler
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone
from pytest_django.plugin import blocking_manager_key

from accounts import unknown_numbers
from accounts.services import chart
from audit.caps import suppressed
from core import old_form
from core.api import shared_serializers
from core.authorization.roles import Role
from core.bank_calendar import BankCalendar
from core.clock import now
from core.db import clock as database_clock
from core.db.time_zone import record_time_zone, set_calendar
from core.health import middleware as health
from core.keys import parse_key_ring
from core.models import BankTimeZone
from core.ratelimit.approximate import counters
from tests.api_payments import open_account
from tests.bank_zone import local_time
from tests.browsers import SCRIPT, LocalBrowser
from tests.declared_errors import assert_error_is_declared, assert_sentences_are_translated
from tests.hashers import PASSWORD
from tests.servers import Server
from users.models import User

# Every run uses the same examples, so that only a change can break a test; HYPOTHESIS_PROFILE=default explores more.
hypothesis.settings.register_profile("suite", derandomize=True, deadline=None)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "suite"))
# What a server reads from the database at its start.
set_calendar("UTC", BankCalendar())
CHART_MIGRATION = "accounts.migrations.0002_chart"
SERVER_FIXTURES = ["running_server", "upgraded_server"]
START = datetime.fromisoformat("2026-03-01T12:00:00+00:00")


# Slow tests run in `.ci/run`, on MariaDB, or if selected by path; `make test` must take less than two minutes.
# Long tests run in `make test-long`, or if selected by path; `.ci/run` must take less than thirty.
# Tests marked with `any_database` do not depend on it, and do not run a second time on MariaDB.
ON_MARIADB = os.environ.get("DATABASE_URL", "").startswith("mysql")
RUN_SLOW = os.environ.get("WITH_SLOW") or ON_MARIADB


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item):
    """Skips slow and long tests before any fixture, so that no server is started for them."""
    if _is_selected_by_path(item.path, item.config):
        return
    if item.get_closest_marker("slow") and not RUN_SLOW:
        pytest.skip("slow: WITH_SLOW=1, make test-mariadb, or ARGS= and its path")
    if item.get_closest_marker("any_database") and ON_MARIADB:
        pytest.skip("does not depend on the database: runs on SQLite, or if selected by path")
    if item.get_closest_marker("long") and not os.environ.get("LONG"):
        pytest.skip("long: make test-long, or ARGS= and its path")


def pytest_ignore_collect(collection_path, config):
    """Ignores a file of slow tests that takes three seconds to collect, where they do not run."""
    is_ignored = collection_path.name == "test_schemathesis.py" and not RUN_SLOW
    return True if is_ignored and not _is_selected_by_path(collection_path, config) else None


def _is_selected_by_path(path, config):
    selected = [(config.rootpath / argument.partition("::")[0]).resolve() for argument in config.args]
    return path in selected or path.parent in selected


@pytest.fixture(autouse=True)
def _fresh_counters():
    """Clears rate limit counters, cached results of `/readyz` and shared serializers before each test."""
    shared_serializers.forget()
    counters.cache_clear()
    suppressed.cache_clear()
    unknown_numbers.forget()
    chart.cache_clear()
    health.forget()


@pytest.fixture(autouse=True)
def _errors_are_declared(request):
    """Fails the test where an operation returns an error that it does not declare or translate, unless it is marked."""
    respond = BaseHandler.get_response

    def get_response(handler, http_request):
        response = respond(handler, http_request)
        assert_error_is_declared(http_request, response)
        assert_sentences_are_translated(http_request, response)
        return response

    with pytest.MonkeyPatch.context() as patch:
        if not request.node.get_closest_marker("undeclared_errors"):
            patch.setattr(BaseHandler, "get_response", get_response)
        yield


@pytest.fixture(autouse=True, scope="session")
def _database_uses_the_test_clock():
    """While a test overrides the time, the database's clock returns the test's time, else its own."""
    read = database_clock.to_utc
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            database_clock,
            "to_utc",
            lambda value: timezone.now() if time_machine.escape_hatch.is_travelling() else read(value),
        )
        yield


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    """Keeps the random order, but groups tests that need a server, so that one process starts it once."""
    items.sort(key=lambda item: [server not in item.fixturenames for server in SERVER_FIXTURES])


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item, nextitem):
    """Restores the rows of migrations, which Django's flush deletes after a test that commits.

    A skipped test deletes nothing. After the last test of a process, the database no longer exists.
    """
    result = yield
    marker = item.get_closest_marker("django_db")
    commits = "transactional_db" in item.fixturenames or (marker is not None and marker.kwargs.get("transaction"))
    if nextitem is not None and commits:
        with item.config.stash[blocking_manager_key].unblock():
            if not apps.get_model("accounts", "Account").objects.exists():
                importlib.import_module(CHART_MIGRATION).make(apps, None)
            if not BankTimeZone.objects.exists():
                record_time_zone("UTC", None)
    return result


@pytest.fixture
def clock():
    """A clock that stands still until the test moves it. Request it before fixtures of users."""
    with time_machine.travel(START, tick=False) as clock_control:
        yield clock_control


@pytest.fixture
def bank_zone(db, settings):
    """Keeps the bank's days in a zone: `bank_zone("Africa/Nairobi")`, or from a day on with `first_day`."""
    used = []

    def set_zone(name, first_day=None):
        settings.BANK_TIME_ZONE = name
        record_time_zone(name, first_day)
        set_calendar(name, None)
        used.append(name)

    yield set_zone
    for name in used:
        set_calendar(name, BankCalendar() if name == "UTC" else None)


@pytest.fixture
def log_in_at(clock, signed_in):
    """Moves the clock to a local time and logs a person in: `log_in_at(NAIROBI, "2026-03-01T00:30", cashier)`."""

    def log_in(zone, text, person):
        clock.move_to(local_time(zone, text))
        return signed_in(person)

    return log_in


@pytest.fixture
def database_ahead(monkeypatch):
    """Makes the database's clock differ by seconds: `database_ahead(3)` is ahead, `database_ahead(-3)` is behind."""

    def set_difference(seconds):
        monkeypatch.setattr(database_clock, "to_utc", lambda _: timezone.now() + timedelta(seconds=seconds))

    return set_difference


@pytest.fixture
def use_keys(settings):
    """Sets `TOKEN_KEYS`, as a restart of this server does: `use_keys(OLD, NEW)`."""

    def use(*keys):
        settings.TOKEN_KEYS = parse_key_ring(",".join(keys), settings.SECRET_KEY)

    return use


@pytest.fixture
def upgraded(db):
    """Sets how long ago the upgrade to the key ring was: `upgraded(timedelta(hours=23))`."""

    def set_time(ago):
        rows = MigrationRecorder(connection).migration_qs.filter(**old_form.MIGRATION)
        assert rows.update(applied=now() - ago) == 1
        old_form.upgraded_at.cache_clear()

    yield set_time
    old_form.upgraded_at.cache_clear()


def _person(email, name, role, **fields):
    return User.objects.create_user(email, PASSWORD, full_name=name, role=role, **fields)


@pytest.fixture
def member(db):
    return _person("member@example.com", "Maria Member", Role.MEMBER)


@pytest.fixture
def other_member(db):
    """A second member, for access to foreign data."""
    return _person("member2@example.com", "Matthew Member", Role.MEMBER)


@pytest.fixture
def cashier(db):
    return _person("cashier@bank.com", "Carla Cashier", Role.CASHIER)


@pytest.fixture
def manager(db):
    return _person("manager@bank.com", "Monica Manager", Role.MANAGER)


@pytest.fixture
def second_manager(db):
    """A manager who has not approved the loans of the tests."""
    return _person("manager2@bank.com", "Mark Manager", Role.MANAGER)


@pytest.fixture
def administrator(db):
    return _person("admin@bank.com", "Adam Administrator", Role.MANAGER, is_superuser=True)


@pytest.fixture
def checks_off(db):
    """Disables the CHECK constraints of the database in this connection."""
    name = "check_constraint_checks" if connection.vendor == "mysql" else None
    with connection.cursor() as cursor:
        cursor.execute(f"SET {name} = 0" if name else "PRAGMA ignore_check_constraints = ON")
        yield
        User.objects.filter(role="auditor").update(role="member", is_superuser=False)
        cursor.execute(f"SET {name} = 1" if name else "PRAGMA ignore_check_constraints = OFF")


@pytest.fixture
def browser(db):
    """An anonymous client."""
    return LocalBrowser()


@pytest.fixture
def other_browser(db):
    return LocalBrowser()


@pytest.fixture
def signed_in(db):
    """Logs a person in on a new browser: `signed_in(member)`, or `signed_in(member, bind_browser=False)` without one.

    Opens the session by the service unless options of the login are given, because logins would take half of the
    time of many tests.
    """

    def log_in(person, **extra):
        browser = LocalBrowser(SCRIPT) if extra.get("bind_browser") is False else LocalBrowser()
        if extra:
            response = browser.log_in(person.email, **extra)
            assert response.status_code == 200, response.content
        else:
            browser.enter(person)
        return browser

    return log_in


@pytest.fixture
def cashier_client(signed_in, cashier):
    """A client on which the cashier is logged in."""
    return signed_in(cashier)


@pytest.fixture
def manager_client(signed_in, manager):
    """A client on which the manager is logged in."""
    return signed_in(manager)


@pytest.fixture
def account(cashier_client, member):
    """The number of an empty account of the member."""
    return open_account(cashier_client, member.pk)


@pytest.fixture
def other_account(cashier_client, other_member):
    """The number of an empty account of the other member."""
    return open_account(cashier_client, other_member.pk)


@pytest.fixture(scope="session")
def running_server():
    """A server with four workers for all tests of this process that need one."""
    with Server(f"live_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}") as server:
        yield server


@pytest.fixture
def server(running_server):
    """The running server without sessions and rate limit counters."""
    running_server.reset()
    yield running_server
    running_server.close_browsers()
