"""Rejected requests are recorded at most sixty times a minute per user and network."""

import json

import pytest

from audit import caps
from audit.events import Event
from audit.models import AuditEvent
from audit.services import record_refusal
from core.client_info import ClientInfo
from tests.browsers import LocalBrowser

ADDRESS, OTHER_ADDRESS = "10.0.0.1", "10.0.0.2"


def cross_site(browser, member):
    return browser.log_in(member.email, headers={"Origin": "https://evil.example"}).json()["code"]


def throttled(browser, member):
    return browser.log_in(member.email, "a wrong password").json()["code"]


def mismatch(browser, member):
    return browser.check(token=browser.stolen).json()["code"]


def confirm_registration(browser, member):
    body = {"uid": "x", "token": "x", "password": "a wrong password"}
    return browser.post("/api/users/register/confirm/", body).json()["code"]


def confirm_email(browser, member):
    return browser.post("/api/users/me/email/confirm/", {"uid": "x", "token": "x"}).json()["code"]


FLOODS = [
    (cross_site, Event.CROSS_SITE_REFUSED, "cross_site_request"),
    (throttled, Event.LOGIN_THROTTLED, "throttled"),
    (confirm_registration, Event.REGISTRATION_REFUSED, "invalid_request"),
    (confirm_email, Event.EMAIL_CHANGE_REFUSED, "invalid_request"),
    (mismatch, Event.BROWSER_MISMATCH, "browser_mismatch"),
]


def count_rows(event, address=ADDRESS):
    return AuditEvent.objects.filter(event=event, ip_address=address).count()


@pytest.mark.slow
@pytest.mark.parametrize(("provoke", "event", "code"), FLOODS, ids=[event.value for _, event, _ in FLOODS])
def test_rejected_requests_beyond_sixty_a_minute_are_not_recorded(clock, signed_in, member, provoke, event, code):
    stolen = signed_in(member).access
    browser, other_browser = LocalBrowser(REMOTE_ADDR=ADDRESS), LocalBrowser(REMOTE_ADDR=OTHER_ADDRESS)
    browser.stolen = other_browser.stolen = stolen
    for client in (browser, other_browser) if provoke is throttled else ():
        for _ in range(5):
            client.log_in(member.email, "a wrong password")

    assert {provoke(browser, member) for _ in range(65)} == {code}
    assert count_rows(event) == 60
    assert provoke(other_browser, member) == code
    assert count_rows(event, OTHER_ADDRESS) == 1

    clock.shift(30)
    assert provoke(browser, member) == code
    assert count_rows(event) == 60


def test_rejected_requests_are_recorded_again_after_the_window(clock, browser, member):
    address_browser = LocalBrowser(REMOTE_ADDR=ADDRESS)
    for _ in range(61):
        cross_site(address_browser, member)
    clock.shift(120)
    cross_site(address_browser, member)
    assert count_rows(Event.CROSS_SITE_REFUSED) == 61


def test_cap_of_one_event_does_not_suppress_other_events(clock, signed_in, member):
    browser = LocalBrowser(REMOTE_ADDR=ADDRESS)
    browser.stolen = signed_in(member).access
    for _ in range(61):
        cross_site(browser, member)
    mismatch(browser, member)
    assert count_rows(Event.BROWSER_MISMATCH) == 1


def test_addresses_of_one_ipv6_network_share_a_cap(clock, member):
    for number in range(65):
        cross_site(LocalBrowser(REMOTE_ADDR=f"2001:db8:1:2::{number:x}"), member)
    assert AuditEvent.objects.filter(event=Event.CROSS_SITE_REFUSED).count() == 60


def suppressed():
    rows = AuditEvent.objects.filter(event=Event.REFUSALS_SUPPRESSED).order_by("id")
    return [(row.user_id, row.details["network"], row.details["count"]) for row in rows]


@pytest.mark.slow
def test_cap_of_one_user_does_not_suppress_events_of_another_user_at_the_same_address(
    clock, signed_in, member, manager
):
    own_token, stolen_token = signed_in(member).access, signed_in(manager).access
    browser = LocalBrowser(REMOTE_ADDR=ADDRESS)
    for _ in range(200):
        browser.check(token=own_token)
    for _ in range(10):
        browser.check(token=stolen_token)
    rows = AuditEvent.objects.filter(event=Event.BROWSER_MISMATCH)
    assert rows.filter(user_id=member.pk).count() == 60
    assert rows.filter(user_id=manager.pk).count() == 10


def test_every_rejected_request_writes_a_log_line(clock, signed_in, member, caplog):
    token = signed_in(member).access
    browser = LocalBrowser(REMOTE_ADDR=ADDRESS)
    for _ in range(100):
        browser.check(token=token)
    lines = [json.loads(record.message) for record in caplog.records if record.name == "audit"]
    mismatches = [line for line in lines if line["event"] == "browser_mismatch"]
    assert len(mismatches) == 100
    assert [line.get("recorded") for line in mismatches] == [None] * 60 + [False] * 40


def test_suppression_is_recorded_once_with_the_number_of_suppressed_events(clock, signed_in, member):
    token = signed_in(member).access
    browser = LocalBrowser(REMOTE_ADDR=ADDRESS)
    for _ in range(100):
        browser.check(token=token)
    assert suppressed() == [(member.pk, ADDRESS, 1)]
    clock.shift(120)
    for _ in range(3):
        browser.check(token=token)
    assert suppressed() == [(member.pk, ADDRESS, 1), (member.pk, ADDRESS, 39)]
    assert count_rows(Event.BROWSER_MISMATCH) == 63


def record_refusals(user_id, address, times=1):
    client = ClientInfo(address, "curl")
    for _ in range(times):
        record_refusal(Event.ACCESS_DENIED, client=client, user_id=user_id, actor_id=user_id)


def test_rejected_requests_with_many_user_ids_are_limited_by_the_cap_of_the_network(clock, db):
    for user_id in range(1, 31):
        record_refusals(user_id, ADDRESS, 70)
    rows = AuditEvent.objects.filter(event=Event.ACCESS_DENIED)
    assert rows.count() == 30 + 600  # the first one of each user, and others up to the cap
    assert (None, ADDRESS, 1) in suppressed()

    record_refusals(99, ADDRESS)
    assert rows.filter(user_id=99).count() == 1  # the first rejected request of a user is always recorded
    for user_id in range(100, 800):
        record_refusals(user_id, ADDRESS)
    assert rows.count() == 600 + 600
    assert len(suppressed()) <= 30 + 2


def test_cap_of_the_network_covers_an_ipv6_site(clock, db):
    for number in range(1300):
        record_refusals(number % 4, f"2001:db8:1:{number:x}::1")
    assert AuditEvent.objects.filter(event=Event.ACCESS_DENIED).count() == 4 + 600
    assert {network for user_id, network, _ in suppressed() if user_id is None} == {"2001:db8:1::/48"}


def test_number_of_suppression_counters_is_limited(clock, db, monkeypatch):
    monkeypatch.setattr(caps, "MAX_KEYS", 2)
    counts = caps.SuppressedRefusals()
    caps_of_users = [caps.Cap(Event.ACCESS_DENIED, user_id, ADDRESS) for user_id in range(3)]
    for cap in caps_of_users:
        counts.add(cap)
    assert [counts.take_due(cap) for cap in caps_of_users] == [0, 1, 1]
