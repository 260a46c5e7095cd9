"""How many postings a second: `python -m tools.mariadb python -m bench.posting` (a MariaDB server in DATABASE_URL).

Two comparisons, on a database of its own beside that of DATABASE_URL, with real processes and a connection each:

* a member's transfer through `core.idempotency.service.run_once` and `post_transfer`, with the view's answer, against
  the same statements (the same rows read, locked and written) in plain mysqlclient, by one process and by eight;
* deposits by cashiers with a till each, against the same service with one cash account that every posting locks and
  updates. Every message to the server waits for `DELAY_MS` (default 1) first, so that a statement costs what it costs
  in a network: a benchmark on one machine hides what a lock costs that is held over seven of them.

Commits wait for the disk, as they do where money is kept.

Both sides take turns, `ROUNDS=` (default 15) times `SECONDS=` (default 1) each; who begins changes with every round,
and a ratio is that of neighbours. `PROFILE=1` prints instead where the time of our transfers goes.
"""

import contextlib
import cProfile
import hashlib
import json
import logging
import multiprocessing
import os
import platform
import pstats
import random
import statistics
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import django

from bench import wsgi  # noqa: F401 (first: it sets Django up)

# isort: split
import MySQLdb
from django.conf import settings
from django.db import connection, connections

from accounts.models import Account
from accounts.selectors import accounts_where
from audit.events import Event
from audit.models import AuditEvent
from audit.services import record
from bench import scene
from core.authorization.roles import Role
from core.client_info import ClientInfo
from core.idempotency.service import KEEP, build_request, run_once
from core.models import IdempotencyKey
from transactions.enums import TransactionType
from transactions.ledger import posting as ledger
from transactions.models import Entry, Transaction
from transactions.payments.services import post_deposit, post_transfer
from transactions.serializers import new_transaction_body
from users.models import User

MEMBERS, CASHIERS = 400, 32
SECONDS, ROUNDS = float(os.environ.get("SECONDS", "1")), int(os.environ.get("ROUNDS", "15"))
DELAY = float(os.environ.get("DELAY_MS", "1")) / 1000
CLIENT = ClientInfo("192.0.2.1", "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0")
FORK = multiprocessing.get_context("fork")
PATH = "/api/transactions/transfer/"
Work = Callable[[], object]


def main() -> None:
    """Measures and prints."""
    with Path(os.devnull).open("w") as nobody, scene.database():
        logging.root.handlers[0].setStream(nobody)  # the audit's lines are made, and not shown
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
            print(f"transfers, {count} processes: {compare(our_transfers, plain_transfers, count)}", flush=True)
        for count in (8, CASHIERS):
            pair = compare(deposits_into_tills, deposits_into_one_row, count, delay=DELAY)
            print(f"deposits, {count} cashiers, {DELAY * 1000:g} ms a message: {pair}", flush=True)


def our_transfers(number: int) -> Work:
    """Between any two of the members' accounts, by the owner of the first."""
    accounts, chance = list(_members_accounts()), random.Random(number)

    def work() -> None:
        source, target = chance.sample(accounts, 2)
        body = {"from_account": source.number, "to_account": target.number, "amount": "0.01", "description": "Rent"}
        options = {"from_number": source.number, "to_number": target.number, "amount": 1, "description": "Rent"}
        _once(source.owner, PATH, body, lambda: post_transfer(actor=source.owner, client=CLIENT, **options))

    return work


def _once(actor: User, path: str, body: dict[str, Any], verb: Callable[[], Transaction]) -> None:
    """As `transactions.payments.views.post_transaction`, without HTTP."""
    call = build_request(user_id=actor.pk, key=_key(), method="POST", path=path, body=body)
    answer = run_once(call, lambda: new_transaction_body(verb()))
    assert answer.status == 201, answer.body


def _key() -> str:
    return f"{os.getpid()}-{time.monotonic_ns()}"


def plain_transfers(number: int) -> Work:
    """The same in plain mysqlclient: our statements and our rules, with nothing between them and the driver."""
    names = {"USER": "user", "PASSWORD": "password", "HOST": "host", "PORT": "port", "NAME": "database"}
    given = {ours: connection.settings_dict[django_s] for django_s, ours in names.items()}
    link = MySQLdb.connect(**given, charset="utf8mb4", init_command=connection.settings_dict["OPTIONS"]["init_command"])
    cursor = link.cursor()
    cursor.execute("SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED")
    pairs, chance = [(account.number, account.owner_id) for account in _members_accounts()], random.Random(number)
    limit = int(settings.MEMBER_DAILY_TRANSFER_LIMIT * 100)

    def work() -> None:
        (source, owner), (target, _) = chance.sample(pairs, 2)
        key, moment = _key(), datetime.now(UTC).replace(tzinfo=None)
        body = {"from_account": source, "to_account": target, "amount": "0.01", "description": "Rent"}
        text = json.dumps(["POST", PATH, body], sort_keys=True, separators=(",", ":"))
        cursor.execute(
            "INSERT IGNORE INTO idempotency_keys (user_id, `key`, fingerprint, status, body, expires_at) "
            "VALUES (%s, %s, %s, NULL, '', %s)",
            (owner, key, hashlib.sha256(text.encode()).hexdigest(), moment + KEEP),
        )
        columns = "id, number, owner_id, currency, status, balance, held, overdraft, seq, last_booked_at"
        cursor.execute(
            f"SELECT {columns} FROM accounts WHERE number IN (%s, %s) AND type IN ('savings', 'current')",
            (source, target),
        )
        ids = {row[1]: row[0] for row in cursor.fetchall()}
        cursor.execute(
            f"SELECT {columns} FROM accounts WHERE id IN (%s, %s) ORDER BY id FOR UPDATE", (ids[source], ids[target])
        )
        rows = {row[1]: row for row in cursor.fetchall()}
        paying, paid = rows[source], rows[target]
        assert paying[2] == owner
        assert paying[4] == "active"
        assert paid[4] != "closed"
        assert paying[5] - paying[6] + paying[7] >= 1
        today = (owner, moment.date(), limit - 1)
        add = "UPDATE daily_transfers SET amount = amount + 1 WHERE user_id = %s AND day = %s AND amount <= %s"
        if not cursor.execute(add, today):
            cursor.execute("INSERT IGNORE INTO daily_transfers (user_id, day, amount) VALUES (%s, %s, 0)", today[:2])
            assert cursor.execute(add, today)
        cursor.execute(
            "INSERT INTO transactions (kind, amount, currency, description, from_account_id, to_account_id, booked_at, "
            "value_date, created_by_id, reverses_id) VALUES ('transfer', 1, %s, 'Rent', %s, %s, %s, %s, %s, NULL)",
            (paying[3], paying[0], paid[0], moment, moment.date(), owner),
        )
        written = cursor.lastrowid
        cursor.execute(
            "INSERT INTO entries (transaction_id, account_id, direction, amount, seq, balance_after, booked_at) "
            "VALUES (%s, %s, 'debit', 1, %s, %s, %s), (%s, %s, 'credit', 1, %s, %s, %s)",
            (written, paying[0], paying[8] + 1, paying[5] - 1, moment,
             written, paid[0], paid[8] + 1, paid[5] + 1, moment),
        )  # fmt: skip
        cursor.execute(
            "UPDATE accounts SET balance = CASE id WHEN %s THEN %s WHEN %s THEN %s END, "
            "seq = CASE id WHEN %s THEN %s WHEN %s THEN %s END, last_booked_at = %s WHERE id IN (%s, %s)",
            (paying[0], paying[5] - 1, paid[0], paid[5] + 1, paying[0], paying[8] + 1, paid[0], paid[8] + 1, moment,
             paying[0], paid[0]),
        )  # fmt: skip
        details = json.dumps({"transaction": written, "amount": "0.01", "currency": paying[3]})
        cursor.execute(
            "INSERT INTO audit_events (at, event, user_id, actor_id, ip_address, user_agent, details) "
            "VALUES (%s, 'transfer_posted', %s, %s, %s, %s, %s)",
            (moment, owner, owner, CLIENT.ip_address, CLIENT.user_agent, details),
        )
        answer = {"id": written, "kind": "transfer", "status": "posted", "amount": "0.01", "currency": paying[3],
                  "description": "Rent", "from_account": source, "to_account": target,
                  "booked_at": f"{moment.isoformat()}Z", "value_date": moment.date().isoformat(), "created_by": owner,
                  "reverses": None, "reversed_by": None}  # fmt: skip
        cursor.execute(
            "UPDATE idempotency_keys SET status = 201, body = %s WHERE user_id = %s AND `key` = %s",
            (json.dumps(answer, separators=(",", ":")), owner, key),
        )
        link.commit()

    return work


def deposits_into_tills(number: int) -> Work:
    """Each cashier into a till of their own."""
    return _deposits(number, post_deposit)


def deposits_into_one_row(number: int) -> Work:
    """The same statements with one cash account, locked and updated like a customer's: what the ledger does not do."""

    def post(*, actor: User, number: str, amount: int, description: str, client: ClientInfo) -> Transaction:
        (account,), (cash,) = accounts_where("number = %s", [number]), accounts_where("code = %s", ["one-cash-row"])
        legs = [ledger.PostingLine(account, amount), ledger.PostingLine(cash, -amount)]
        rows = accounts_where("id IN (%s, %s) ORDER BY id FOR UPDATE", [account.pk, cash.pk])
        locked = {row.pk: row for row in rows}
        ledger.validate(locked, legs)
        posting = ledger.Posting(TransactionType.DEPOSIT, amount, legs, actor.pk, description, to_account=account)
        written = ledger.post(posting, locked)
        facts = {"transaction": written.pk, "amount": written.money(), "currency": written.currency}
        record(Event.DEPOSIT_POSTED, client=client, user_id=account.owner_id, actor_id=actor.pk, **facts)
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
    """Members with money, cashiers, and the one cash row, which may go as far below zero as it likes."""
    for number in range(MEMBERS):
        owner = User.objects.create(email=f"m{number}@example.com", full_name=f"Member {number}", role=Role.MEMBER)
        fields = {"owner": owner, "type": "savings", "currency": settings.BANK_CURRENCY, "balance": 10**12}
        Account.objects.create(number=f"{number:012}", **fields)
    for number in range(CASHIERS):
        User.objects.create(email=f"c{number}@bank.example", full_name=f"Cashier {number}", role=Role.CASHIER)
    cash = {"type": "till", "currency": settings.BANK_CURRENCY, "overdraft": 10**15}
    Account.objects.create(number="9" * 12, code="one-cash-row", **cash)


def _same_rows() -> None:
    """Both sides write the same number of rows to the same tables, or the ratio means nothing."""
    wrote = []
    for make in (our_transfers, plain_transfers):
        before = [model.objects.count() for model in (Transaction, Entry, AuditEvent, IdempotencyKey)]
        make(1)()
        after = [model.objects.count() for model in (Transaction, Entry, AuditEvent, IdempotencyKey)]
        wrote.append([b - a for a, b in zip(before, after, strict=True)])
    assert wrote[0] == wrote[1] == [1, 2, 1, 1], wrote


def compare(ours: Callable[[int], Work], other: Callable[[int], Work], count: int, *, delay: float = 0) -> str:
    """Both sides by `count` processes, in turns; the median of the rounds' ratios, with quartiles."""
    rates: dict[Any, list[float]] = {ours: [], other: []}
    with _workers(ours, count, delay) as us, _workers(other, count, delay) as them:
        for number in range(ROUNDS + 1):
            for side, pipes in [(ours, us), (other, them)][:: 1 if number % 2 else -1]:
                for pipe in pipes:
                    pipe.send(SECONDS)
                done = sum(pipe.recv() for pipe in pipes)
                if number:  # the first round warms up
                    rates[side].append(done / SECONDS)
    low, middle, high = statistics.quantiles([a / b for a, b in zip(rates[ours], rates[other], strict=True)], n=4)
    medians = [statistics.median(rates[side]) for side in (ours, other)]
    return (
        f"ratio {middle:.2f} (quartiles {low:.2f} to {high:.2f}, {ROUNDS} rounds); "
        f"ours {medians[0]:.0f}, the other {medians[1]:.0f} a second"
    )


@contextlib.contextmanager
def _workers(make: Callable[[int], Work], count: int, delay: float) -> Iterator[list[Any]]:
    connections.close_all()  # a connection is not shared with a fork
    pairs = [FORK.Pipe() for _ in range(count)]
    processes = [FORK.Process(target=_work, args=(make, n, delay, pairs[n][1]), daemon=True) for n in range(count)]
    for process in processes:
        process.start()
    for pipe, _ in pairs:
        pipe.recv()
    yield [pipe for pipe, _ in pairs]
    for pipe, _ in pairs:
        pipe.send(0)
    for process in processes:
        process.join()


def _work(make: Callable[[int], Work], number: int, delay: float, pipe: Any) -> None:
    if delay:
        slow_down(delay)
    work = make(number)
    work()  # its till is open then, and its caches are warm
    pipe.send("ready")
    while seconds := pipe.recv():
        done, end = 0, time.perf_counter() + seconds
        while time.perf_counter() < end:
            work()
            done += 1
        pipe.send(done)


def slow_down(seconds: float) -> None:
    """Makes each message of this process to the database wait first, as a network would let it.

    In the client and not in a proxy between: on two cores a proxy takes from both sides the time that it measures.
    """
    for name in ("query", "commit", "rollback", "autocommit"):
        setattr(MySQLdb.connections.Connection, name, _late(getattr(MySQLdb.connections.Connection, name), seconds))


def _late(method: Callable[..., Any], seconds: float) -> Callable[..., Any]:
    def wait_first(link: Any, *args: Any) -> Any:
        if method.__name__ != "autocommit" or bool(args[0]) != link.get_autocommit():  # else nothing is sent
            time.sleep(seconds)
        return method(link, *args)

    return wait_first


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
