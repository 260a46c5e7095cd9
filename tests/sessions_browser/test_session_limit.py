"""At most so many live sessions of a user: at a login beyond them the oldest ends."""

import pytest

from audit.models import AuditEvent
from sessions_browser.models import BrowserSession
from tests.admin.admin_client import AdminBrowser
from tests.browsers import SCRIPT, LocalBrowser


@pytest.fixture
def three(settings):
    settings.MAX_SESSIONS = 3


@pytest.fixture
def log_in(clock):
    """Logs a person in on a new browser, or a script without its cookie, a second after the last."""

    def log_in(person, **extra):
        clock.shift(1)
        browser = LocalBrowser(SCRIPT) if "bind_browser" in extra or extra.pop("script", False) else LocalBrowser()
        response = browser.log_in(person.email, **extra)
        assert response.status_code == 200, response.content
        return browser

    return log_in


def lives(*browsers):
    return [browser.check().status_code == 200 for browser in browsers]


def test_twenty_first_session_ends_the_oldest_of_twenty(log_in, member):
    browsers = [log_in(member) for _ in range(21)]
    assert lives(*browsers) == [False] + [True] * 20
    assert browsers[0].check().json()["code"] == "session_ended"
    assert BrowserSession.objects.count() == 20


@pytest.mark.usefixtures("three")
def test_end_is_in_the_audit_trail_and_its_refresh_token_is_dead(log_in, member):
    browsers = [log_in(member) for _ in range(3)]
    oldest = BrowserSession.objects.order_by("pk").first().pk
    log_in(member)
    assert browsers[0].rotate().json()["code"] == "session_ended"
    event = AuditEvent.objects.get(event="session_revoked")
    assert (event.user_id, event.actor_id) == (member.pk, member.pk)
    assert event.details == {"session": oldest, "because": "too many sessions"}


@pytest.mark.usefixtures("three")
def test_age_is_counted_from_the_login_not_from_the_last_request(log_in, member):
    first, second, third = (log_in(member) for _ in range(3))
    first.rotate()
    log_in(member)
    assert lives(first, second, third) == [False, True, True]


@pytest.mark.usefixtures("three")
def test_login_again_on_the_same_browser_ends_no_other(log_in, member, clock):
    browsers = [log_in(member) for _ in range(3)]
    clock.shift(1)
    for browser in browsers:
        assert browser.log_in(member.email).status_code == 200
    assert lives(*browsers) == [True] * 3


@pytest.mark.usefixtures("three")
def test_expired_sessions_and_those_of_others_do_not_count(log_in, member, other_member):
    first, expired, of_another = log_in(member), log_in(member), log_in(other_member)
    ended = BrowserSession.objects.filter(user=member).order_by("-pk")[:1].values_list("pk", flat=True)
    BrowserSession.objects.filter(pk__in=list(ended)).update(expires_at="2020-01-01T00:00:00Z")
    others = [log_in(member) for _ in range(2)]
    assert lives(first, expired, of_another, *others) == [True, False, True, True, True]


@pytest.mark.usefixtures("three")
@pytest.mark.parametrize("script", [{"bind_browser": False}, {"script": True}])
def test_script_without_a_cookie_pushes_out_its_own_session_before_a_browsers(log_in, member, script):
    browser, first, second = log_in(member), log_in(member, **script), log_in(member, **script)
    third = log_in(member, **script)
    assert lives(browser, first, second, third) == [True, False, True, True]


@pytest.mark.usefixtures("three")
def test_browser_pushes_out_the_oldest_whatever_that_is(log_in, member):
    browser, first, second = log_in(member), log_in(member, bind_browser=False), log_in(member, bind_browser=False)
    new = log_in(member)
    assert lives(browser, first, second, new) == [False, True, True, True]


@pytest.mark.usefixtures("three")
def test_script_pushes_out_a_browser_where_nothing_else_is_left(log_in, member):
    browsers = [log_in(member) for _ in range(3)]
    script = log_in(member, bind_browser=False)
    assert lives(*browsers, script) == [False, True, True, True]


@pytest.mark.usefixtures("three")
def test_admin_logins_count_and_are_ended_too(log_in, manager, clock):
    admin = AdminBrowser()
    assert admin.log_in(manager.email).status_code == 302
    browsers = [log_in(manager) for _ in range(2)]
    clock.shift(1)
    assert AdminBrowser().log_in(manager.email).status_code == 302
    assert not admin.is_signed_in()
    assert lives(*browsers) == [True, True]
    log_in(manager)
    assert lives(*browsers) == [False, True]


@pytest.mark.usefixtures("three")
def test_refused_login_ends_nothing(log_in, member, other_member):
    browsers = [log_in(member) for _ in range(3)]
    taken = log_in(other_member)
    assert taken.log_in(member.email).status_code == 409
    assert LocalBrowser().log_in(member.email, "a wrong password").status_code == 401
    assert lives(*browsers, taken) == [True] * 4


def test_lowered_limit_takes_effect_at_the_next_login(log_in, member, settings):
    browsers = [log_in(member) for _ in range(6)]
    settings.MAX_SESSIONS = 2
    assert lives(*browsers) == [True] * 6
    browsers[4].log_in(member.email)
    assert lives(*browsers) == [False] * 4 + [True] * 2


def test_one_session_is_the_least(log_in, member, settings):
    settings.MAX_SESSIONS = 1
    first, second = log_in(member), log_in(member)
    assert lives(first, second) == [False, True]
