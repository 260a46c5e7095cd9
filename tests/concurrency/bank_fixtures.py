"""A bank for one test: new members with funded accounts, and users signed in once on many connections."""

from itertools import count
from uuid import uuid4

from tests.api_payments import balance_of, deposit, open_account
from tests.concurrency.concurrency_helpers import open_browsers, share_session

CASHIER, MANAGER = "cashier@bank.com", "manager@bank.com"
_numbers = count()


class Bank:
    """`cashier` and `manager` are signed-in browsers; every account opened here has `name` as its name."""

    def __init__(self, server):
        self.server = server
        self.name = f"bank {uuid4().hex}"
        self.cashier, self.manager = self.tabs(CASHIER, 1)[0], self.tabs(MANAGER, 1)[0]

    def tabs(self, email, count):
        """The tabs of one signed-in browser, each with its own connection: a single login computes a single hash."""
        tabs = open_browsers(self.server, count)
        response = tabs[0].log_in(email)
        assert response.status_code == 200, response.content
        share_session(tabs[0], tabs)
        return tabs

    def add_person(self, role="member"):
        """Creates a user; returns the e-mail address and the id."""
        email = f"{role}-{next(_numbers)}@concurrency.example"
        self.server.add_people({email: role})
        return email, self.server.sql("SELECT id FROM users WHERE email = %s", email)[0][0]

    def open(self, owner_id, amount=None):
        """Opens an account with this balance; returns its number."""
        number = open_account(self.manager, owner_id, name=self.name)
        if amount:
            response = deposit(self.cashier, number, amount)
            assert response.status_code == 201, response.content
        return number

    def account(self, amount=None):
        """Opens an account of a new member; returns its number."""
        return self.open(self.add_person()[1], amount)

    def balance(self, number):
        return balance_of(self.manager, number)

    def balances(self, browser=None):
        """The balances of all accounts opened here, read in one request."""
        response = (browser or self.manager).get(f"/api/accounts/?page_size=200&search={self.name}")
        assert response.status_code == 200, response.content
        return {row["number"]: cents(row["balance"]) for row in response.json()["results"]}

    def is_consistent(self):
        """Whether `verify_ledger` reports a consistent ledger; `manage` raises if the command fails."""
        return self.server.manage("verify_ledger").startswith("The ledger is consistent")


def cents(text):
    """An amount as the API writes it, in minor units."""
    whole, _, part = text.partition(".")
    assert len(part) == 2, text
    return int(whole + part)


def money(minor):
    return f"{minor // 100}.{minor % 100:02}"


def count_replayed(responses):
    """How many responses are replays of a stored response."""
    return sum(response.headers.get("Idempotent-Replayed") == "true" for response in responses)
