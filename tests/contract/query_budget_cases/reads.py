"""Reads of lists, details, dashboards and reports."""

from core.authorization.roles import Role
from tests.api_payments import idempotency_headers, transfer
from tests.contract.query_budget_cases.cost import ok
from tests.contract.query_budget_cases.loans import create_member_loan
from tests.contract.query_budget_cases.payments import sign_in_with_accounts
from tests.contract.query_budget_cases.sign_in import sign_in
from users.models import User


def second_read(browser, path):
    """The second read by staff within an hour: only the first read is recorded."""
    ok(browser.get(path))
    return lambda: ok(browser.get(path))


def get(path):
    def prepare(browser, person):
        ok(browser.log_in(person.email))
        return second_read(browser, path)

    return prepare


def get_account(tail):
    def prepare(browser, person):
        numbers, _ = sign_in_with_accounts(browser, person)
        return second_read(browser, f"/api/accounts/{numbers[0]}/{tail}")

    return prepare


def get_receipt(query):
    def prepare(browser, person):
        numbers, _ = sign_in_with_accounts(browser, person)
        posted = transfer(browser, *numbers, "1.00").json()["id"]
        return second_read(browser, f"/api/transactions/{posted}/receipt/{query}")

    return prepare


def get_loan(tail):
    def prepare(browser, person):
        loan, _ = create_member_loan(browser, person, "active")
        ok(browser.post(f"/api/loans/{loan.pk}/repay/", {"amount": "10.00"}, headers=idempotency_headers()), 201)
        return second_read(browser, f"/api/loans/{loan.pk}/{tail}")

    return prepare


def get_with_loans(path):
    def prepare(browser, person):
        create_member_loan(browser, person, "active")
        return second_read(browser, path)

    return prepare


def get_after_transfer(path):
    """A read by a member who has made a transfer."""

    def prepare(browser, person):
        numbers, owners = sign_in_with_accounts(browser, person)
        member_client = sign_in(owners[0])
        ok(transfer(member_client, *numbers, "1.00"), 201)
        return lambda: ok(member_client.get(path))

    return prepare


def first_balance(browser, person):
    numbers, _ = sign_in_with_accounts(browser, person)
    return lambda: ok(browser.get(f"/api/accounts/{numbers[0]}/"))


def refused_by_role(browser, person):
    _, owners = sign_in_with_accounts(browser, person)
    member_client = sign_in(owners[0])
    return lambda: ok(member_client.get("/api/users/"), 403)


def member_payee(browser, person):
    numbers, owners = sign_in_with_accounts(browser, person)
    member_client = sign_in(owners[0])
    path = f"/api/accounts/{numbers[1]}/payee/"
    ok(member_client.get(path))
    return lambda: ok(member_client.get(path))


def member_dashboard(browser, person):
    loan, _ = create_member_loan(browser, person, "active")
    member_client = sign_in(loan.borrower)
    return lambda: ok(member_client.get("/api/dashboard/"))


def cashier_dashboard(browser, person):
    create_member_loan(browser, person, "approved")
    User.objects.filter(pk=person.pk).update(role=Role.CASHIER)
    return second_read(browser, "/api/dashboard/")
