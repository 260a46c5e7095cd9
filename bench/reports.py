"""Times of reports and dashboards: `python -m tools.mariadb python -m bench.reports` (a server in DATABASE_URL).

A year of a bank with `TRANSACTIONS=` (default a million) postings, 2,000 members and `LOANS=` (default 5,000) loans
of all ages, on a new database on the server of DATABASE_URL. Every report is requested for the default period, for the
whole year, and as of a day half a year ago, as JSON and as CSV; then the three dashboards; in process, through all
middleware and the view. Once without stored totals (cron never ran), once after `snapshot_balances`. The figures are
medians of `TIMES=` (default 5) calls, in milliseconds. Goal: each below a second on two cores.

`KEEP=1` seeds the database of DATABASE_URL itself, if it is empty, and does not drop it. `ONLY=` measures only the
requests that have this text in their name.
"""

import logging
import os
import random
import statistics
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import accumulate
from pathlib import Path

from bench import wsgi  # noqa: F401 (first: it sets Django up)

# isort: split
from django.core.management import call_command
from django.db import connection, transaction
from django.db.models import Max
from django.test import Client as TestClient

from accounts.enums import AccountType
from accounts.models import Account
from accounts.numbers import check_digits
from accounts.services import bank_account, till_of
from bench import scene
from core.authorization.roles import Role
from core.clock import override_now
from core.dates import start_of_day, today
from demo.seed import BATCH, seed
from loans.domain.schedule import Instalment
from loans.enums import LoanEventType, LoanStatus
from loans.models import DueInstalment, Loan, LoanEvent, Product, Repayment
from loans.selectors import schedule_for, terms_of
from reports.registry import REPORTS
from sessions_browser.cookies import BROWSER_ID
from sessions_browser.tokens import tokens_of
from transactions.enums import Direction, TransactionType
from transactions.ledger.balances import snapshot_balances
from transactions.models import BalanceSnapshot, DailyTotal, Entry, Transaction
from users.models import User

TRANSACTIONS, LOANS = int(os.environ.get("TRANSACTIONS", "1000000")), int(os.environ.get("LOANS", "5000"))
TIMES, ONLY = int(os.environ.get("TIMES", "5")), os.environ.get("ONLY", "")
CASH = "cash"


def main() -> None:
    """Measures and prints."""
    database = scene.kept_database if os.environ.get("KEEP") else scene.database
    with Path(os.devnull).open("w") as sink, database():
        logging.root.handlers[0].setStream(sink)
        if not Transaction.objects.exists():
            _fill()
            call_command("verify_ledger")
        figures = {"no stored totals": _measure(delete_totals=True)}
        start = time.perf_counter()
        for days in range(360, -1, -30):  # cron runs every night; one night a month is enough here
            with override_now(start_of_day(today() - timedelta(days=days)) + timedelta(hours=3)):
                snapshot_balances()
        taken = time.perf_counter() - start
        print(f"thirteen nights of snapshot_balances: {taken:.1f} s, {DailyTotal.objects.count()} totals stored")
        figures["stored totals"] = _measure(delete_totals=False)
    print(f"{TRANSACTIONS} transactions, {LOANS} loans; medians of {TIMES} calls, ms\n")
    print(f"| path | {' | '.join(figures)} |\n|---|{'---:|' * len(figures)}")
    for path in figures["stored totals"]:
        print(f"| {path} | {' | '.join(f'{taken[path]:.0f}' for taken in figures.values())} |")


def _measure(*, delete_totals: bool) -> dict[str, float]:
    if delete_totals:
        BalanceSnapshot.objects.all().delete()
        DailyTotal.objects.all().delete()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE TABLE accounts, transactions, entries, daily_activity, loans, loan_instalments")
    members = User.objects.filter(role=Role.MEMBER).order_by("pk")
    people = {role.value: _signed_in(User.objects.filter(role=role).first()) for role in Role}
    people |= {"member": _signed_in(members.first()), "new member": _signed_in(members.last())}
    calls = [*_calls(), *((f"dashboard of a {who}", who, "/api/dashboard/") for who in people)]
    return {name: _median(people[who], path) for name, who, path in calls if ONLY in name}


def _calls() -> Iterator[tuple[str, str, str]]:
    day = today()
    periods = {
        "30 days": "",
        "a year": f"from={day - timedelta(days=365)}",
        "half a year ago": f"to={day - timedelta(days=182)}",
    }
    for report in REPORTS:
        for name, period in periods.items():
            for form in ("json", "csv"):
                yield f"{report}, {name}, {form}", "manager", f"/api/reports/{report}/?format={form}&{period}"


def _signed_in(person: User | None) -> TestClient:
    assert person is not None
    browser_id, session = scene.sign_in(person)
    client = TestClient(HTTP_AUTHORIZATION=f"Bearer {tokens_of(session).access}", HTTP_HOST="localhost")
    client.cookies[BROWSER_ID] = browser_id
    return client


def _median(client: TestClient, path: str) -> float:
    taken = []
    for _ in range(TIMES + 1):
        start = time.perf_counter()
        response = client.get(path)
        size = len(response.getvalue())
        taken.append((time.perf_counter() - start) * 1000)
        assert response.status_code == 200, response.content
        assert size
    return statistics.median(taken[1:])  # the first warms up


@dataclass
class _Books:
    """The rows of the loans' transactions, to be inserted in bulk; ids are assigned here."""

    cashier: User
    legs: dict[str, Account]
    next_id: int
    transactions: list[Transaction] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)

    def post(
        self, kind: TransactionType, moment: datetime, amount: int, changes: dict[str, int], paid_to: Account | None
    ) -> int:
        """Adds a transaction with a line for each change, and one that credits `paid_to`, which has no other entry."""
        pk, self.next_id = self.next_id, self.next_id + 1
        facts = {"currency": "USD", "booked_at": moment, "value_date": moment.date(), "created_by": self.cashier}
        self.transactions.append(Transaction(pk=pk, kind=kind, amount=amount, to_account=paid_to, **facts))
        legs = [(self.legs[name], change, None, None) for name, change in changes.items() if change]
        if paid_to:
            legs.append((paid_to, amount, 1, amount))
        for account, change, seq, balance in legs:
            side = Direction.CREDIT if change > 0 else Direction.DEBIT
            places = {"transaction_id": pk, "account": account, "seq": seq, "balance_after": balance}
            self.entries.append(Entry(direction=side, amount=abs(change), booked_at=moment, **places))
        return pk


def _fill() -> None:
    start = time.perf_counter()
    seed(members=2000, transactions=TRANSACTIONS, seed=1, progress=_no_progress)
    print(f"seeded in {time.perf_counter() - start:.0f} s", flush=True)
    User.objects.create_user("manager@bench.example", full_name="Bench Manager", role=Role.MANAGER)
    member = User.objects.create_user("new@bench.example", full_name="New Member")
    Account.objects.create(number="0" * 12, owner=member, type="savings", currency="USD")  # without an entry
    for days, person in enumerate(User.objects.filter(role=Role.MEMBER)):
        person.date_joined = start_of_day(today() - timedelta(days=days % 1000))
        person.save(update_fields=["date_joined"])
        person.versions.update(valid_from=person.date_joined)
    with transaction.atomic():
        _lend(random.Random(1))


def _no_progress(_done: int, _total: int) -> None:
    """Shows no progress."""


def _lend(chance: random.Random) -> None:
    terms = {"currency": "USD", "method": "declining_balance", "day_count": "30/360", "instalment_multiple": 1,
             "min_amount": 1, "max_amount": 10**9, "min_term_months": 1, "max_term_months": 60}  # fmt: skip
    products = [Product.objects.create(name=f"Product {n}", rate_millionths=n * 4_000_000, **terms) for n in range(6)]
    cashier = User.objects.get(role=Role.CASHIER)
    names = [AccountType.LOANS_RECEIVABLE, AccountType.INTEREST_INCOME, AccountType.WRITE_OFFS]
    legs = {CASH: till_of(cashier), **{name.value: bank_account(name) for name in names}}
    books = _Books(cashier, legs, (Transaction.objects.aggregate(last=Max("pk"))["last"] or 0) + 1)
    members = list(User.objects.filter(email__startswith="member-")[:2000])
    first = (Account.objects.aggregate(last=Max("pk"))["last"] or 0) + 1
    accounts, loans, rows, repayments, events = [], [], [], [], []
    for number in range(LOANS):
        moment = start_of_day(today()) - timedelta(days=chance.randrange(1, 366), seconds=-chance.randrange(86_400))
        product, amount, months = chance.choice(products), chance.randrange(500, 20_000) * 100, chance.randint(3, 36)
        body = str(6 * 10**9 + number)
        account = Account(
            pk=first + number, number=body + check_digits(body), owner=chance.choice(members), type="current",
            currency="USD", balance=amount, seq=1, last_booked_at=moment, open_loan_count=1,
        )  # fmt: skip
        loan = Loan(
            pk=number + 1, product=product, borrower=account.owner, account=account, amount=amount, term_months=months,
            purpose="Roof", status=LoanStatus.ACTIVE, disbursed_at=moment,
            disbursed_on=moment.date(), rate_millionths=product.rate_millionths,
            **{name: terms[name] for name in ("currency", "method", "day_count", "instalment_multiple")},
        )  # fmt: skip
        loan.disbursement_id = books.post(
            TransactionType.LOAN_DISBURSEMENT, moment, amount, {AccountType.LOANS_RECEIVABLE.value: -amount}, account
        )
        schedule = schedule_for(terms_of(loan, amount, months, moment.date()))
        rows += _due(loan, schedule)
        events.append(_event(loan, loan.disbursement_id, LoanEventType.DISBURSEMENT, moment, amount, schedule[0]))
        repayments += _pay(books, loan, schedule, chance)
        if loan.write_off_id:
            kind = LoanEventType.WRITE_OFF
            events.append(_event(loan, loan.write_off_id, kind, loan.closed_at, 0, None))
        accounts.append(account)
        loans.append(loan)
    for made in (accounts, books.transactions, books.entries, loans, rows, repayments, events):
        type(made[0]).objects.bulk_create(made, batch_size=BATCH)


def _due(loan: Loan, schedule: list[Instalment]) -> Iterator[DueInstalment]:
    sums = zip(accumulate(r.principal for r in schedule), accumulate(r.interest for r in schedule), strict=True)
    for row, (principal, interest) in zip(schedule, sums, strict=True):
        facts = {"number": row.number, "due_date": row.due_date, "balance_after": row.balance_after}
        due = {"principal_due": principal, "interest_due": interest}
        yield DueInstalment(loan=loan, principal=row.principal, interest=row.interest, **facts, **due)


def _pay(books: _Books, loan: Loan, schedule: list[Instalment], chance: random.Random) -> Iterator[Repayment]:
    """Pays all or nearly all instalments that fell due; writes some of the late loans off."""
    due = [row for row in schedule if row.due_date < today()]
    paid = due[: max(0, len(due) - chance.choice([0, 0, 0, 0, 1, 1, 2, 3, 5]))]
    for row in paid:
        legs = {CASH: -row.total, "loans_receivable": row.principal, "interest_income": row.interest}
        written = books.post(TransactionType.LOAN_REPAYMENT, _midday(row.due_date), row.total, legs, None)
        loan.principal_paid += row.principal
        loan.interest_paid += row.interest
        after = schedule[row.number] if row.number < len(schedule) else None
        yield Repayment(
            loan=loan, transaction_id=written, principal=row.principal, interest=row.interest,
            booked_at=_midday(row.due_date), day=row.due_date, outstanding=row.balance_after,
            oldest_due=after.due_date if after else None,
        )  # fmt: skip
    left = loan.amount - loan.principal_paid
    if left and len(due) - len(paid) < 5:
        return
    loan.status, loan.closed_at = LoanStatus.REPAID, _midday(paid[-1].due_date if paid else due[-1].due_date)
    if left:
        loan.status, loan.closed_at = LoanStatus.WRITTEN_OFF, _midday(due[-1].due_date)
        legs = {"loans_receivable": left, "write_offs": -left}
        loan.write_off_id = books.post(TransactionType.LOAN_WRITE_OFF, loan.closed_at, left, legs, None)


def _event(
    loan: Loan, written: int, kind: LoanEventType, moment: datetime, outstanding: int, due: Instalment | None
) -> LoanEvent:
    return LoanEvent(
        loan=loan, transaction_id=written, type=kind, amount=loan.amount, product_name=loan.product.name,
        booked_at=moment, day=moment.date(), outstanding=outstanding, oldest_due=due.due_date if due else None,
    )  # fmt: skip


def _midday(day: date) -> datetime:
    return start_of_day(day) + timedelta(hours=12)


if __name__ == "__main__":
    main()
