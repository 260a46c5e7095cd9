"""Refusals that anybody can provoke are written down at most sixty times a minute for one address."""

import pytest

from audit.events import Event
from audit.models import AuditEvent
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
