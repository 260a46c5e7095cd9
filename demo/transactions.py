"""The demo bank's accounts and ninety days of transactions, through the real services; the same in every load."""

import random
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.conf import settings

from accounts.enums import AccountType
from accounts.services import open_account
from core.client_info import SYSTEM_CLIENT
from core.clock import now, override_now
from core.dates import start_of_day, today
from core.db.transactions import within_current_transaction
from core.money import to_minor
from transactions.enums import CashSource
from transactions.models import Transaction
from transactions.payments.services import post_deposit, post_transfer, post_withdrawal
from transactions.tills.services import fund_till, receive_cash
from users.models import User

DAYS = 90
# Fixed, so that the documentation can use them.
SAVINGS, CURRENT, OTHER = "100000000190", "100000000287", "100000000384"
CAPITAL, FLOAT = "50000", "2000"  # into the vault, and of that into each till
OPENED = 301  # days ago: the day before the first loan products (`demo.loans`)
SALARY_DAY, RENT_DAY, SAVING_DAY = 25, 1, 26  # of the month

PostingService = Callable[..., Transaction]


def load_transactions(people: dict[str, User]) -> None:
    """Opens three accounts ninety days ago, and simulates two households; in the caller's transaction."""
    _Past(people, start_of_day(today()) - timedelta(days=DAYS)).run()


def to_amount(text: str) -> int:
    """An amount of the demo bank in the currency's smallest unit: the number of cents of the text, read as dollars.

    So it is valid in every currency, and plausible in most: `"2450"` is 2450.00 USD, 245000 JPY, 245.000 KWD.
    """
    return to_minor(text, "USD")


class _Past:
    """Simulates ninety days, beginning with `first`."""

    def __init__(self, people: dict[str, User], first: datetime) -> None:
        self.maria, self.matthew = people["member@example.com"], people["member2@example.com"]
        self.carla, self.charles = people["cashier@bank.com"], people["cashier2@bank.com"]
        self.monica = people["manager@bank.com"]
        self.first = self.day = first
        self.chance = random.Random(2026)  # noqa: S311 (a demo, not a secret)

    def run(self) -> None:
        """Brings the bank's first cash, opens the accounts, then simulates each day."""
        with override_now(start_of_day(today() - timedelta(days=OPENED)) + timedelta(hours=8)):
            self._open_bank()
        with override_now(self.first + timedelta(hours=9)):
            self._open(SAVINGS, self.maria, AccountType.SAVINGS, "Rainy days")
            self._open(CURRENT, self.maria, AccountType.CURRENT, "Household")
            self._open(OTHER, self.matthew, AccountType.CURRENT, "Everyday")
        for number in range(DAYS + 1):
            self.day = self.first + timedelta(days=number)
            self._simulate_day()

    def _open_bank(self) -> None:
        """Capital into the vault, and from there a float into each till."""
        capital: dict[str, Any] = {"source": CashSource.EQUITY, "description": "Capital"}
        receive_cash(actor=self.monica, amount=to_amount(CAPITAL), client=SYSTEM_CLIENT, **capital)
        for cashier in (self.carla, self.charles, self.monica):
            fund_till(actor=self.monica, cashier_id=cashier.pk, amount=to_amount(FLOAT), client=SYSTEM_CLIENT)

    def _open(self, number: str, owner: User, kind: AccountType, name: str) -> None:
        options = {"kind": kind, "name": name, "currency": settings.BANK_CURRENCY, "number": number}
        within_current_transaction(open_account)(actor=self.carla, owner_id=owner.pk, client=SYSTEM_CLIENT, **options)

    def _simulate_day(self) -> None:
        """One day's transactions. Salaries come before spending, so that no balance is too low."""
        if self.day == self.first or self.day.day == SALARY_DAY:
            self._cash(post_deposit, CURRENT, "2450", "Salary", 940)
            self._cash(post_deposit, OTHER, "1980", "Salary", 1005)
        if self.day.day == RENT_DAY:
            self._transfer(self.maria, CURRENT, OTHER, "640", "Rent", 1015)
        if self.day.day == SAVING_DAY:
            self._transfer(self.maria, CURRENT, SAVINGS, "150", "Savings plan", 1020)
        if self.chance.random() < 0.3:
            self._cash(post_withdrawal, CURRENT, str(self.chance.randrange(4, 16) * 5), "Cash", 1130)
        if self.chance.random() < 0.25:
            amount = f"{self.chance.randrange(8, 60)}.{self.chance.randrange(100):02d}"
            self._transfer(self.matthew, OTHER, CURRENT, amount, "Groceries, shared", 1830)

    def _cash(self, service: PostingService, number: str, amount: str, text: str, at: int) -> None:
        cashier = self.carla if number == CURRENT else self.charles
        self._post(partial(service, actor=cashier, number=number, description=text), amount, at)

    def _transfer(self, member: User, source: str, target: str, amount: str, text: str, at: int) -> None:
        service = partial(post_transfer, actor=member, from_number=source, to_number=target, description=text)
        self._post(service, amount, at)

    def _post(self, service: PostingService, amount: str, at: int) -> None:
        """Posts at that time of the day (1130 is 11:30), unless it is in the future."""
        moment = self.day + timedelta(hours=at // 100, minutes=at % 100)
        if moment < now():
            with override_now(moment):
                service(amount=to_amount(amount), client=SYSTEM_CLIENT)
