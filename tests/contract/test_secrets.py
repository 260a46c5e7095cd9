"""No password, token, cookie, code or key is stored in any table or log line."""

import io
import logging
import re

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection

from audit.events import Event
from audit.models import AuditEvent
from audit.services import record
from backoffice.session_store import SessionStore
from core.client_info import SYSTEM_CLIENT
from sessions_browser.models import BrowserSession
from tests.contract.secrets_scenario import FIRST, RETRY_KEY, TYPED_AS_EMAIL, run_scenario
from tests.hashers import PASSWORD

pytestmark = pytest.mark.slow


@pytest.fixture
def log():
    """The output of all loggers at level DEBUG, except the logger that repeats SQL with its parameters."""
    loggers = [logging.getLogger(name) for name in (None, *logging.root.manager.loggerDict)]
    levels = {logger: logger.level for logger in loggers}
    text = io.StringIO()
    handler = logging.StreamHandler(text)
    logging.root.addHandler(handler)
    for logger in loggers:
        logger.setLevel(logging.WARNING if logger.name == "django.db.backends" else logging.DEBUG)
    yield text
    logging.root.removeHandler(handler)
    for logger, level in levels.items():
        logger.setLevel(level)


def is_in(secret, text):
    """Whether the text contains the secret. The six digits of a code may be a part of a longer number."""
    return re.search(rf"(?<![\d.]){secret}(?!\d)", text) if is_code(secret) else secret in text


def is_code(secret):
    return len(secret) == 6 and secret.isdigit()


def find_secrets(secrets, log):
    """`(place, text)` for every cell and log line that contains a secret."""
    found = [("log", line) for line in log.splitlines() for secret in secrets if is_in(secret, line)]
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            columns = [column[0] for column in cursor.description]
            for row in cursor.fetchall():
                for column, cell in zip(columns, row, strict=True):
                    text = cell.decode(errors="replace") if isinstance(cell, bytes) else str(cell)
                    found += [(f"{table}.{column}", text) for secret in secrets if is_in(secret, text)]
    decoded = str([SessionStore().decode(row.session_data) for row in Session.objects.all()])
    return found + [("django_session, decoded", decoded) for secret in secrets if is_in(secret, decoded)]


@pytest.fixture
def scenario(log, manager, member):
    """The manager's browser at the end of the scenario, and every secret that was used."""
    secrets = {settings.SECRET_KEY, RETRY_KEY, PASSWORD, *TYPED_AS_EMAIL}
    manager_browser = run_scenario(secrets, manager, member)
    signatures = {word.rpartition(".")[2] for word in secrets if word.count(".") == 2}
    return manager_browser, {word for word in secrets | signatures if len(word) >= 8 or is_code(word)}


def test_no_secret_is_in_any_table_or_log_line(scenario, log, manager):
    manager_browser, secrets = scenario

    assert len(secrets) > 50
    assert manager_browser.cookie("browserId") in secrets
    assert manager_browser.cookie("sessionid") in secrets
    assert Session.objects.count() == 1
    assert AuditEvent.objects.values("event").distinct().count() >= 15
    assert log.getvalue().count('"event"') >= 30
    assert find_secrets(secrets, log.getvalue()) == []

    # The last login at the API ended the admin session of the browser.
    assert manager_browser.submit("/admin/login/", username=manager.email, password=FIRST).status_code == 302
    manager_browser.submit("/admin/logout/")
    assert AuditEvent.objects.filter(event=Event.ADMIN_LOGOUT).exists()
    assert find_secrets(secrets, log.getvalue()) == []


def test_search_for_secrets_finds_planted_secrets(scenario, log):
    _, secrets = scenario
    record(Event.LOGOUT, client=SYSTEM_CLIENT, note=f"the secret is {FIRST}!")
    BrowserSession.objects.update(user_agent=next(filter(is_code, secrets)))
    logging.getLogger("audit").debug("signed in with %s", FIRST)

    places = {place for place, _ in find_secrets(secrets, log.getvalue())}
    assert places == {"audit_events.details", "browser_sessions.user_agent", "log"}
