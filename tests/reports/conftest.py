"""A small bank with known balances, and logins on a given day."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest

from accounts.models import Account
from loans.models import Loan
from tests.api_payments import deposit, idempotency_headers, open_account, reverse, transfer, withdraw
from tests.loan_factories import PRODUCT


@pytest.fixture
def login_on(clock, signed_in):
    """Moves the clock to a time of a day in 2026 (default: noon) and logs a person in: `login_on("03-02", cashier)`."""

    def log_in(day, person, time="12:00:00"):
        clock.move_to(datetime.fromisoformat(f"2026-{day}T{time}+00:00"))
        return signed_in(person)

    return log_in


@pytest.fixture
def manager_on(clock, login_on, manager):
    """Moves the clock and logs the manager in: `manager_on("03-02")`."""
    return lambda day, time="12:00:00": login_on(day, manager, time)


@dataclass
class ReferenceBank:
    """The account numbers and the loan id of the reference bank."""

    savings: str
    current: str
    loan: int

    def account_number(self, code):
        """The number of the bank account with this code."""
        return Account.objects.get(code=code).number


def create_loan_over_http(login_on, day, staff, borrower, number, amount="600.00", months=6, **product_fields):
    """Creates a loan over HTTP on a day; returns its id. `staff` is the approving and the disbursing person.

    By default 600.00 over six months at 1 % a month, flat: 106.00 a month, of which 100.00 is principal.
    """
    approver, disburser = staff
    manager_client, name = login_on(day, approver), product_fields.pop("name", "Household")
    fields = PRODUCT | {"name": name, "annual_rate": "12", "method": "flat"} | product_fields
    product = manager_client.post("/api/loans/products/", fields)
    products = manager_client.get("/api/loans/products/").json()["results"]
    product_id = next(row["id"] for row in products if row["name"] == name)
    assert product.status_code in {201, 400}, product.content
    body = {"product": product_id, "amount": amount, "term_months": months, "purpose": "Roof", "account": number}
    loan = login_on(day, borrower).post("/api/loans/", body)
    assert loan.status_code == 201, loan.content
    loan_id = loan.json()["id"]
    assert manager_client.post(f"/api/loans/{loan_id}/approve/", {}).status_code == 200
    assert (
        login_on(day, disburser).post(f"/api/loans/{loan_id}/disburse/", headers=idempotency_headers()).status_code
        == 201
    )
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
def reference_bank(clock, login_on, member, other_member, cashier, manager):
    """A bank with these postings. 1 March: deposits of 1000.00 (member) and 200.00 (other member), a withdrawal of
    50.00, and a loan of 600.00. 2 March: a transfer of 120.00 by the member, a deposit of 30.00 by the manager and its
    reversal, and a cash repayment of 106.00.
    """
    cashier_client = login_on("03-01", cashier)
    savings, current = open_account(cashier_client, member.pk), open_account(cashier_client, other_member.pk, "current")
    responses = [
        deposit(cashier_client, savings, "1000.00"),
        withdraw(cashier_client, savings, "50.00"),
        deposit(cashier_client, current, "200.00"),
    ]
    loan = create_loan_over_http(login_on, "03-01", (manager, cashier), member, savings)
    responses.append(transfer(login_on("03-02", member), savings, current, "120.00"))
    manager_client = login_on("03-02", manager)
    responses.append(deposit(manager_client, current, "30.00"))
    responses.append(reverse(manager_client, responses[-1].json()["id"]))
    assert [response.status_code for response in responses] == [201] * 6
    repay(login_on("03-02", cashier), loan, "106.00")
    return ReferenceBank(savings, current, loan)


def report(browser, name, query=""):
    """The body of a report."""
    response = browser.get(f"/api/reports/{name}/?{query}")
    assert response.status_code == 200, response.content
    return response.json()


def move_due_dates(loan_id, days_ago, today):
    """Moves a loan's schedule so that its first instalment was due `days_ago` days before `today`."""
    loan = Loan.objects.get(pk=loan_id)
    rows = list(loan.instalments.order_by("number"))
    shift = today - timedelta(days=days_ago) - rows[0].due_date
    for row in rows:
        row.due_date += shift
        row.save(update_fields=["due_date"])
    for position in [*loan.events.exclude(oldest_due=None), *loan.repayments.exclude(oldest_due=None)]:
        position.oldest_due += shift
        position.save(update_fields=["oldest_due"])
    Loan.objects.filter(pk=loan_id).update(disbursed_on=loan.disbursed_on + shift)
