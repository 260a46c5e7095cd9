"""The fixed cast, and the ways to talk to the system."""

import importlib
import os
from datetime import datetime, timedelta

import hypothesis
import pytest
import time_machine
from django.apps import apps
from django.db import connection
from django.utils import timezone
from pytest_django.plugin import blocking_manager_key

from accounts import unknown_numbers
from audit.caps import suppressed
from core.authorization.roles import Role
from core.db import clock as database_clock
from core.health import middleware as health
from core.ratelimit.approximate import counters
from tests.api_payments import open_account
from tests.browsers import SCRIPT, LocalBrowser
from tests.hashers import PASSWORD
from tests.servers import Server
from users.models import User

# The same examples in every run, so that a change breaks a test and not a day; HYPOTHESIS_PROFILE=default explores.
hypothesis.settings.register_profile("suite", derandomize=True, deadline=None)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "suite"))
CHART = "accounts.migrations.0002_chart"
SERVERS = ["running_server", "upgraded_server"]
START = datetime.fromisoformat("2026-03-01T12:00:00+00:00")


# In `.ci/run`, on MariaDB, or asked for by path; `make test` is to take less than two minutes.
SLOW_WANTED = os.environ.get("WITH_RACES") or os.environ.get("DATABASE_URL", "").startswith("mysql")


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item):
    """Before any fixture: no server is started for a test that is not run."""
    if item.get_closest_marker("slow") and not SLOW_WANTED and not _is_asked_for(item):
        pytest.skip("slow: WITH_RACES=1, make test-mariadb, or ARGS= and its path")


def _is_asked_for(item):
    paths = [(item.config.rootpath / argument.partition("::")[0]).resolve() for argument in item.config.args]
    return any(path in (item.path, item.path.parent) for path in paths)


@pytest.fixture(autouse=True)
def _fresh_counters():
    """Each test starts with nothing counted, and no answer to `/readyz` is kept."""
    counters.cache_clear()
    suppressed.cache_clear()
    unknown_numbers.forget()
    health.forget()


@pytest.fixture(autouse=True, scope="session")
def _database_travels_too():
    """While a test travels in time, the database's clock shows the test's time; at all other times it is its own."""
    read = database_clock.to_utc
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(
            database_clock,
            "to_utc",
            lambda value: timezone.now() if time_machine.escape_hatch.is_travelling() else read(value),
        )
        yield


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    """Random order, but what needs a server stands together: one process runs it all, and starts it only once."""
    items.sort(key=lambda item: [server not in item.fixturenames for server in SERVERS])


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item, nextitem):
    """After a test that commits, Django's clean-up has also deleted the accounts that a migration made.

    A test that was skipped has deleted nothing. After the last test of a process the database itself is gone.
    """
    result = yield
    marker = item.get_closest_marker("django_db")
    commits = "transactional_db" in item.fixturenames or (marker is not None and marker.kwargs.get("transaction"))
    if nextitem is not None and commits:
        with item.config.stash[blocking_manager_key].unblock():
            if not apps.get_model("accounts", "Account").objects.exists():
                importlib.import_module(CHART).make(apps, None)
    return result


@pytest.fixture
def clock():
    """Stands still until a test moves it. Name it before the cast."""
    with time_machine.travel(START, tick=False) as traveller:
        yield traveller


@pytest.fixture
def database_ahead(monkeypatch):
    """Makes the database's clock differ from this server's: `database_ahead(3)`, in seconds; negative: it is behind."""

    def ahead(seconds):
        monkeypatch.setattr(database_clock, "to_utc", lambda _: timezone.now() + timedelta(seconds=seconds))

    return ahead


def _person(email, name, role, **fields):
    return User.objects.create_user(email, PASSWORD, full_name=name, role=role, **fields)


@pytest.fixture
def member(db):
    return _person("member@example.com", "Maria Member", Role.MEMBER)


@pytest.fixture
def other_member(db):
    """Another member."""
    return _person("member2@example.com", "Matthew Member", Role.MEMBER)


@pytest.fixture
def cashier(db):
    return _person("cashier@bank.com", "Carla Cashier", Role.CASHIER)


@pytest.fixture
def manager(db):
    return _person("manager@bank.com", "Monica Manager", Role.MANAGER)


@pytest.fixture
def administrator(db):
    return _person("admin@bank.com", "Adam Administrator", Role.MANAGER, is_superuser=True)


@pytest.fixture
def checks_off(db):
    """The database accepts what its CHECKs refuse, in this connection."""
    name = "check_constraint_checks" if connection.vendor == "mysql" else None
    with connection.cursor() as cursor:
        cursor.execute(f"SET {name} = 0" if name else "PRAGMA ignore_check_constraints = ON")
        yield
        User.objects.filter(role="auditor").update(role="member", is_superuser=False)
        cursor.execute(f"SET {name} = 1" if name else "PRAGMA ignore_check_constraints = OFF")


@pytest.fixture
def browser(db):
    """A browser that nobody is signed in on."""
    return LocalBrowser()


@pytest.fixture
def other_browser(db):
    return LocalBrowser()


@pytest.fixture
def signed_in(db):
    """Signs a person in on a new browser, or without one: `signed_in(member, bind_browser=False)`.

    By the service that a login ends in, unless something is asked of the login: half of what a test of
    something else costs would be logins.
    """

    def sign_in(person, **extra):
        browser = LocalBrowser(SCRIPT) if extra.get("bind_browser") is False else LocalBrowser()
        if extra:
            response = browser.log_in(person.email, **extra)
            assert response.status_code == 200, response.content
        else:
            browser.enter(person)
        return browser

    return sign_in


@pytest.fixture
def cashier_client(signed_in, cashier):
    """The cashier's browser."""
    return signed_in(cashier)


@pytest.fixture
def manager_client(signed_in, manager):
    """The manager's browser."""
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
    """One server with four workers for all tests of this process that need real ones."""
    with Server(f"live_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}") as server:
        yield server


@pytest.fixture
def server(running_server):
    """That server, with nobody signed in and nothing counted."""
    running_server.reset()
    yield running_server
    running_server.close_browsers()
