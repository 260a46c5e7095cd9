"""Confirmations at once: of many requests with one confirmation, one is executed."""

import os
from functools import partial

import pytest

from tests.concurrency.bank_fixtures import Bank, count_replayed
from tests.concurrency.concurrency_helpers import count_outcomes, map_concurrently
from tests.confirmed_requests import ApiCall, confirm, confirmed, create, send, transfer_call
from tests.second_factors import add_totp, code_at, expect, prove
from tests.servers import Server

TABS = 20


@pytest.fixture(scope="module")
def running_confirmation_server():
    """Four processes that judge any number of codes."""
    name = f"confirmations_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
    with Server(name, THROTTLE_FACTOR="1000/minute") as server:
        yield server


@pytest.fixture
def bank(running_confirmation_server):
    running_confirmation_server.reset()
    yield Bank(running_confirmation_server)
    running_confirmation_server.close_browsers()


class Owner:
    """A user with an authenticator, signed in on `tabs` of one browser."""

    def __init__(self, bank, role):
        self.bank = bank
        self.email, self.id = bank.add_person(role)
        self.tabs = bank.tabs(self.email, TABS)
        prove(self.tabs[0])
        self.secret = add_totp(self.tabs[0])
        self.forget_last_code()

    def forget_last_code(self):
        """So that a code of the present time is accepted again."""
        self.bank.server.sql("UPDATE totp_devices SET last_step = 0 WHERE user_id = %s", self.id)

    def confirmed(self, call):
        return confirmed(self.tabs[0], call, self.secret)

    def count(self, event):
        statement = "SELECT COUNT(*) FROM audit_events WHERE event = %s AND user_id = %s"
        return self.bank.server.sql(statement, event, self.id)[0][0]


def test_one_confirmation_executes_one_of_20_removals(bank):
    manager = Owner(bank, "manager")
    call = ApiCall("DELETE", f"/api/users/{Owner(bank, 'member').id}/factors/")
    confirmation = manager.confirmed(call)

    responses = map_concurrently(partial(send, call=call, confirmation=confirmation), manager.tabs)

    assert count_outcomes(responses) == {"204": 1, "401 step_up_required": TABS - 1}
    assert manager.count("confirmation_used") == 1
    assert bank.server.sql("SELECT COUNT(*) FROM confirmations WHERE user_id = %s", manager.id)[0][0] == 0


def test_20_transfers_with_one_key_and_confirmation_are_posted_once(bank):
    member = Owner(bank, "member")
    source, target = bank.open(member.id, "500.00"), bank.account()
    call = transfer_call(source, target, "10.00")
    confirmation = member.confirmed(call)

    responses = map_concurrently(partial(send, call=call, confirmation=confirmation), member.tabs)

    assert count_outcomes(responses) == {"201": TABS}
    assert count_replayed(responses) == TABS - 1
    assert bank.balance(source) == "490.00"
    assert (member.count("confirmation_used"), member.count("confirmation_refused")) == (1, 0)


def test_20_transfers_with_keys_of_their_own_and_one_confirmation_are_posted_once(bank):
    member = Owner(bank, "member")
    source, target = bank.open(member.id, "5000.00"), bank.account()
    calls = [transfer_call(source, target, "1000.00") for _ in member.tabs]
    confirmation = member.confirmed(calls[0])

    responses = map_concurrently(partial(send, confirmation=confirmation), member.tabs, calls)

    assert count_outcomes(responses) == {"201": 1, "401 step_up_required": TABS - 1}
    assert responses[0].status_code == 201
    assert bank.balance(source) == "4000.00"


def test_one_code_confirms_one_of_20_requests(bank):
    member = Owner(bank, "member")
    call = transfer_call(bank.open(member.id), bank.account(), "10.00")
    ids = [expect(create(tab, call), 201)["id"] for tab in member.tabs]
    code = code_at(member.secret)

    responses = map_concurrently(partial(confirm, code=code), member.tabs, ids)

    assert count_outcomes(responses) == {"204": 1, "400 factor_invalid": TABS - 1}
    assert member.count("confirmation_given") == 1


def test_five_wrong_codes_of_one_confirmation_are_judged(bank):
    member = Owner(bank, "member")
    call = transfer_call(bank.open(member.id), bank.account(), "10.00")
    confirmation = expect(create(member.tabs[0], call), 201)["id"]

    responses = map_concurrently(partial(confirm, confirmation=confirmation, code="000000"), member.tabs)

    assert count_outcomes(responses) == {"400 factor_invalid": 5, "404 not_found": TABS - 5}
