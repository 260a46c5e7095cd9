"""Postings a second: `python -m tools.mariadb python -m bench.posting` (DATABASE_URL names a MariaDB server).

Two comparisons, on a new database on that server, with processes that have a connection each:

* a member's transfer through `core.idempotency.service.run_once` and `post_transfer`, with the view's response,
  compared with the same statements (the same rows read, locked and written) in plain mysqlclient, and with the five
  that a transfer needs at least, by one process and by eight;
* deposits by cashiers with a till each, compared with the same service and one cash account that every posting locks
  and updates. Every message to the server waits for `DELAY_MS` (default 1) first, as in a network: otherwise the cost
  of a lock that is held during several messages does not show on one machine.

Commits wait for the disk, as in production.

Both sides alternate, `ROUNDS=` (default 15) times `SECONDS=` (default 1) each; the side that begins changes with every
round, and a ratio compares two neighbours. `PROFILE=1` prints a profile of our transfers instead.
"""

import cProfile
import logging
import os
import platform
import pstats
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import django

from bench import wsgi  # noqa: F401 (first: it sets Django up)

# isort: split
from django.conf import settings
from django.db import connection

from accounts.balances import customer_accounts_by_number, find_till, lock_accounts
from accounts.models import Account
from audit.events import Event
from audit.models import AuditEvent
from audit.services import record_deferred
from bench import scene
from bench.plain_transfers import PATH, FiveStatements, PlainTransfers, new_key
from bench.processes import Work, compare
from core.authorization.roles import Role
from core.client_info import ClientInfo
from core.clock import now
from core.dates import today
from core.idempotency.service import build_request, run_once
from core.models import IdempotencyKey
from transactions.enums import TransactionType
from transactions.ledger import posting as ledger
from transactions.models import Entry, Transaction
from transactions.payments.services import post_deposit, post_transfer
from transactions.serializers import new_transaction_body
from users.models import User

MEMBERS, CASHIERS = 400, 32
CASH_HOLDER = "cash@bank.example"
DELAY = float(os.environ.get("DELAY_MS", "1")) / 1000
CLIENT = ClientInfo("192.0.2.1", "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0")


def main() -> None:
    """Measures and prints."""
    with Path(os.devnull).open("w") as sink, scene.database():
        logging.root.handlers[0].setStream(sink)  # audit lines are formatted, but not shown
        _people()
        with connection.cursor() as cursor:
            cursor.execute("SET GLOBAL innodb_flush_log_at_trx_commit = 1")
            cursor.execute("SELECT VERSION()")
            server = cursor.fetchone()[0]
        _same_rows()
        if os.environ.get("PROFILE"):
            _profile(our_transfers(0))
            return
        print(f"{os.cpu_count()} cores, Python {platform.python_version()}, Django {django.__version__}, {server}")
        for count in (1, 8):
            for other in (plain_transfers, five_statements):
                print(
                    f"transfers, {count} processes, {other.__name__}: {compare(our_transfers, other, count)}",
                    flush=True,
                )
        for count in (8, CASHIERS):
            pair = compare(deposits_into_tills, deposits_into_one_row, count, delay=DELAY)
            print(f"deposits, {count} cashiers, {DELAY * 1000:g} ms a message: {pair}", flush=True)


def our_transfers(number: int) -> Work:
    """Transfers between random members' accounts, by the owner of the first."""
    accounts, chance = list(_members_accounts()), random.Random(number)

    def work() -> None:
        place = chance.randrange(len(accounts))
        source, target = accounts[place], accounts[place - 1]  # whom the member has paid before
        body = {"from_account": source.number, "to_account": target.number, "amount": "0.01", "description": "Rent"}
        options = {"from_number": source.number, "to_number": target.number, "amount": 1, "description": "Rent"}
        _once(source.owner, PATH, body, lambda: post_transfer(actor=source.owner, client=CLIENT, **options))

    return work


def _once(actor: User, path: str, body: dict[str, Any], service: Callable[[], Transaction]) -> None:
    """Posts as the views of `transactions.payments` do, without HTTP."""
    call = build_request(user_id=actor.pk, key=new_key(), method="POST", path=path, body=body)
    response = run_once(call, lambda: new_transaction_body(service()))
    assert response.status == 201, response.body


def plain_transfers(number: int) -> Work:
    """The same transfers in plain mysqlclient."""
    return PlainTransfers(_numbers_and_owners(), CLIENT, number)


def five_statements(number: int) -> Work:
    """The least that a transfer needs, in plain mysqlclient."""
    return FiveStatements(_numbers_and_owners(), CLIENT, number)


def _numbers_and_owners() -> list[tuple[str, int]]:
    return [(account.number, account.owner_id) for account in _members_accounts()]


def deposits_into_tills(number: int) -> Work:
    """Deposits with a till for each cashier."""
    return _deposits(number, post_deposit)


def deposits_into_one_row(number: int) -> Work:
    """Deposits with one cash account, which is locked and updated like a customer's; the ledger does not do so."""
    holder = User.objects.get(email=CASH_HOLDER)

    def post(*, actor: User, number: str, amount: int, description: str, client: ClientInfo) -> Transaction:
        account, cash = customer_accounts_by_number(number)[number], find_till(holder)
        legs = [ledger.PostingLine(account, amount), ledger.PostingLine(cash, -amount)]
        locked = {row.pk: row for row in lock_accounts([account.pk, cash.pk])}
        ledger.validate(locked, legs)
        posting = ledger.Posting(TransactionType.DEPOSIT, amount, legs, actor.pk, description, to_account=account)
        written = ledger.post_deferred(posting, locked)
        facts = {"transaction": written.pk, "amount": written.money(), "currency": written.currency}
        record_deferred(Event.DEPOSIT_POSTED, client=client, user_id=account.owner_id, actor_id=actor.pk, **facts)
        return written

    return _deposits(number, post)


def _deposits(number: int, post: Callable[..., Transaction]) -> Work:
    cashier = User.objects.filter(role=Role.CASHIER).order_by("pk")[number]
    numbers, chance = [account.number for account in _members_accounts()], random.Random(number)

    def work() -> None:
        account = chance.choice(numbers)
        options = {"actor": cashier, "number": account, "amount": 100, "description": "", "client": CLIENT}
        body = {"account": account, "amount": "1.00"}
        _once(cashier, "/api/transactions/deposit/", body, lambda: post(**options))

    return work


def _members_accounts() -> Any:
    return Account.objects.filter(owner__role=Role.MEMBER).select_related("owner").order_by("pk")


def _people() -> None:
    """Creates members with money, cashiers, and the one cash account, which has a large overdraft.

    Each member has paid to the neighbour before, so that no transfer queues a notice of a new payee.
    """
    accounts: list[Account] = []
    for number in range(MEMBERS):
        owner = User.objects.create(email=f"m{number}@example.com", full_name=f"Member {number}", role=Role.MEMBER)
        fields = {"owner": owner, "type": "savings", "currency": settings.BANK_CURRENCY, "balance": 10**12}
        accounts.append(Account.objects.create(number=f"{number:012}", **fields))
    for source, target in zip(accounts, [accounts[-1], *accounts], strict=False):
        fields = {"amount": 1, "currency": settings.BANK_CURRENCY, "booked_at": now(), "value_date": today()}
        Transaction.objects.create(
            kind="transfer", from_account=source, to_account=target, created_by=source.owner, **fields
        )
    for number in range(CASHIERS):
        User.objects.create(email=f"c{number}@bank.example", full_name=f"Cashier {number}", role=Role.CASHIER)
    cash = {"type": "till", "currency": settings.BANK_CURRENCY, "overdraft": 10**15}
    holder = User.objects.create(email=CASH_HOLDER, full_name="Holder of the one cash row", role=Role.MANAGER)
    Account.objects.create(number="9" * 12, cashier=holder, **cash)


def _same_rows() -> None:
    """Checks that both sides write the same number of rows to the same tables; otherwise the ratio means nothing."""
    wrote = []
    for make in (our_transfers, plain_transfers):
        before = [model.objects.count() for model in (Transaction, Entry, AuditEvent, IdempotencyKey)]
        make(1)()
        after = [model.objects.count() for model in (Transaction, Entry, AuditEvent, IdempotencyKey)]
        wrote.append([b - a for a, b in zip(before, after, strict=True)])
    assert wrote[0] == wrote[1] == [1, 2, 1, 1], wrote


def _profile(work: Work) -> None:
    profile = cProfile.Profile()
    for _ in range(300):
        work()
    profile.enable()
    for _ in range(1000):
        work()
    profile.disable()
    pstats.Stats(profile).sort_stats("tottime").print_stats(45)
    pstats.Stats(profile).sort_stats("cumtime").print_stats(60)


if __name__ == "__main__":
    main()
