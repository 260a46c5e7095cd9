"""Second factors at once: of many requests with one code, recovery code, challenge or passkey, one succeeds."""

import os
from functools import partial
from itertools import count

import pytest

from tests.authenticator import Authenticator
from tests.concurrency.concurrency_helpers import (
    MARIADB,
    count_outcomes,
    map_concurrently,
    open_browsers,
    run_behind_lock,
    share_session,
)
from tests.second_factors import (
    FACTORS,
    PROOF,
    add_passkey,
    add_totp,
    code_at,
    expect,
    passkey_login_options,
    prove,
    send_factor,
    send_passkey,
    sign_in,
)
from tests.servers import Server

TABS = 20
ORIGIN = "http://localhost:5173"  # of the application, for a server in development
FROM_APP = {"Origin": ORIGIN}
INVALID = {"401 factor_invalid", "400 factor_invalid"}
_numbers = count()


@pytest.fixture(scope="module")
def running_factor_server():
    """Four processes that judge any number of codes."""
    name = f"factors_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
    with Server(name, THROTTLE_FACTOR="1000/minute") as server:
        yield server


@pytest.fixture
def factor_server(running_factor_server):
    running_factor_server.reset()
    yield running_factor_server
    running_factor_server.close_browsers()


class Owner:
    """A member with factors, signed in on one browser; `tabs` are browsers with connections of their own."""

    def __init__(self, server):
        self.server, self.email = server, f"factor-{next(_numbers)}@example.com"
        server.add_people({self.email: "member"})
        self.browser = server.browser()
        expect(self.browser.log_in(self.email), 200)
        prove(self.browser)
        self.secret = add_totp(self.browser)
        self.tabs = open_browsers(server, TABS)

    def forget_last_code(self):
        """So that a code of the present time is accepted again."""
        self.server.sql(
            "UPDATE totp_devices SET last_step = 0 WHERE user_id = (SELECT id FROM users WHERE email = %s)", self.email
        )

    def count_sessions(self):
        statement = "SELECT COUNT(*) FROM browser_sessions s JOIN users u ON u.id = s.user_id WHERE u.email = %s"
        return self.server.sql(statement, self.email)[0][0]

    def begin_logins(self):
        """A challenge for each tab, on a browser of its own."""
        return [sign_in(tab, self.email)["challenge"] for tab in self.tabs]


@pytest.fixture
def owner(factor_server):
    return Owner(factor_server)


def assert_one_wins(responses, status="200"):
    outcomes = count_outcomes(responses)
    assert outcomes.pop(status, 0) == 1, outcomes
    assert set(outcomes) <= INVALID, outcomes


def test_one_code_completes_one_of_20_logins(owner):
    challenges = owner.begin_logins()
    owner.forget_last_code()
    code = code_at(owner.secret)

    assert_one_wins(map_concurrently(partial(send_factor, code=code), owner.tabs, challenges))
    assert owner.count_sessions() == 2


def test_one_recovery_code_completes_one_of_20_logins(owner):
    (code, *_) = expect(owner.browser.post(f"{FACTORS}recovery-codes/"), 201)["codes"]
    challenges = owner.begin_logins()

    assert_one_wins(map_concurrently(partial(send_factor, recovery_code=code), owner.tabs, challenges))
    assert owner.count_sessions() == 2


def test_one_challenge_completes_one_of_20_logins_with_ten_recovery_codes(owner):
    codes = expect(owner.browser.post(f"{FACTORS}recovery-codes/"), 201)["codes"]
    challenge = sign_in(owner.tabs[0], owner.email)["challenge"]
    share_session(owner.tabs[0], owner.tabs)

    def send(tab, code):
        return send_factor(tab, challenge, recovery_code=code)

    assert_one_wins(map_concurrently(send, owner.tabs, codes * 2))
    assert owner.count_sessions() == 2
    # The others were not judged, or their transaction found no challenge.
    assert expect(owner.browser.get(FACTORS), 200)["recovery_codes"] == {"left": len(codes) - 1}


@pytest.mark.parametrize("counts", [True, False], ids=["with a counter", "synchronized"])
def test_one_signature_of_a_passkey_signs_in_once(owner, counts):
    authenticator = Authenticator(counts=counts, origin=ORIGIN)
    expect(add_passkey(owner.browser, authenticator, headers=FROM_APP), 201)
    options = passkey_login_options(owner.tabs[0], headers=FROM_APP)
    credential = authenticator.get(options["passkey"])

    def send(tab):
        return send_passkey(tab, options["challenge"], credential, headers=FROM_APP)

    assert_one_wins(map_concurrently(send, owner.tabs))
    assert owner.count_sessions() == 2


def test_one_code_proves_a_session_once(owner):
    share_session(owner.browser, owner.tabs)
    owner.forget_last_code()
    code = code_at(owner.secret)

    def send(tab):
        return tab.post(PROOF, {"code": code})

    assert_one_wins(map_concurrently(send, owner.tabs), "204")


def test_first_code_enables_an_authenticator_once(owner):
    share_session(owner.browser, owner.tabs)
    secret = expect(owner.browser.post(f"{FACTORS}totp/"), 200)["secret"]
    code = code_at(secret)

    def send(tab):
        return tab.post(f"{FACTORS}totp/confirm/", {"code": code})

    assert_one_wins(map_concurrently(send, owner.tabs), "204")


@pytest.mark.skipif(not MARIADB, reason="SQLite has no row locks")
def test_first_codes_that_waited_for_a_lock_enable_an_authenticator_once(owner):
    tabs = owner.tabs[:2]
    share_session(owner.browser, tabs)
    secret = expect(owner.browser.post(f"{FACTORS}totp/"), 200)["secret"]
    calls = [partial(tab.post, f"{FACTORS}totp/confirm/", {"code": code_at(secret)}) for tab in tabs]
    user_id = owner.server.sql("SELECT id FROM users WHERE email = %s", owner.email)[0][0]

    responses = run_behind_lock(owner.server, "SELECT id FROM totp_devices WHERE user_id = %s", [user_id], *calls)

    assert_one_wins(responses, "204")


def test_one_creation_stores_one_passkey(owner):
    share_session(owner.browser, owner.tabs)
    authenticator = Authenticator(origin=ORIGIN)
    options = expect(owner.browser.post(f"{FACTORS}passkeys/options/", headers=FROM_APP), 200)
    bodies = [{"name": "Phone", "credential": authenticator.create(options)} for _ in owner.tabs]

    def send(tab, body):
        return tab.post(f"{FACTORS}passkeys/", body, headers=FROM_APP)

    assert_one_wins(map_concurrently(send, owner.tabs, bodies), "201")


def test_five_codes_of_a_challenge_are_judged(owner):
    challenge = sign_in(owner.tabs[0], owner.email)["challenge"]
    share_session(owner.tabs[0], owner.tabs)

    def send(tab):
        return send_factor(tab, challenge, code="000000")

    outcomes = count_outcomes(map_concurrently(send, owner.tabs))
    assert set(outcomes) <= INVALID
    statement = "SELECT attempts FROM login_challenges c JOIN users u ON u.id = c.user_id WHERE u.email = %s"
    (attempts,) = owner.server.sql(statement, owner.email)[0]
    assert attempts == 5
    assert outcomes.get("401 factor_invalid", 0) >= 5
