"""Known browsers under attack: thousands of wrong passwords do not keep the owner out; one mail for a new browser."""

import os
import threading
from functools import partial

import httpx
import pytest

from tests.browsers import Browser
from tests.concurrency.concurrency_helpers import count_outcomes, map_concurrently, open_browsers, run_concurrently
from tests.servers import Server
from users.authentication.password_attempts import MAX_FAILURES

ADDRESSES, LOGINS = 100, 32
MEMBER, ABSENT, WRONG = "member@example.com", "nobody@example.com", "not the password"
REFUSED, JUDGED = "429 throttled", "401 invalid_credentials"


@pytest.fixture(scope="module")
def running_lenient_server():
    """Four processes, with nothing but the limit of failures in a row."""
    name = f"lenient_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
    high = {f"THROTTLE_{scope}": "1000/minute" for scope in ("LOGIN", "LOGIN_ACCOUNT", "LOGIN_ADDRESS")}
    with Server(name, **high) as server:
        yield server


@pytest.fixture
def lenient_server(running_lenient_server):
    running_lenient_server.reset()
    yield running_lenient_server
    running_lenient_server.close_browsers()


def attackers(server):
    """Browsers at a hundred addresses."""
    browsers = []
    for number in range(ADDRESSES):
        browser = server.browser()
        browser.client.close()
        transport = httpx.HTTPTransport(local_address=f"127.0.1.{1 + number}", verify=False)
        browser.client = httpx.Client(base_url=server.url, transport=transport, timeout=30)
        browsers.append(browser)
    return browsers


def attack(server, email, attempts, meanwhile):
    """Sends wrong passwords from all addresses; calls `meanwhile` until they are answered. Returns both responses."""
    over = threading.Event()

    def send(browser):
        return [browser.log_in(email, WRONG) for _ in range(attempts // ADDRESSES)]

    def repeat():
        responses = []
        while not over.is_set():
            responses.append(meanwhile())
        return responses

    def send_all():
        try:
            return run_concurrently(*(partial(send, browser) for browser in attackers(server)))
        finally:
            over.set()

    sent, answers = run_concurrently(send_all, repeat)
    return [response for responses in sent for response in responses], answers


@pytest.mark.parametrize("attempts", [1_000, pytest.param(10_000, marks=pytest.mark.long)])
@pytest.mark.parametrize("limits", ["default limits", "failures in a row alone"])
def test_owner_signs_in_on_the_known_browser_during_wrong_passwords_from_100_addresses(request, limits, attempts):
    server = request.getfixturevalue("server" if limits == "default limits" else "lenient_server")
    owner = server.browser()
    assert owner.log_in(MEMBER).status_code == 200
    server.hashes.unlink(missing_ok=True)

    responses, logins = attack(server, MEMBER, attempts, lambda: owner.log_in(MEMBER))

    counts = count_outcomes(responses)
    if limits == "default limits":
        assert counts == {JUDGED: 30, REFUSED: attempts - 30}
    else:  # each success of the owner ends the row of failures: how many are refused depends on the time
        assert set(counts) <= {JUDGED, REFUSED}
    assert logins
    assert count_outcomes(logins) == {"200": len(logins)}
    assert owner.log_in(MEMBER).status_code == 200


@pytest.mark.parametrize("email", [MEMBER, ABSENT], ids=["member", "absent"])
def test_100_wrong_passwords_in_a_row_are_judged_and_later_ones_wait_an_hour(lenient_server, email):
    responses, _ = attack(lenient_server, email, 1_000, lambda: None)

    assert count_outcomes(responses) == {JUDGED: MAX_FAILURES, REFUSED: 1_000 - MAX_FAILURES}
    assert lenient_server.hashes_computed() == MAX_FAILURES
    assert {r.headers["Retry-After"] for r in responses if r.status_code == 429} == {"3600"}


def test_32_concurrent_first_logins_on_one_browser_queue_one_mail(lenient_server):
    browsers = open_browsers(lenient_server, LOGINS)
    for browser in browsers:
        browser.set_cookie("browserId", "one-browser-with-many-tabs")
    email = "first@example.com"
    lenient_server.add_people({email: "member"})

    responses = map_concurrently(Browser.log_in, browsers, [email] * LOGINS)

    assert count_outcomes(responses) == {"200": LOGINS}
    assert notices_to(lenient_server, email) == 1
    assert count_browsers_of(lenient_server, email) == 1


def notices_to(server, email):
    statement = "SELECT COUNT(*) FROM outgoing_mails WHERE kind = 'new_browser' AND recipient = %s"
    return server.sql(statement, email)[0][0]


def count_browsers_of(server, email):
    statement = "SELECT COUNT(*) FROM known_browsers k JOIN users u ON u.id = k.user_id WHERE u.email = %s"
    return server.sql(statement, email)[0][0]
