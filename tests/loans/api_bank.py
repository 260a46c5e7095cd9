"""Plays the steps of a loan's life against the product over HTTP, and reads what the product then shows of the loan."""

from datetime import datetime
from decimal import Decimal
from functools import partial

from core.authorization.roles import Role
from tests.api_payments import idempotency_headers, open_account, reverse
from tests.browsers import LocalBrowser
from tests.hashers import PASSWORD
from tests.loans.model.calendar import Day
from tests.loans.model.compare import ShownPayment, ShownPayoff, ShownRow, Snapshot
from tests.loans.model.projection import Due, Overdue
from users.models import User

PEOPLE = {"member": Role.MEMBER, "cashier": Role.CASHIER, "manager": Role.MANAGER}
# What the model calls a balance: the kinds of the trial balance, and whether a debit counts as positive.
ACCOUNTS = {
    "receivable": ({"loans_receivable"}, 1),
    "interest_income": ({"interest_income"}, -1),
    "disbursement_fees": ({"fee_income"}, -1),
    "late_fees": ({"penalty_income"}, -1),
    "written_off": ({"write_offs"}, 1),
    "recovered": ({"recoveries"}, -1),
    "member": ({"savings", "current"}, -1),
}


def money(minor):
    """The text of an amount of minor units."""
    return f"{Decimal(minor) / 100:.2f}"


def minor(text):
    """The minor units of an amount; an empty cell of a report is zero."""
    return int(Decimal(text or "0") * 100)


class ApiBank:
    """One bank with one loan. `clock` is the fixture; its day must not be after the loan's disbursement."""

    def __init__(self, clock, day):
        self.clock, self.browsers, self.entered = clock, {}, {}
        self.go_to(day)
        for name, role in PEOPLE.items():
            person = User.objects.create_user(f"{name}@lives.example.com", PASSWORD, full_name=name.title(), role=role)
            self.browsers[name] = (LocalBrowser(), person)
        self.account = open_account(self.client("cashier"), self.browsers["member"][1].pk)
        self.payments = []
        self.body = None  # the loan in the response of the last step, if it was a payment

    def go_to(self, day):
        """Moves the clock to noon of a day."""
        self.today, self.body = day, None
        self.clock.move_to(datetime.fromisoformat(f"{day}T12:00:00+00:00"))

    def client(self, name):
        """The client of a person, signed in anew on each day, because sessions end with their day."""
        browser, person = self.browsers[name]
        if self.entered.get(name) != self.today:
            browser.enter(person)
            self.entered[name] = self.today
        return browser

    def post(self, name, path, body=None, status=201):
        """A request that must succeed; returns its body."""
        response = self.client(name).post(f"/api/loans/{path}", body or {}, headers=idempotency_headers())
        assert response.status_code == status, (path, body, response.content)
        return response.json()

    def get(self, path):
        response = self.client("manager").get(f"/api/{path}")
        assert response.status_code == 200, (path, response.content)
        return response.json()

    def open(self, terms):
        """Creates the product, gets the quote, applies, approves and disburses; returns the quote.

        Returns None if the quote is refused because its instalment does not cover the interest.
        """
        product = self.post("manager", "products/", _product(terms))["id"]
        asked = {"product": product, "amount": money(terms.amount), "term_months": terms.months}
        if terms.first_due:
            asked["first_due_date"] = str(terms.first_due)
        response = self.client("member").post("/api/loans/quote/", {**asked, "disbursed_on": str(terms.disbursed_on)})
        if response.status_code == 422:
            assert response.json()["code"] == "instalment_too_small", response.content
            return None
        assert response.status_code == 200, response.content
        quote = response.json()
        loan = self.post("member", "", {**asked, "purpose": "A random life", "account": self.account})
        self.loan = f"{loan['id']}/"
        self.post("manager", f"{self.loan}approve/", status=200)
        self.post("cashier", f"{self.loan}disburse/")
        return quote

    def repay(self, amount):
        """Takes a payment in cash; returns None, or the payoff if the payment is more than that."""
        response = self.client("manager").post(
            f"/api/loans/{self.loan}repay/", {"amount": money(amount)}, headers=idempotency_headers()
        )
        if response.status_code == 422:
            assert response.json()["code"] == "overpayment", response.content
            return minor(response.json()["details"]["settlement_amount"])
        assert response.status_code == 201, response.content
        self.body = response.json()
        self.payments.append(self.body["transaction"]["id"])
        return None

    def settle(self):
        self.body = self.post("manager", f"{self.loan}settle/")
        self.payments.append(self.body["transaction"]["id"])

    def reverse(self, place):
        """Reverses the payment that was booked in this place."""
        self._reverse(self.payments[place])

    def write_off(self):
        body = self.post("manager", f"{self.loan}write-off/", {"reason": "gone"})
        self.write_off_id = body["transaction"]["id"]

    def reverse_write_off(self):
        self._reverse(self.write_off_id)

    def recover(self, amount):
        self.post("manager", f"{self.loan}repay/", {"amount": money(amount)})

    def _reverse(self, transaction):
        response = reverse(self.client("manager"), transaction)
        assert response.status_code == 201, response.content

    def read(self, parts, later):
        """What the product shows. `parts` names what is read; `later` is a day for a payoff ahead.

        Without the part "loan", the loan is that of the response of the payment, if the last step was one.
        """
        loan = self.body if self.body and "loan" not in parts else self.get(f"loans/{self.loan}")
        readers = {
            "schedule": self._schedule,
            "payoff": self._payoff,
            "later_payoff": partial(self._later_payoff, later),
            "payments": self._payments,
            "ledger": self._ledger,
        }
        if loan["status"] != "active":
            readers = {name: reader for name, reader in readers.items() if "payoff" not in name}
        return Snapshot(
            loan["status"],
            minor(loan["outstanding_principal"]),
            minor(loan["interest_paid"]),
            _next_due(loan["next_due"]),
            _overdue(loan["overdue"]),
            **{name: reader() for name, reader in readers.items() if name in parts},
        )

    def _schedule(self):
        return [_row(row) for row in self.get(f"loans/{self.loan}schedule/")]

    def _payoff(self, query=""):
        body = self.get(f"loans/{self.loan}payoff/{query}")
        return ShownPayoff(*(minor(body[name]) for name in ("principal", "interest", "fees", "penalties", "total")))

    def _later_payoff(self, day):
        return day, self._payoff(f"?on={day}")

    def _payments(self):
        """The payments that are not reversed, the oldest first."""
        reversed_ids = {
            row["id"] for row in self.get("transactions/?kind=loan_repayment")["results"] if row["status"] == "reversed"
        }
        rows = self.get(f"loans/{self.loan}payments/?page_size=200")["results"]
        names = ("amount", "principal", "interest", "fees", "penalties")
        standing = [
            row for row in rows if row["transaction"] in self.payments and row["transaction"] not in reversed_ids
        ]
        standing.sort(key=lambda row: self.payments.index(row["transaction"]))
        return [ShownPayment(*(minor(row[name]) for name in names)) for row in standing]

    def _ledger(self):
        rows = self.get("reports/trial-balance/")["rows"]
        return {
            name: sum(sign * (minor(row["debit"]) - minor(row["credit"])) for row in rows if row["kind"] in kinds)
            for name, (kinds, sign) in ACCOUNTS.items()
        }


def _product(terms):
    rate = terms.annual_rate
    return {
        "name": "Random",
        "annual_rate": f"{Decimal(rate.numerator) / Decimal(rate.denominator):f}",
        "method": terms.method,
        "day_count": terms.day_count,
        "instalment_multiple": money(terms.multiple),
        "principal_grace_months": terms.grace,
        "min_amount": money(terms.disbursement_fee + 1),
        "max_amount": "1000000.00",
        "min_term_months": terms.months,
        "max_term_months": terms.months,
        "prepayment": terms.prepayment,
        "overdue_interest": terms.overdue_interest,
        "late_fee": money(terms.late_fee),
        "late_fee_after_days": terms.late_fee_after_days,
        "disbursement_fee": money(terms.disbursement_fee),
    }


def _row(row):
    amounts = (minor(row[name]) for name in ("principal", "interest", "total", "balance_after", "paid"))
    return ShownRow(row["number"], Day.parse(row["due_date"]), *amounts, row["status"])


def _next_due(body):
    return None if body is None else Due(Day.parse(body["due_date"]), minor(body["amount"]))


def _overdue(body):
    if not body or not body["instalments"]:
        return None
    return Overdue(Day.parse(body["since"]), body["days_late"], body["instalments"], minor(body["amount"]))
