"""Two servers on one database: a server whose clock is wrong posts nothing, and the other still posts."""

import pytest

from tests.api_payments import deposit, transfer
from tests.concurrency.bank_fixtures import CASHIER, Bank
from tests.servers import Server


class WrongClockServer(Server):
    """A server on the database of another server, with a clock that is this number of seconds ahead."""

    serving = "/healthz"  # because /readyz is never 200

    def __init__(self, other, seconds):
        shared = {name: other.environ[name] for name in ("DATABASE_URL", "SECRET_KEY")}
        super().__init__("unused", 1, TEST_CLOCK_OFFSET=seconds, **shared)

    def _make_database(self, name):
        return ""

    def add_people(self, people):
        """The users are in the other server's database."""


@pytest.mark.parametrize("seconds", [3 * 3600, -7])
def test_server_with_a_wrong_clock_posts_nothing_while_another_server_posts(server, seconds):
    bank = Bank(server)
    number, other = bank.account("10.00"), bank.account()
    with WrongClockServer(server, seconds) as wrong_server:
        cashier_client = wrong_server.browser()
        assert cashier_client.log_in(CASHIER).status_code == 200
        for post in (
            lambda: deposit(cashier_client, number, "5.00", key=f"clock {seconds}"),
            lambda: transfer(cashier_client, number, other, "1.00"),
        ):
            refused = post()
            assert (refused.status_code, refused.json()["code"]) == (503, "unavailable")
        assert cashier_client.get(f"/api/accounts/{number}/").json()["balance"] == "10.00"
        ready = cashier_client.get("/readyz")
        assert (ready.status_code, ready.json()["clock"], ready.json()["database"]) == (503, "differs", "ok")
        log = wrong_server.log.read_text()
        assert "ERROR bankportal.unavailable 503 POST /api/transactions/deposit/: this server's clock reads" in log
        cashier_client.close()
    bank = Bank(server)  # a new login, because a clock that is ahead ends sessions early
    response = deposit(bank.cashier, number, "5.00", key=f"clock {seconds}")
    assert response.status_code == 201
    assert "Idempotent-Replayed" not in response.headers
    assert bank.balance(number) == "15.00"
    assert bank.is_consistent()
