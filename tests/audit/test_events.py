"""Every security event leaves exactly one row, and one line on the `audit` logger."""

import json
from datetime import datetime

import pytest
import time_machine

from audit.events import Event
from audit.models import AuditEvent
from core.user_agents import browser_name
from tests.audit.audit_fixtures import ADDRESS, WRONG, Stage
from tests.audit.event_triggers import TRIGGERS
from tests.hashers import PASSWORD
from tests.users.mailed_links import NEW, get_link

BY_COMMAND = {Event.USER_CREATED, Event.ADMINISTRATOR_CREATED}
START = datetime.fromisoformat("2026-03-01T12:00:00+00:00")


@pytest.fixture
def stage(db, request, mailoutbox):
    with time_machine.travel(START, tick=False) as clock:
        names = ("member", "other_member", "cashier", "manager")
        yield Stage(clock, mailoutbox, **{name: request.getfixturevalue(name) for name in names})


def lines(caplog, event):
    found = [json.loads(record.message) for record in caplog.records if record.name == "audit"]
    return [line for line in found if line["event"] == event]


def secrets(stage):
    """Passwords, how a token begins, and what the mailed links carry."""
    yield from (PASSWORD, NEW, WRONG, "eyJ")
    yield from (get_link(message).split("token=")[1] for message in stage.outbox if "token=" in message.body)


@pytest.mark.parametrize("event", Event, ids=Event.values)
def test_the_event_leaves_one_row_one_line_and_no_secret(stage, caplog, event):
    user, actor = (person and person.pk for person in TRIGGERS[event](stage))

    row = AuditEvent.objects.get(event=event)
    address, agent = ("", "") if event in BY_COMMAND else (ADDRESS, "Firefox 140 on Linux")
    assert (row.user_id, row.actor_id, row.ip_address) == (user, actor, address)
    assert row.user_agent == agent == "" or browser_name(row.user_agent) == agent
    assert START <= row.at <= START.replace(day=2)
    (line,) = lines(caplog, event)
    facts = {"event": event, "user": user, "actor": actor, "ip": address}
    assert line == facts | {f"details.{name}" if name in facts else name: value for name, value in row.details.items()}
    kept = caplog.text + str(list(AuditEvent.objects.values()))
    assert not [secret for secret in secrets(stage) if secret in kept]


def test_every_event_is_in_the_table():
    assert [event for event in Event if TRIGGERS[event] is None] == []


@pytest.mark.parametrize(
    ("event", "details"),
    [
        (Event.ROLE_CHANGED, {"before": "cashier", "after": "member"}),
        (Event.USER_CHANGED, {"fields": ["full_name", "phone"]}),
        (Event.USER_INVITED, {"role": "cashier"}),
        (Event.CROSS_SITE_REFUSED, {"origin": "https://evil.example", "path": "/api/users/login/"}),
        (Event.PASSWORD_RESET_REQUESTED, {"mailed": True}),
        (Event.REGISTRATION_REQUESTED, {"taken": False}),
        (Event.REGISTRATION_REFUSED, {"because": "link"}),
        (Event.USER_REGISTERED, {"by": "link"}),
        (Event.EMAIL_CHANGE_REQUESTED, {"taken": False}),
        (Event.EMAIL_CHANGED, {"before": "member@example.com", "after": "newcomer@example.com"}),
        (Event.REFUSALS_SUPPRESSED, {"event": "browser_mismatch", "network": ADDRESS, "count": 1}),
        (Event.TOKEN_REFUSED, {"code": "token_invalid", "method": "GET", "route": "/api/users/auth/check/"}),
    ],
)
def test_the_row_says_what_was_done(stage, event, details):
    TRIGGERS[event](stage)
    assert AuditEvent.objects.get(event=event).details == details


@pytest.mark.parametrize(
    ("event", "because"),
    [
        (Event.PASSWORD_CHANGED, "password changed"),
        (Event.PASSWORD_RESET, "password reset"),
        (Event.USER_DEACTIVATED, "deactivated"),
    ],
)
def test_a_session_that_ends_along_with_it_says_why(stage, event, because):
    stage.signed_in(stage.member)
    user, actor = TRIGGERS[event](stage)
    row = AuditEvent.objects.get(event=Event.SESSION_REVOKED)
    assert (row.user_id, row.actor_id, row.details["because"]) == (user.pk, actor.pk, because)


def test_a_change_that_changes_nothing_leaves_no_row(stage):
    browser = stage.signed_in(stage.member)
    before = AuditEvent.objects.count()
    assert browser.patch("/api/users/me/", {"full_name": stage.member.full_name}).status_code == 200
    assert AuditEvent.objects.count() == before
