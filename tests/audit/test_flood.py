"""Refusals that anybody can provoke are recorded at most sixty times a minute for one user and network."""

import json

import pytest

from audit import caps
from audit.events import Event
from audit.models import AuditEvent
from audit.services import record_refusal
from core.client_info import ClientInfo
from tests.browsers import LocalBrowser

HERE, THERE = "10.0.0.1", "10.0.0.2"


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


def written(event, address=HERE):
    return AuditEvent.objects.filter(event=event, ip_address=address).count()


@pytest.mark.parametrize(("provoke", "event", "code"), FLOODS, ids=[event.value for _, event, _ in FLOODS])
def test_all_are_refused_and_sixty_a_minute_are_written_down(clock, signed_in, member, provoke, event, code):
    stolen = signed_in(member).access
    here, there = LocalBrowser(REMOTE_ADDR=HERE), LocalBrowser(REMOTE_ADDR=THERE)
    here.stolen = there.stolen = stolen
    for browser in (here, there) if provoke is throttled else ():
        for _ in range(5):
            browser.log_in(member.email, "a wrong password")

    assert {provoke(here, member) for _ in range(65)} == {code}
    assert written(event) == 60
    assert provoke(there, member) == code
    assert written(event, THERE) == 1

    clock.shift(30)
    assert provoke(here, member) == code
    assert written(event) == 60


def test_a_minute_later_they_are_written_down_again(clock, browser, member):
    here = LocalBrowser(REMOTE_ADDR=HERE)
    for _ in range(61):
        cross_site(here, member)
    clock.shift(120)
    cross_site(here, member)
    assert written(Event.CROSS_SITE_REFUSED) == 61


def test_one_kind_does_not_silence_another(clock, signed_in, member):
    here = LocalBrowser(REMOTE_ADDR=HERE)
    here.stolen = signed_in(member).access
    for _ in range(61):
        cross_site(here, member)
    mismatch(here, member)
    assert written(Event.BROWSER_MISMATCH) == 1


def test_an_ipv6_customer_is_one_address(clock, member):
    for number in range(65):
        cross_site(LocalBrowser(REMOTE_ADDR=f"2001:db8:1:2::{number:x}"), member)
    assert AuditEvent.objects.filter(event=Event.CROSS_SITE_REFUSED).count() == 60


def suppressed():
    rows = AuditEvent.objects.filter(event=Event.REFUSALS_SUPPRESSED).order_by("id")
    return [(row.user_id, row.details["network"], row.details["count"]) for row in rows]


def test_own_refusals_do_not_hide_those_of_another_user_at_the_same_address(clock, signed_in, member, manager):
    own, stolen = signed_in(member).access, signed_in(manager).access
    here = LocalBrowser(REMOTE_ADDR=HERE)
    for _ in range(200):
        here.check(token=own)
    for _ in range(10):
        here.check(token=stolen)
    rows = AuditEvent.objects.filter(event=Event.BROWSER_MISMATCH)
    assert rows.filter(user_id=member.pk).count() == 60
    assert rows.filter(user_id=manager.pk).count() == 10


def test_every_refusal_has_its_line_in_the_log(clock, signed_in, member, caplog):
    token = signed_in(member).access
    here = LocalBrowser(REMOTE_ADDR=HERE)
    for _ in range(100):
        here.check(token=token)
    lines = [json.loads(record.message) for record in caplog.records if record.name == "audit"]
    mismatches = [line for line in lines if line["event"] == "browser_mismatch"]
    assert len(mismatches) == 100
    assert [line.get("recorded") for line in mismatches] == [None] * 60 + [False] * 40


def test_cap_that_closes_says_so_once_and_counts_what_it_suppressed(clock, signed_in, member):
    token = signed_in(member).access
    here = LocalBrowser(REMOTE_ADDR=HERE)
    for _ in range(100):
        here.check(token=token)
    assert suppressed() == [(member.pk, HERE, 1)]
    clock.shift(120)
    for _ in range(3):
        here.check(token=token)
    assert suppressed() == [(member.pk, HERE, 1), (member.pk, HERE, 39)]
    assert written(Event.BROWSER_MISMATCH) == 63


def refuse(user_id, address, times=1):
    client = ClientInfo(address, "curl")
    for _ in range(times):
        record_refusal(Event.ACCESS_DENIED, client=client, user_id=user_id, actor_id=user_id)


def test_who_varies_the_user_writes_no_more_than_the_cap_of_the_network(clock, db):
    for user_id in range(1, 31):
        refuse(user_id, HERE, 70)
    rows = AuditEvent.objects.filter(event=Event.ACCESS_DENIED)
    assert rows.count() == 30 + 600  # the first of each, and the others up to the cap
    assert (None, HERE, 1) in suppressed()

    refuse(99, HERE)
    assert rows.filter(user_id=99).count() == 1  # a user's first refusal is not hidden by others
    for user_id in range(100, 800):
        refuse(user_id, HERE)
    assert rows.count() == 600 + 600
    assert len(suppressed()) <= 30 + 2


def test_ipv6_site_is_one_network_for_the_cap_over_all_users(clock, db):
    for number in range(1300):
        refuse(number % 4, f"2001:db8:1:{number:x}::1")
    assert AuditEvent.objects.filter(event=Event.ACCESS_DENIED).count() == 4 + 600
    assert {network for user_id, network, _ in suppressed() if user_id is None} == {"2001:db8:1::/48"}


def test_counts_of_suppressed_refusals_are_bounded(clock, db, monkeypatch):
    monkeypatch.setattr(caps, "MAX_KEYS", 2)
    counts = caps.SuppressedRefusals()
    made = [caps.Cap(Event.ACCESS_DENIED, user_id, HERE) for user_id in range(3)]
    for cap in made:
        counts.add(cap)
    assert [counts.take_due(cap) for cap in made] == [0, 1, 1]
