"""Every route that writes has a rate limit, and a throttled request writes nothing."""

import pytest

from audit.caps import PER_USER
from audit.models import AuditEvent
from core.ratelimit.throttles import AnonThrottle, UserThrottle
from tests.browsers import LocalBrowser
from tests.contract.access_table import ROWS, SENDS
from tests.contract.query_budget_cases.cost import cost, ok
from tests.contract.routes import api_views, methods_of
from tests.contract.test_access_table import PAYMENT_PATHS, browser_of, create_values, fill_in
from tests.rate_limit_settings import set_rates

SAFE = {"GET", "HEAD", "OPTIONS"}
WRITES = {(method, path) for path, view in api_views().items() for method in methods_of(view) - SAFE}
OWN_LIMITS = {
    ("POST", "/api/users/login/"): "login, login_account, login_address, login_success",
    ("POST", "/api/users/login/factor/"): "factor; five attempts for each login",
    ("POST", "/api/users/login/passkey/"): "login_address, login_success",
    ("POST", "/api/users/login/passkey/options/"): "writes nothing",
    ("POST", "/api/users/token/refresh/"): "refresh",
    ("POST", "/api/users/logout/"): "writes once for each session, and logins are limited",
}
WAIT = 17


class ExhaustedCounters:
    """Counters whose limits are all exhausted."""

    def hit(self, key, *rates):
        assert rates
        return WAIT


def successful_call(method, path):
    """The first row of the access table, and a role, for which the route succeeds: `(row, role)`."""
    rows = [row for row in ROWS if row.route == (method, path)]
    return next((row, role) for row in rows for role, status in row.statuses.items() if status < 300)


@pytest.mark.parametrize(("method", "path"), sorted(WRITES - set(OWN_LIMITS)))
def test_writing_route_is_429_without_a_write_when_its_limit_is_exhausted(method, path, db, monkeypatch):
    row, role = successful_call(method, path)
    browser = browser_of(role)
    values = create_values(row, role, browser)
    body = SENDS[row.sends]
    key = {"Idempotency-Key": "a key"} if path.startswith(PAYMENT_PATHS) else {}
    monkeypatch.setattr("core.ratelimit.throttles.counters", ExhaustedCounters)
    responses = []
    spent = cost(
        lambda: responses.append(
            browser.request(method, path.format(**values), fill_in(body, values) if body else None, headers=key)
        )
    )

    assert (responses[0].status_code, responses[0].json()["code"]) == (429, "throttled")
    assert responses[0].headers["Retry-After"] == str(WAIT)
    assert spent["writes"] == spent["transactions"] == 0


def test_views_without_own_limits_use_the_default_throttles():
    own_paths = {path for _, path in OWN_LIMITS}
    for path, view in api_views().items():
        assert set(view.throttle_classes) == (set() if path in own_paths else {AnonThrottle, UserThrottle}), path


def test_routes_with_own_limits_exist():
    assert set(OWN_LIMITS) <= WRITES


@pytest.mark.parametrize("limit", ["login", "login_account", "login_address"])
def test_login_with_a_wrong_password_is_limited(limit, clock, browser, member, settings):
    set_rates(settings, **{limit: "2/hour"})
    assert [browser.log_in(member.email, "wrong").status_code for _ in range(3)] == [401, 401, 429]


def test_login_with_the_right_password_is_limited(clock, browser, member, settings):
    set_rates(settings, login_success="2/hour")
    assert [browser.log_in(member.email).status_code for _ in range(3)] == [200, 200, 429]


def test_refresh_is_limited(clock, signed_in, member, settings):
    set_rates(settings, refresh="2/hour")
    member_client = signed_in(member)
    assert [member_client.rotate().status_code for _ in range(3)] == [200, 200, 429]


@pytest.mark.parametrize("cookies", [{}, {"browserId": "of-nobody-1"}, {"browserId": "x", "auth_token": "a.b.c"}])
def test_logout_without_a_session_writes_nothing(cookies, db):
    browser = LocalBrowser()
    for name, value in cookies.items():
        browser.set_cookie(name, value)
    assert cost(lambda: ok(browser.log_out(), 204))["writes"] == 0
    assert not AuditEvent.objects.exists()


@pytest.mark.parametrize("token", ["of this session", "forged", None])
def test_repeated_logout_writes_once_per_session(token, signed_in, member):
    browser = signed_in(member)
    token = {"of this session": browser.access, "forged": f"{browser.access}x", None: None}[token]
    assert cost(lambda: ok(browser.log_out(token=token), 204))["writes"] > 0
    for _ in range(3):
        assert cost(lambda: ok(browser.log_out(token=token), 204))["writes"] == 0
    assert AuditEvent.objects.filter(event="logout").count() == 1


def test_forged_cookie_ends_a_session_once_and_is_recorded_within_the_cap(signed_in, member, clock):
    browser = signed_in(member, transport="cookie")
    browser.set_cookie("auth_token", browser.cookie("auth_token")[:-4] + "AAAA")
    forged = browser.cookie("auth_token")
    assert cost(lambda: ok(browser.check(), 401))["writes"] > 0
    written = []
    for _ in range(PER_USER.count + 3):
        browser.set_cookie("auth_token", forged)
        written.append(cost(lambda: ok(browser.check(), 401))["writes"])
    assert written[-2:] == [0, 0]
    assert AuditEvent.objects.filter(event="token_forged").count() == 1
    assert AuditEvent.objects.filter(event="token_refused").count() == PER_USER.count
