"""A small bank that is known to the cent, and ways to be in it on a certain day."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest

from accounts.models import Account
from loans.models import Loan
from tests.api_payments import deposit, idempotency_headers, open_account, reverse, transfer, withdraw
from tests.loan_factories import PRODUCT


@pytest.fixture
def on(clock, signed_in):
    """Moves the clock to noon of a day (another time if given), and signs a person in there: `on("03-02", cashier)`."""

    def move(day, person, time="12:00:00"):
        clock.move_to(datetime.fromisoformat(f"2026-{day}T{time}+00:00"))
        return signed_in(person)

    return move


@pytest.fixture
def at(clock, on, manager):
    """The manager's browser on a day."""
    return lambda day, time="12:00:00": on(day, manager, time)


@dataclass
class Known:
    """What is in it: two accounts' numbers, and the loan."""

    savings: str
    current: str
    loan: int

    def own(self, code):
        """The number of one of the bank's own accounts."""
        return Account.objects.get(code=code).number


def a_loan(on, day, staff, borrower, number, amount="600.00", months=6, **other):
    """600.00 over six months at 1 % a month, flat: 106.00 a month, 100.00 of it principal. `staff`: who approves it
    and who pays it out, both on that day; gives the loan's id.
    """
    decides, pays_out = staff
    office, name = on(day, decides), other.pop("name", "Household")
    fields = PRODUCT | {"name": name, "annual_rate": "12", "method": "flat"} | other
    product = office.post("/api/loans/products/", fields)
    found = office.get("/api/loans/products/").json()["results"]
    product_id = next(row["id"] for row in found if row["name"] == name)
    assert product.status_code in {201, 400}, product.content
    body = {"product": product_id, "amount": amount, "term_months": months, "purpose": "Roof", "account": number}
    loan = on(day, borrower).post("/api/loans/", body)
    assert loan.status_code == 201, loan.content
    loan_id = loan.json()["id"]
    assert office.post(f"/api/loans/{loan_id}/approve/", {}).status_code == 200
    assert on(day, pays_out).post(f"/api/loans/{loan_id}/disburse/", headers=idempotency_headers()).status_code == 201
    return loan_id


def repay(browser, loan_id, amount, **extra):
    response = browser.post(f"/api/loans/{loan_id}/repay/", {"amount": amount, **extra}, headers=idempotency_headers())
    assert response.status_code == 201, response.content
    return response.json()["transaction"]["id"]


def write_off(browser, loan_id):
    response = browser.post(f"/api/loans/{loan_id}/write-off/", {"reason": "Lost"}, headers=idempotency_headers())
    assert response.status_code == 201, response.content
    return response.json()["transaction"]["id"]


@pytest.fixture
def reference_bank(clock, on, member, other_member, cashier, manager):
    """1 March: 1000.00 in, 50.00 out, 200.00 in for the other, a loan of 600.00. 2 March: 120.00 moved by the member,
    30.00 in by the manager and reversed, 106.00 repaid at the counter.
    """
    desk = on("03-01", cashier)
    savings, current = open_account(desk, member.pk), open_account(desk, other_member.pk, "current")
    done = [deposit(desk, savings, "1000.00"), withdraw(desk, savings, "50.00"), deposit(desk, current, "200.00")]
    loan = a_loan(on, "03-01", (manager, cashier), member, savings)
    done.append(transfer(on("03-02", member), savings, current, "120.00"))
    office = on("03-02", manager)
    done.append(deposit(office, current, "30.00"))
    done.append(reverse(office, done[-1].json()["id"]))
    assert [response.status_code for response in done] == [201] * 6
    repay(on("03-02", cashier), loan, "106.00")
    return Known(savings, current, loan)


def report(browser, name, query=""):
    """The body of a report."""
    response = browser.get(f"/api/reports/{name}/?{query}")
    assert response.status_code == 200, response.content
    return response.json()


def due(loan_id, days_ago, today):
    """Moves a loan's schedule so that its first instalment fell due so many days ago."""
    loan = Loan.objects.get(pk=loan_id)
    rows = list(loan.instalments.order_by("number"))
    shift = today - timedelta(days=days_ago) - rows[0].due_date
    for row in rows:
        row.due_date += shift
        row.save(update_fields=["due_date"])
