"""Time of `verify_ledger`: `python -m tools.mariadb python -m bench.verify_ledger` (MariaDB only).

`TRANSACTIONS=` (default a million) deposits and withdrawals of one year, on `ACCOUNTS=` (default 2,000) accounts of
members and five tills, after `snapshot_balances` every night; on a new database on the server of DATABASE_URL. The
figures are those of `TIMES=` (default 3) runs: seconds elapsed, and the CPU time of Python and of the server. Goal:
below 20 seconds.

`KEEP=1` fills the database of DATABASE_URL itself, if it is empty, and does not drop it.
"""

import logging
import os
import time
from datetime import timedelta
from pathlib import Path

from bench import wsgi  # noqa: F401 (first: it sets Django up)

# isort: split
from django.core.management import call_command
from django.db import connection, transaction

from accounts.models import Account
from accounts.numbers import check_digits
from accounts.services import till_of
from bench import scene
from core.authorization.roles import Role
from core.clock import override_now
from core.dates import start_of_day, today
from transactions.ledger.balances import snapshot_balances
from transactions.models import BalanceSnapshot, DailyTotal, Transaction
from users.models import User

TRANSACTIONS, TIMES = int(os.environ.get("TRANSACTIONS", "1000000")), int(os.environ.get("TIMES", "3"))
ACCOUNTS = int(os.environ.get("ACCOUNTS", "2000"))
BATCH, TILLS, DAYS = 50_000, 5, 364

# Transaction n is the one number `r` of its account: a deposit of 2.00 or a withdrawal of 1.00, in turns.
_ROUND = "((n.seq - 1) DIV {accounts} + 1)"
_IN = f"{_ROUND} MOD 2"
_CUSTOMER = "{account} + (n.seq - 1) MOD {accounts}"
_BOOKED = "TIMESTAMPADD(MICROSECOND, n.seq * {step}, {start})"
_TRANSACTIONS = (
    "INSERT INTO transactions (id, kind, amount, currency, description, description_folded, from_account_id,"
    " to_account_id, booked_at, value_date, created_by_id)"
    f" SELECT n.seq, IF({_IN}, 'deposit', 'withdrawal'), IF({_IN}, 200, 100), 'USD', CONCAT('Text ', n.seq),"
    f" CONCAT('text ', n.seq), IF({_IN}, NULL, {_CUSTOMER}), IF({_IN}, {_CUSTOMER}, NULL), {_BOOKED}, DATE({_BOOKED}),"
    " {cashier} + n.seq MOD {tills} FROM seq_{first}_to_{last} n"
)
_ENTRY = (
    "INSERT INTO entries (transaction_id, account_id, direction, amount, seq, balance_after, booked_at) SELECT n.seq,"
)
_ON_ACCOUNT = (
    f"{_ENTRY} {_CUSTOMER}, IF({_IN}, 'credit', 'debit'), IF({_IN}, 200, 100), {_ROUND},"
    f" 100 * (2 * (({_ROUND} + 1) DIV 2) - {_ROUND} DIV 2), {_BOOKED} FROM seq_{{first}}_to_{{last}} n"
)
_ON_TILL = (
    f"{_ENTRY} {{till}} + n.seq MOD {{tills}}, IF({_IN}, 'debit', 'credit'), IF({_IN}, 200, 100), NULL, NULL, {_BOOKED}"
    " FROM seq_{first}_to_{last} n"
)
_BALANCES = (
    "UPDATE accounts a JOIN (SELECT account_id, MAX(seq) AS latest FROM entries GROUP BY account_id) x"
    " ON x.account_id = a.id JOIN entries e ON e.account_id = a.id AND e.seq = x.latest"
    " SET a.seq = e.seq, a.balance = e.balance_after, a.last_booked_at = e.booked_at"
)


def main() -> None:
    """Measures and prints."""
    database = scene.kept_database if os.environ.get("KEEP") else scene.database
    with Path(os.devnull).open("w") as sink, database():
        logging.root.handlers[0].setStream(sink)  # type: ignore[attr-defined]
        if not Transaction.objects.exists():
            _fill()
        stored = f"{BalanceSnapshot.objects.count()} snapshots, {DailyTotal.objects.count()} totals stored"
        runs = [_measure() for _ in range(TIMES)]
    print(f"{TRANSACTIONS} transactions, {ACCOUNTS} accounts, {stored}\n")
    print("| elapsed, s | Python's CPU, s | the server's CPU, s |\n|---:|---:|---:|")
    for figures in runs:
        print(f"| {' | '.join(f'{seconds:.1f}' for seconds in figures)} |")


def _measure() -> tuple[float, float, float]:
    elapsed, own, server = time.perf_counter(), time.process_time(), _server_cpu()
    call_command("verify_ledger")
    return time.perf_counter() - elapsed, time.process_time() - own, _server_cpu() - server


def _server_cpu() -> float:
    """The seconds of processor time that the server, on this machine, has used."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT @@datadir, @@pid_file")
        folder, name = cursor.fetchone()
    pid = (Path(folder) / name).read_text().strip()
    user, system = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def _fill() -> None:
    start = time.perf_counter()
    cashiers = [
        User.objects.create_user(f"cashier{n}@bench.example", full_name=f"Cashier {n}", role=Role.CASHIER)
        for n in range(TILLS)
    ]
    with transaction.atomic():
        tills = [till_of(cashier) for cashier in cashiers]
        owner = User.objects.create_user("member@bench.example", full_name="Bench Member")
        opened = start_of_day(today() - timedelta(days=DAYS + 1))
        bodies = [str(2 * 10**9 + n) for n in range(ACCOUNTS)]
        Account.objects.bulk_create(
            [
                Account(number=body + check_digits(body), owner=owner, type="current", currency="USD", opened_at=opened)
                for body in bodies
            ],
            batch_size=1000,
        )
    account = Account.objects.get(number=bodies[0] + check_digits(bodies[0]))
    names = {"account": account.pk, "accounts": ACCOUNTS, "till": tills[0].pk, "tills": TILLS,
             "cashier": cashiers[0].pk, "step": DAYS * 86400 * 1_000_000 // TRANSACTIONS}  # fmt: skip
    names["start"] = f"TIMESTAMPADD(DAY, -{DAYS + 1}, '{today()}')"
    with connection.cursor() as cursor:
        for first in range(1, TRANSACTIONS + 1, BATCH):
            last = min(first + BATCH - 1, TRANSACTIONS)
            for text in (_TRANSACTIONS, _ON_ACCOUNT, _ON_TILL):
                cursor.execute(text.format(first=first, last=last, **names))
        cursor.execute(_BALANCES)
    for days in range(DAYS, -1, -1):
        with override_now(start_of_day(today() - timedelta(days=days)) + timedelta(hours=3)):
            snapshot_balances()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE TABLE accounts, transactions, entries, daily_activity, balance_snapshots")
    print(f"filled in {time.perf_counter() - start:.0f} s", flush=True)


if __name__ == "__main__":
    main()
