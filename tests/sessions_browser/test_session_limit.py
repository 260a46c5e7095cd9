"""A user has at most `MAX_SESSIONS` live sessions: a login beyond the limit ends the oldest session."""

import pytest

from audit.models import AuditEvent
from sessions_browser.models import BrowserSession
from tests.admin.admin_client import AdminBrowser
from tests.browsers import SCRIPT, LocalBrowser


@pytest.fixture
def max_three_sessions(settings):
    settings.MAX_SESSIONS = 3


@pytest.fixture
def log_in(clock):
    """Logs a user in on a new browser or in a script without cookies, a second after the previous login."""

    def log_in(person, **extra):
        clock.shift(1)
        browser = LocalBrowser(SCRIPT) if "bind_browser" in extra or extra.pop("script", False) else LocalBrowser()
        response = browser.log_in(person.email, **extra)
        assert response.status_code == 200, response.content
        return browser

    return log_in


def are_live(*browsers):
    return [browser.check().status_code == 200 for browser in browsers]


@pytest.mark.slow
def test_twenty_first_session_ends_the_oldest_of_twenty(log_in, member):
    browsers = [log_in(member) for _ in range(21)]
    assert are_live(*browsers) == [False] + [True] * 20
    assert browsers[0].check().json()["code"] == "session_ended"
    assert BrowserSession.objects.count() == 20


@pytest.mark.usefixtures("max_three_sessions")
def test_session_ended_by_the_limit_is_audited_and_its_refresh_token_is_refused(log_in, member):
    browsers = [log_in(member) for _ in range(3)]
    oldest = BrowserSession.objects.order_by("pk").first().pk
    log_in(member)
    assert browsers[0].rotate().json()["code"] == "session_ended"
    event = AuditEvent.objects.get(event="session_revoked")
    assert (event.user_id, event.actor_id) == (member.pk, member.pk)
    assert event.details == {"session": oldest, "because": "too many sessions"}


@pytest.mark.usefixtures("max_three_sessions")
def test_session_with_the_earliest_login_is_the_oldest(log_in, member):
    first, second, third = (log_in(member) for _ in range(3))
    first.rotate()
    log_in(member)
    assert are_live(first, second, third) == [False, True, True]


@pytest.mark.usefixtures("max_three_sessions")
def test_second_login_on_the_same_browser_ends_no_other_session(log_in, member, clock):
    browsers = [log_in(member) for _ in range(3)]
    clock.shift(1)
    for browser in browsers:
        assert browser.log_in(member.email).status_code == 200
    assert are_live(*browsers) == [True] * 3


@pytest.mark.usefixtures("max_three_sessions")
def test_expired_sessions_and_sessions_of_other_users_do_not_count(log_in, member, other_member):
    first, expired, of_another = log_in(member), log_in(member), log_in(other_member)
    ended = BrowserSession.objects.filter(user=member).order_by("-pk")[:1].values_list("pk", flat=True)
    BrowserSession.objects.filter(pk__in=list(ended)).update(expires_at="2020-01-01T00:00:00Z")
    others = [log_in(member) for _ in range(2)]
    assert are_live(first, expired, of_another, *others) == [True, False, True, True, True]


@pytest.mark.usefixtures("max_three_sessions")
@pytest.mark.parametrize("script", [{"bind_browser": False}, {"script": True}])
def test_script_login_beyond_the_limit_ends_a_script_session_before_a_browser_session(log_in, member, script):
    browser, first, second = log_in(member), log_in(member, **script), log_in(member, **script)
    third = log_in(member, **script)
    assert are_live(browser, first, second, third) == [True, False, True, True]


@pytest.mark.usefixtures("max_three_sessions")
def test_browser_login_beyond_the_limit_ends_the_oldest_session_of_any_kind(log_in, member):
    browser, first, second = log_in(member), log_in(member, bind_browser=False), log_in(member, bind_browser=False)
    new = log_in(member)
    assert are_live(browser, first, second, new) == [False, True, True, True]


@pytest.mark.usefixtures("max_three_sessions")
def test_script_login_beyond_the_limit_ends_a_browser_session_without_script_sessions(log_in, member):
    browsers = [log_in(member) for _ in range(3)]
    script = log_in(member, bind_browser=False)
    assert are_live(*browsers, script) == [False, True, True, True]


@pytest.mark.usefixtures("max_three_sessions")
def test_admin_sessions_count_and_are_ended_by_the_limit(log_in, manager, clock):
    admin = AdminBrowser()
    assert admin.log_in(manager.email).status_code == 302
    browsers = [log_in(manager) for _ in range(2)]
    clock.shift(1)
    assert AdminBrowser().log_in(manager.email).status_code == 302
    assert not admin.is_signed_in()
    assert are_live(*browsers) == [True, True]
    log_in(manager)
    assert are_live(*browsers) == [False, True]


@pytest.mark.usefixtures("max_three_sessions")
def test_refused_login_ends_no_session(log_in, member, other_member):
    browsers = [log_in(member) for _ in range(3)]
    other_client = log_in(other_member)
    assert other_client.log_in(member.email).status_code == 409
    assert LocalBrowser().log_in(member.email, "a wrong password").status_code == 401
    assert are_live(*browsers, other_client) == [True] * 4


def test_lowered_session_limit_takes_effect_at_the_next_login(log_in, member, settings):
    browsers = [log_in(member) for _ in range(6)]
    settings.MAX_SESSIONS = 2
    assert are_live(*browsers) == [True] * 6
    browsers[4].log_in(member.email)
    assert are_live(*browsers) == [False] * 4 + [True] * 2


def test_limit_of_one_session_ends_the_earlier_session(log_in, member, settings):
    settings.MAX_SESSIONS = 1
    first, second = log_in(member), log_in(member)
    assert are_live(first, second) == [False, True]
