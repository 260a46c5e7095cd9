"""Two servers on one database, and the clock of one is wrong: it posts nothing, and the other goes on."""

import pytest

from tests.api_payments import deposit, transfer
from tests.concurrency.bank_fixtures import CASHIER, Bank
from tests.servers import Server


class WrongClockServer(Server):
    """On the database of another server, with a clock that is so many seconds ahead."""

    serving = "/healthz"  # it never says that it is ready

    def __init__(self, other, seconds):
        shared = {name: other.environ[name] for name in ("DATABASE_URL", "SECRET_KEY")}
        super().__init__("unused", 1, TEST_CLOCK_OFFSET=seconds, **shared)

    def _make_database(self, name):
        return ""

    def add_people(self, people):
        """They are there."""


@pytest.mark.parametrize("seconds", [3 * 3600, -7])
def test_server_with_a_wrong_clock_posts_nothing_and_the_other_goes_on(server, seconds):
    bank = Bank(server)
    number, other = bank.account("10.00"), bank.account()
    with WrongClockServer(server, seconds) as wrong:
        desk = wrong.browser()
        assert desk.log_in(CASHIER).status_code == 200
        for post in (
            lambda: deposit(desk, number, "5.00", key=f"clock {seconds}"),
            lambda: transfer(desk, number, other, "1.00"),
        ):
            refused = post()
            assert (refused.status_code, refused.json()["code"]) == (503, "unavailable")
        assert desk.get(f"/api/accounts/{number}/").json()["balance"] == "10.00"
        ready = desk.get("/readyz")
        assert (ready.status_code, ready.json()["clock"], ready.json()["database"]) == (503, "differs", "ok")
        log = wrong.log.read_text()
        assert "ERROR bankportal.unavailable 503 POST /api/transactions/deposit/: this server's clock reads" in log
        desk.close()
    bank = Bank(server)  # signed in anew: a clock that is ahead ends sessions early
    response = deposit(bank.cashier, number, "5.00", key=f"clock {seconds}")
    assert response.status_code == 201
    assert "Idempotent-Replayed" not in response.headers
    assert bank.balance(number) == "15.00"
    assert bank.is_whole()
