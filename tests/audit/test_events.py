"""Every security event writes exactly one row, and one line to the `audit` logger."""

import json
from datetime import datetime

import pytest
import time_machine

from audit.events import Event
from audit.models import AuditEvent
from core.user_agents import browser_name
from tests.audit.audit_fixtures import ADDRESS, WRONG, EventScenario
from tests.audit.event_triggers import TRIGGERS
from tests.hashers import PASSWORD
from tests.users.mailed_links import NEW, get_link

BY_COMMAND = {Event.USER_CREATED, Event.ADMINISTRATOR_CREATED, Event.TIME_ZONE_SET}
START = datetime.fromisoformat("2026-03-01T12:00:00+00:00")


@pytest.fixture
def scenario(db, request, mailoutbox):
    with time_machine.travel(START, tick=False) as clock:
        names = ("member", "other_member", "cashier", "manager")
        yield EventScenario(clock, mailoutbox, **{name: request.getfixturevalue(name) for name in names})


def audit_lines(caplog, event):
    parsed = [json.loads(record.message) for record in caplog.records if record.name == "audit"]
    return [line for line in parsed if line["event"] == event]


def secrets(scenario):
    """Passwords, the prefix of access tokens, and the tokens of mailed links."""
    yield from (PASSWORD, NEW, WRONG, "eyJ")
    yield from (get_link(message).split("token=")[1] for message in scenario.outbox if "token=" in message.body)


@pytest.mark.parametrize("event", Event, ids=Event.values)
def test_security_event_writes_one_row_and_one_log_line_without_secrets(scenario, caplog, event):
    user, actor = (person and person.pk for person in TRIGGERS[event](scenario))

    row = AuditEvent.objects.get(event=event)
    address, browser_label = ("", "") if event in BY_COMMAND else (ADDRESS, "Firefox 140 on Linux")
    assert (row.user_id, row.actor_id, row.ip_address) == (user, actor, address)
    assert row.user_agent == browser_label == "" or browser_name(row.user_agent) == browser_label
    assert START <= row.at <= START.replace(day=2)
    (line,) = audit_lines(caplog, event)
    common_fields = {"event": event, "user": user, "actor": actor, "ip": address}
    if event == Event.SESSION_EXPIRED:  # one line for all sessions of a batch
        assert line == {"event": event, "ip": address, "count": 1}
        return
    assert line == common_fields | {
        f"details.{name}" if name in common_fields else name: value for name, value in row.details.items()
    }
    recorded = caplog.text + str(list(AuditEvent.objects.values()))
    assert not [secret for secret in secrets(scenario) if secret in recorded]


def test_every_event_has_a_trigger():
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
        (Event.FACTOR_FAILED, {"step": "login", "factor": "totp"}),
        (Event.FACTOR_ADDED, {"factor": "totp"}),
        (Event.TOKEN_REFUSED, {"code": "token_invalid", "method": "GET", "route": "/api/users/auth/check/"}),
    ],
)
def test_audit_row_has_the_details_of_the_event(scenario, event, details):
    TRIGGERS[event](scenario)
    assert AuditEvent.objects.get(event=event).details == details


@pytest.mark.parametrize(
    ("event", "because"),
    [
        (Event.PASSWORD_CHANGED, "password changed"),
        (Event.PASSWORD_RESET, "password reset"),
        (Event.USER_DEACTIVATED, "deactivated"),
        (Event.FACTORS_RESET, "second factors reset"),
    ],
)
def test_revocation_caused_by_another_event_records_the_reason(scenario, event, because):
    scenario.signed_in(scenario.member)
    user, actor = TRIGGERS[event](scenario)
    row = AuditEvent.objects.get(event=Event.SESSION_REVOKED)
    assert (row.user_id, row.actor_id, row.details["because"]) == (user.pk, actor.pk, because)


def test_unchanged_profile_writes_no_audit_row(scenario):
    browser = scenario.signed_in(scenario.member)
    before = AuditEvent.objects.count()
    assert browser.patch("/api/users/me/", {"full_name": scenario.member.full_name}).status_code == 200
    assert AuditEvent.objects.count() == before
