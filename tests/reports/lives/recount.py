"""The reports of a life by brute force: from all entries, and from the journal of the life. No query has a period."""

from collections import defaultdict
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction

from accounts.models import Account
from core.money import to_text
from loans.portfolio import BUCKETS
from tests.reports.lives.journal import STAFF
from tests.reports.reference_reports import INSTALLED
from tests.transactions.ledger_assertions import signed_amount
from transactions.models import Entry, Transaction

KINDS = {"deposits": "deposit", "withdrawals": "withdrawal", "transfers": "transfer"}


class Recount:
    """Reads all rows once; each report is made of them in Python."""

    def __init__(self, life):
        self.life, self.journal = life, life.journal
        self.accounts = list(Account.objects.all())
        self.entries = list(Entry.objects.select_related("account"))
        self.transactions = list(Transaction.objects.select_related("reverses").order_by("pk"))

    def reports(self, first, last):
        """What each report says of the days from `first` to `last`, as `shown` reduces it."""
        self.since, self.before = self.life.start(first), self.life.start(last + timedelta(days=1))
        self.last = last
        self.loans = self._loans()
        return {
            "trial-balance": self._trial_balance(),
            "daily-transactions": self._grouped(lambda row: (str(self._day(row)),)),
            "cashier-activity": self._grouped(self._cashier),
            "loan-portfolio": self._portfolio(),
            "member-growth": self._growth(),
            "summary": self._summary(),
        }

    def _day(self, row):
        return row.booked_at.astimezone(self.life.zone).date()

    def _posted(self):
        return [row for row in self.transactions if self.since <= row.booked_at < self.before]

    def _grouped(self, key):
        amounts = defaultdict(list)
        for row in self._posted():
            if key(row) is not None:
                amounts[(*key(row), row.kind, row.reverses.kind if row.reverses else "")].append(row.amount)
        return {group: (len(found), money(sum(found))) for group, found in amounts.items()}

    def _cashier(self, row):
        """Who posted it, if at the counter then, with the name at the end of the period."""
        poster = row.created_by_id
        if self.journal.at(poster, row.booked_at).role not in STAFF:
            return None
        return poster, self.journal.before(poster, self.before).name

    def _trial_balance(self):
        balances = {
            (account.type, "" if account.is_customer_account else account.number): 0
            for account in self.accounts
            if account.code in INSTALLED or account.opened_at < self.before
        }
        for entry in self.entries:
            if entry.booked_at < self.before:
                own = "" if entry.account.is_customer_account else entry.account.number
                balances[entry.account.type, own] = balances.get((entry.account.type, own), 0) + signed_amount(entry)
        return {line: money(balance) for line, balance in balances.items()}

    def _loans(self):
        """`{loan: (product, outstanding principal, days late)}`, from the entries on loans receivable."""
        owed, products = defaultdict(int), {}
        kinds = {row.pk: row for row in self.transactions}
        for entry in self.entries:
            if entry.account.type != "loans_receivable" or entry.booked_at >= self.before:
                continue
            row = kinds[entry.transaction_id]
            loan = self.journal.loan_of[row.reverses_id or row.pk]
            owed[loan] -= signed_amount(entry)
        for posting in sorted(self.journal.disbursed_as):
            if kinds[posting].booked_at < self.before:
                products[self.journal.loan_of[posting]] = self.journal.disbursed_as[posting]
        late = self.journal.days_late[self.last]
        return {loan: (products[loan], left, late[loan]) for loan, left in owed.items() if left}

    def _portfolio(self):
        rows = {}
        for product, left, days in self.loans.values():
            ages = rows.setdefault(product, {age: [0, 0] for age, _ in BUCKETS})
            bucket = ages[next(age for age, most in BUCKETS if days <= most)]
            bucket[0] += 1
            bucket[1] += left
        gross = sum(left for _, left, _ in self.loans.values())
        par30 = round(Fraction(self._at_risk(), gross) * 10_000) if gross else 0
        cells = {
            (product, age): (count, money(left))
            for product, ages in rows.items()
            for age, (count, left) in ages.items()
        }
        return {**cells, "gross": money(gross), "par30": str(Decimal(par30).scaleb(-4))}

    def _at_risk(self):
        return sum(left for _, left, days in self.loans.values() if days > 30)

    def _members(self, moment, **facts):
        states = (self.journal.before(pk, moment) for pk in self.journal.people)
        return sum(
            state is not None and state.role == "member" and facts.items() <= vars(state).items() for state in states
        )

    def _growth(self):
        """By month, how many joined in it within the period, and how many members there were at its end."""
        joined = defaultdict(int)
        for moment in self.journal.joined():
            if self.since <= moment < self.before:
                joined[moment.astimezone(self.life.zone).date().replace(day=1)] += 1
        ends = {
            month: min(self.life.start((month + timedelta(days=31)).replace(day=1)), self.before) for month in joined
        }
        return {f"{month:%Y-%m}": (count, self._members(ends[month])) for month, count in joined.items()}

    def _summary(self):
        figures = {
            "members": self._members(self.before, is_active=True),
            "accounts": sum(self._is_open(account) for account in self.accounts if account.is_customer_account),
            "customer_balances": money(
                sum(
                    signed_amount(e)
                    for e in self.entries
                    if e.account.is_customer_account and e.booked_at < self.before
                )
            ),
            "loans_waiting": sum(self._is_waiting(*times) for times in self.journal.waiting.values()),
            "loans_running": len(self.loans),
            "loans_late": sum(days > 0 for _, _, days in self.loans.values()),
            "gross_portfolio": money(sum(left for _, left, _ in self.loans.values())),
            "portfolio_at_risk": money(self._at_risk()),
        }
        for name, kind in KINDS.items():
            posted = [row.amount for row in self._posted() if row.kind == kind]
            undone = [row.amount for row in self._posted() if row.reverses and row.reverses.kind == kind]
            figures |= {name: len(posted), f"{name}_amount": money(sum(posted))}
            figures |= {f"{name}_reversed": len(undone), f"{name}_reversed_amount": money(sum(undone))}
        return figures

    def _is_open(self, account):
        return account.opened_at < self.before and (account.closed_at is None or account.closed_at >= self.before)

    def _is_waiting(self, applied, decided):
        return applied < self.before and (decided is None or decided >= self.before)


def money(minor):
    return to_text(minor, "USD")


def shown(reports):
    """The reports of a period, reduced to what `Recount` makes of the entries."""
    rows = {name: body["rows"] for name, body in reports.items()}
    portfolio = reports["loan-portfolio"]["summary"]
    return {
        "trial-balance": {(row["kind"], row["account"]): _balance(row) for row in rows["trial-balance"]},
        "daily-transactions": {
            (row["day"], row["kind"], row["reverses"]): (row["count"], row["amount"])
            for row in rows["daily-transactions"]
        },
        "cashier-activity": {
            (row["cashier"], row["name"], row["kind"], row["reverses"]): (row["count"], row["amount"])
            for row in rows["cashier-activity"]
        },
        "loan-portfolio": {
            **{
                (row["product"], row["days_late"]): (row["loans"], row["outstanding_principal"])
                for row in rows["loan-portfolio"]
            },
            "gross": portfolio["gross_portfolio"],
            "par30": portfolio["par30"],
        },
        "member-growth": {row["month"]: (row["joined"], row["members"]) for row in rows["member-growth"]},
        "summary": reports["summary"]["summary"],
    }


def _balance(row):
    return row["credit"] or (f"-{row['debit']}" if row["debit"] else "0.00")
