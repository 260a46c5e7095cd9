"""Times of reads of one large account: `python -m tools.mariadb python -m bench.large_account` (MariaDB only).

One member's account has `ENTRIES=` (default a million) entries, half of the table; the other half is the till's. A
second member has one entry for each 500 of them. Each read goes through all middleware and the view, in process. The
figures are medians of `TIMES=` (default 7) calls, in milliseconds, and those of the statements alone as the driver
measures them. Goal: half-way page, statement of a day and the account's transactions below 20 ms each.

`KEEP=1` fills the database of DATABASE_URL itself, if it is empty, and does not drop it. `ONLY=` measures only the
reads that have this text in their name.
"""

import base64
import logging
import os
import statistics
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

from bench import wsgi  # noqa: F401 (first: it sets Django up)

# isort: split
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client as TestClient

from accounts.models import Account
from accounts.numbers import check_digits
from accounts.services import till_of
from bench import scene
from core.authorization.roles import Role
from core.dates import today
from sessions_browser.cookies import BROWSER_ID
from sessions_browser.tokens import tokens_of
from transactions.models import Entry, Transaction
from users.models import User

ENTRIES, TIMES = int(os.environ.get("ENTRIES", "1000000")), int(os.environ.get("TIMES", "7"))
ONLY, BATCH = os.environ.get("ONLY", ""), 50_000
EVERY = 500  # one transfer to the second member for so many transactions


def main() -> None:
    """Measures and prints."""
    database = scene.kept_database if os.environ.get("KEEP") else scene.database
    with Path(os.devnull).open("w") as sink, database():
        logging.root.handlers[0].setStream(sink)
        if not Transaction.objects.exists():
            _fill()
        figures = {name: _medians(*call) for name, call in _calls().items() if ONLY in name}
    print(f"{ENTRIES} entries on one account; medians of {TIMES} calls, ms\n")
    print("| read | request | in the database |\n|---|---:|---:|")
    for name, (request, statements) in figures.items():
        print(f"| {name} | {request:.1f} | {statements:.1f} |")


def _fill() -> None:
    """Deposits of 2.00 and withdrawals of 1.00 in turns, over the last year, by INSERT … SELECT from a sequence."""
    start = time.perf_counter()
    cashier = User.objects.create_user("cashier@bench.example", full_name="Bench Cashier", role=Role.CASHIER)
    User.objects.create_user("manager@bench.example", full_name="Bench Manager", role=Role.MANAGER)
    large, small = (_account(number) for number in (1, 2))
    with transaction.atomic():
        till = till_of(cashier)
    names = {"large": large.pk, "small": small.pk, "till": till.pk, "cashier": cashier.pk,
             "owner": large.owner_id, "step": 364 * 86400 * 1_000_000 // ENTRIES, "every": EVERY}  # fmt: skip
    names["start"] = f"TIMESTAMPADD(DAY, -365, '{today()}')"
    with connection.cursor() as cursor:
        for first in range(1, ENTRIES + 1, BATCH):
            last = min(first + BATCH - 1, ENTRIES)
            for text in (_TRANSACTIONS, _LARGE, _TILL, _SMALL):
                cursor.execute(text.format(first=first, last=last, **names))
        cursor.execute("ANALYZE TABLE accounts, transactions, entries")
    for account in (large, small):
        newest = Entry.objects.filter(account=account).latest("seq")
        account.seq, account.balance, account.last_booked_at = newest.seq, newest.balance_after, newest.booked_at
        account.save()
    print(f"filled in {time.perf_counter() - start:.0f} s", flush=True)
    call_command("verify_ledger")


# The number n of a transaction is its id, and the `seq` of its entry on the large account.
_BOOKED = "TIMESTAMPADD(MICROSECOND, n.seq * {step}, {start})"
_TO_SMALL = "n.seq MOD {every} = 0"
_TRANSACTIONS = (
    "INSERT INTO transactions (id, kind, amount, currency, description, description_folded, from_account_id,"
    " to_account_id, booked_at, value_date, created_by_id)"
    f" SELECT n.seq, IF({_TO_SMALL}, 'transfer', IF(n.seq MOD 2, 'deposit', 'withdrawal')), IF(n.seq MOD 2, 200, 100),"
    " 'USD', CONCAT('Text ', n.seq), CONCAT('text ', n.seq), IF(n.seq MOD 2, NULL, {large}),"
    f" IF(n.seq MOD 2, {{large}}, IF({_TO_SMALL}, {{small}}, NULL)), {_BOOKED}, DATE({_BOOKED}),"
    f" IF({_TO_SMALL}, {{owner}}, {{cashier}}) FROM seq_{{first}}_to_{{last}} n"
)
_ENTRY = (
    "INSERT INTO entries (transaction_id, account_id, direction, amount, seq, balance_after, booked_at) SELECT n.seq,"
)
_LARGE = (
    f"{_ENTRY} {{large}}, IF(n.seq MOD 2, 'credit', 'debit'), IF(n.seq MOD 2, 200, 100), n.seq,"
    f" 100 * (2 * ((n.seq + 1) DIV 2) - n.seq DIV 2), {_BOOKED} FROM seq_{{first}}_to_{{last}} n"
)
_TILL = (
    f"{_ENTRY} {{till}}, IF(n.seq MOD 2, 'debit', 'credit'), IF(n.seq MOD 2, 200, 100), NULL, NULL, {_BOOKED}"
    f" FROM seq_{{first}}_to_{{last}} n WHERE NOT {_TO_SMALL}"
)
_SMALL = (
    f"{_ENTRY} {{small}}, 'credit', 100, n.seq DIV {{every}}, 100 * (n.seq DIV {{every}}), {_BOOKED}"
    f" FROM seq_{{first}}_to_{{last}} n WHERE {_TO_SMALL}"
)


def _account(number: int) -> Account:
    owner = User.objects.create_user(f"member{number}@bench.example", full_name=f"Member {number}")
    body = str(2 * 10**9 + number)
    return Account.objects.create(number=body + check_digits(body), owner=owner, type="current", currency="USD")


def _calls() -> dict[str, tuple[TestClient, str]]:
    """The client and the path of each read."""
    large, small = Account.objects.filter(owner__role=Role.MEMBER).order_by("-seq")
    member, other, manager = (_signed_in(person) for person in (
        large.owner, small.owner, User.objects.get(role=Role.MANAGER)
    ))  # fmt: skip
    half = ENTRIES // 2
    old, later = (today() - timedelta(days=days) for days in (300, 200))
    entries, own = f"/api/accounts/{large.number}/entries/", f"/api/transactions/?account={large.number}"
    statement, other_statement = (f"/api/accounts/{account.number}/statement/" for account in (large, small))
    everything = "/api/transactions/"
    return {
        "balance": (member, f"/api/accounts/{large.number}/"),
        "entries, newest page": (member, entries),
        "entries, half-way page": (member, f"{entries}?cursor={_cursor(half)}"),
        "entries, half-way page, backwards": (member, f"{entries}?cursor={_cursor(half, back=True)}"),
        "entries, one old day": (member, f"{entries}?from={old}&to={old}"),
        "entries, up to an old day": (member, f"{entries}?to={old}"),
        "entries, search without a hit": (member, f"{entries}?search=nothing"),
        "entries, amount without a hit": (member, f"{entries}?min_amount=900000"),
        "statement of one old day, 5 entries": (other, f"{other_statement}?from={old}&to={old}"),
        f"statement of one old day, {ENTRIES // 364} entries": (member, f"{statement}?from={old}&to={old}"),
        "statement of a day without entries": (other, f"{other_statement}?from=2000-01-01&to=2000-01-01"),
        "account's transactions, newest page": (manager, own),
        "account's transactions, half-way page": (manager, f"{own}&cursor={_cursor(half)}"),
        "account's transactions, half-way page, backwards": (manager, f"{own}&cursor={_cursor(half, back=True)}"),
        "account's transactions, one old day": (manager, f"{own}&from={old}&to={old}"),
        "account's transactions, search without a hit": (manager, f"{own}&search=nothing"),
        "transactions of the member": (member, everything),
        "transactions of the member, half way": (member, f"{everything}?cursor={_cursor(half)}"),
        "transactions of the other member": (other, everything),
        "transactions of the other member, half way": (other, f"{everything}?cursor={_cursor(half)}"),
        "all transactions, newest page": (manager, everything),
        "all transactions, half-way page": (manager, f"{everything}?cursor={_cursor(half)}"),
        "all transactions, one old day": (manager, f"{everything}?from={old}&to={old}"),
        "all transactions, 100 old days": (manager, f"{everything}?from={old}&to={later}"),
        "all transactions, deposits, half-way page": (manager, f"{everything}?kind=deposit&cursor={_cursor(half)}"),
        "all transactions, search without a hit": (manager, f"{everything}?search=nothing"),
        "all transactions, amount without a hit": (manager, f"{everything}?min_amount=900000"),
        "dashboard of the member": (member, "/api/dashboard/"),
        "dashboard of the other member": (other, "/api/dashboard/"),
    }


def _cursor(position: int, *, back: bool = False) -> str:
    return quote(base64.b64encode(f"{'r=1&' if back else ''}p={position}".encode()).decode())


def _signed_in(person: User | None) -> TestClient:
    assert person is not None
    browser_id, session = scene.sign_in(person)
    client = TestClient(HTTP_AUTHORIZATION=f"Bearer {tokens_of(session).access}", HTTP_HOST="localhost")
    client.cookies[BROWSER_ID] = browser_id
    return client


def _medians(client: TestClient, path: str) -> tuple[float, float]:
    """Of the whole request, and of its statements."""
    taken, in_database = [], []
    for _ in range(TIMES + 1):
        with connection.execute_wrapper(timed := _Timed()):
            start = time.perf_counter()
            response = client.get(path)
            size = len(response.getvalue())
            taken.append((time.perf_counter() - start) * 1000)
        in_database.append(timed.taken * 1000)
        assert response.status_code == 200, response.content
        assert size
    return statistics.median(taken[1:]), statistics.median(in_database[1:])  # the first warms up


class _Timed:
    """Adds up how long the statements take."""

    taken = 0.0

    def __call__(self, execute: Callable[..., Any], *arguments: Any) -> Any:
        start = time.perf_counter()
        try:
            return execute(*arguments)
        finally:
            self.taken += time.perf_counter() - start


if __name__ == "__main__":
    main()
