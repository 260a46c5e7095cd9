"""The requests that have a query budget, and the count of their statements."""

from collections import Counter

from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.authorization.roles import Role
from loans.models import Loan
from reports.registry import REPORTS
from tests.api_payments import (
    count_till,
    deposit,
    fund_till,
    idempotency_headers,
    open_account,
    receive_cash,
    reverse,
    transfer,
    withdraw,
)
from tests.browsers import LocalBrowser
from tests.confirmed_requests import confirm, confirmed, create, send, transfer_call
from tests.contract.factor_values import login_step_values
from tests.hashers import PASSWORD
from tests.loan_factories import create_loan
from tests.second_factors import code_at, give_totp, send_factor, send_passkey
from transactions.models import DailyTransfers
from users.models import User

WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE")


def cost(call):
    """Counts what a call runs: `{"statements", "writes", "transactions"}`; transaction control is not a statement.

    The call runs inside the test's transaction, so each of its transactions is an outermost savepoint.
    """
    with CaptureQueriesContext(connection) as captured:
        call()
    spent, depth = Counter(statements=0, writes=0, transactions=0), 0
    for query in captured:
        words = query["sql"].upper().split()
        if words[0] == "SAVEPOINT":
            spent["transactions"] += depth == 0
            depth += 1
        elif words[0] in {"RELEASE", "ROLLBACK"}:
            depth -= words[0] == "RELEASE"
        else:
            assert words[0] in {"SELECT", *WRITES}, query["sql"]
            spent["statements"] += 1
            spent["writes"] += words[0] in WRITES
    return dict(spent)


def ok(response, status=200):
    assert response.status_code == status, response.content


def first_login(browser, person):
    return lambda: ok(browser.log_in(person.email))


def second_login(browser, person):
    ok(browser.log_in(person.email))
    return lambda: ok(browser.log_in(person.email))


def login_on_known_browser(browser, person):
    for _ in range(2):
        ok(browser.log_in(person.email))
    return lambda: ok(browser.log_in(person.email))


def login_on_second_browser(browser, person):
    ok(browser.log_in(person.email))
    return lambda: ok(LocalBrowser().log_in(person.email))


def login_that_asks_for_a_factor(browser, person):
    """The first step of a login with an authenticator, on a known browser."""
    for _ in range(2):
        ok(browser.log_in(person.email))
    give_totp(person)
    return lambda: ok(browser.log_in(person.email))


def login_with_a_code(browser, person):
    """The second step, on a known browser."""
    login_that_asks_for_a_factor(browser, person)
    secret = give_totp(person)
    due = browser.log_in(person.email).json()["factor_required"]
    return lambda: ok(send_factor(browser, due["challenge"], code=code_at(secret)))


def login_with_a_passkey(browser, person):
    """A passkey alone, on a known browser."""
    for _ in range(2):
        ok(browser.log_in(person.email))
    values = login_step_values("passkey_login", person)
    return lambda: ok(send_passkey(browser, **values))


def wrong_password(browser, person):
    return lambda: ok(browser.log_in(person.email, "wrong"), 401)


def refresh(browser, person):
    ok(browser.log_in(person.email))
    return lambda: ok(browser.rotate())


def log_out(browser, person):
    ok(browser.log_in(person.email))
    return lambda: ok(browser.log_out(), 204)


def sign_in_with_accounts(browser, person):
    """Signs staff in; opens a funded account of one member and an empty account of another."""
    ok(browser.log_in(person.email))
    owners = [User.objects.create_user(f"holder-{n}@example.com", PASSWORD, full_name="Holder") for n in range(2)]
    numbers = [open_account(browser, owner.pk) for owner in owners]
    ok(deposit(browser, numbers[0], "100.00"), 201)
    return numbers, owners


def cash_deposit(browser, person):
    numbers, _ = sign_in_with_accounts(browser, person)
    return lambda: ok(deposit(browser, numbers[0], "1.00"), 201)


def cash_withdrawal(browser, person):
    numbers, _ = sign_in_with_accounts(browser, person)
    return lambda: ok(withdraw(browser, numbers[0], "1.00"), 201)


def cash_count(browser, person):
    """A count with a difference, which is booked."""
    sign_in_with_accounts(browser, person)
    return lambda: ok(count_till(browser, person.pk, "99.00"), 201)


def till_funding(browser, person):
    sign_in_with_accounts(browser, person)
    ok(receive_cash(browser, "100.00"), 201)
    return lambda: ok(fund_till(browser, person.pk, "1.00"), 201)


def deposit_reversal(browser, person):
    numbers, _ = sign_in_with_accounts(browser, person)
    posted = deposit(browser, numbers[0], "1.00").json()["id"]
    return lambda: ok(reverse(browser, posted), 201)


def first_transfer_to_a_payee(browser, person):
    """A member's transfer to an account that the member has not paid before: with a mail."""
    numbers, owners = sign_in_with_accounts(browser, person)
    member_client = LocalBrowser()
    ok(member_client.log_in(owners[0].email))
    return lambda: ok(transfer(member_client, *numbers, "1.00"), 201)


def member_transfer(browser, person):
    """A member's second transfer to an account, the first of the day."""
    numbers, owners = sign_in_with_accounts(browser, person)
    member_client = LocalBrowser()
    ok(member_client.log_in(owners[0].email))
    ok(transfer(member_client, *numbers, "1.00"), 201)
    DailyTransfers.objects.all().delete()
    return lambda: ok(transfer(member_client, *numbers, "1.00"), 201)


def client_with_a_factor(browser, person):
    """A client of a member who has an authenticator, its secret, and a first transfer of the member's."""
    numbers, owners = sign_in_with_accounts(browser, person)
    member_client = LocalBrowser()
    ok(member_client.log_in(owners[0].email))
    return member_client, give_totp(owners[0]), transfer_call(*numbers, "1.00")


def confirmation_creation(browser, person):
    client, _, call = client_with_a_factor(browser, person)
    return lambda: ok(create(client, call), 201)


def confirmation_by_a_code(browser, person):
    client, secret, call = client_with_a_factor(browser, person)
    confirmation = create(client, call).json()["id"]
    return lambda: ok(confirm(client, confirmation, code=code_at(secret)), 204)


def unconfirmed_transfer(browser, person):
    client, _, call = client_with_a_factor(browser, person)
    return lambda: ok(send(client, call), 401)


def confirmed_transfer(browser, person):
    """As the first transfer to a payee, with the use of the confirmation and its audit row."""
    client, secret, call = client_with_a_factor(browser, person)
    confirmation = confirmed(client, call, secret)
    return lambda: ok(send(client, call, confirmation), 201)


def refused_transfer(browser, person):
    numbers, owners = sign_in_with_accounts(browser, person)
    member_client = LocalBrowser()
    ok(member_client.log_in(owners[0].email))
    return lambda: ok(transfer(member_client, *numbers, "1000.00"), 422)


def replayed_transfer(browser, person):
    numbers, _ = sign_in_with_accounts(browser, person)
    ok(transfer(browser, *numbers, "1.00", key="again"), 201)
    return lambda: ok(transfer(browser, *numbers, "1.00", key="again"), 201)


def reversal(browser, person):
    numbers, _ = sign_in_with_accounts(browser, person)
    posted = transfer(browser, *numbers, "1.00").json()["id"]
    return lambda: ok(reverse(browser, posted), 201)


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


def second_read(browser, path):
    """The second read by staff within an hour: only the first read is recorded."""
    ok(browser.get(path))
    return lambda: ok(browser.get(path))


def first_balance(browser, person):
    numbers, _ = sign_in_with_accounts(browser, person)
    return lambda: ok(browser.get(f"/api/accounts/{numbers[0]}/"))


def refused_by_role(browser, person):
    _, owners = sign_in_with_accounts(browser, person)
    member_client = LocalBrowser()
    ok(member_client.log_in(owners[0].email))
    return lambda: ok(member_client.get("/api/users/"), 403)


def create_member_loan(browser, person, status):
    """A member's loan in this state, and the number of the account that pays it."""
    numbers, owners = sign_in_with_accounts(browser, person)
    return create_loan(owners[0], numbers[0], status, decided_by=person, paid_out_by=person), numbers[0]


def loan_disbursement(browser, person):
    loan, _ = create_member_loan(browser, person, "approved")
    Loan.objects.filter(pk=loan.pk).update(decided_by=loan.borrower)  # not the person who disburses it
    return lambda: ok(browser.post(f"/api/loans/{loan.pk}/disburse/", headers=idempotency_headers()), 201)


def loan_repayment(browser, person):
    loan, _ = create_member_loan(browser, person, "active")
    return lambda: ok(
        browser.post(f"/api/loans/{loan.pk}/repay/", {"amount": "10.00"}, headers=idempotency_headers()), 201
    )


def loan_repayment_from_account(browser, person):
    """A member repays from the account of the loan."""
    loan, _ = create_member_loan(browser, person, "active")
    member_client = LocalBrowser()
    ok(member_client.log_in(loan.borrower.email))
    return lambda: ok(
        member_client.post(f"/api/loans/{loan.pk}/repay/", {"amount": "10.00"}, headers=idempotency_headers()), 201
    )


def loan_settlement(browser, person):
    loan, _ = create_member_loan(browser, person, "active")
    return lambda: ok(browser.post(f"/api/loans/{loan.pk}/settle/", headers=idempotency_headers()), 201)


def get_loan(tail):
    def prepare(browser, person):
        loan, _ = create_member_loan(browser, person, "active")
        ok(browser.post(f"/api/loans/{loan.pk}/repay/", {"amount": "10.00"}, headers=idempotency_headers()), 201)
        return second_read(browser, f"/api/loans/{loan.pk}/{tail}")

    return prepare


def member_payee(browser, person):
    numbers, owners = sign_in_with_accounts(browser, person)
    member_client = LocalBrowser()
    ok(member_client.log_in(owners[0].email))
    path = f"/api/accounts/{numbers[1]}/payee/"
    ok(member_client.get(path))
    return lambda: ok(member_client.get(path))


def get_after_transfer(path):
    """A read by a member who has made a transfer."""

    def prepare(browser, person):
        numbers, owners = sign_in_with_accounts(browser, person)
        member_client = LocalBrowser()
        ok(member_client.log_in(owners[0].email))
        ok(transfer(member_client, *numbers, "1.00"), 201)
        return lambda: ok(member_client.get(path))

    return prepare


def get_with_loans(path):
    def prepare(browser, person):
        create_member_loan(browser, person, "active")
        return second_read(browser, path)

    return prepare


def member_dashboard(browser, person):
    loan, _ = create_member_loan(browser, person, "active")
    member_client = LocalBrowser()
    ok(member_client.log_in(loan.borrower.email))
    return lambda: ok(member_client.get("/api/dashboard/"))


def cashier_dashboard(browser, person):
    create_member_loan(browser, person, "approved")
    User.objects.filter(pk=person.pk).update(role=Role.CASHIER)
    return second_read(browser, "/api/dashboard/")


def get(path):
    def prepare(browser, person):
        ok(browser.log_in(person.email))
        return second_read(browser, path)

    return prepare


CALLS = {
    "first login on a new browser": first_login,
    "login again on the same browser": second_login,
    "login on a known browser": login_on_known_browser,
    "login on a second browser": login_on_second_browser,
    "login that asks for a factor": login_that_asks_for_a_factor,
    "login with a code": login_with_a_code,
    "login with a passkey": login_with_a_passkey,
    "factors": get("/api/users/factors/"),
    "creation of a confirmation": confirmation_creation,
    "confirmation by a code": confirmation_by_a_code,
    "transfer that asks for a confirmation": unconfirmed_transfer,
    "confirmed first transfer to a payee": confirmed_transfer,
    "wrong password": wrong_password,
    "refresh": refresh,
    "logout": log_out,
    "auth check": get("/api/users/auth/check/"),
    "sessions list": get("/api/sessions/"),
    "browsers list": get("/api/users/browsers/"),
    "public configuration": get("/api/config/"),
    "people list": get("/api/users/"),
    "audit list": get("/api/audit/events/"),
    "deposit": cash_deposit,
    "withdrawal": cash_withdrawal,
    "till that is counted": cash_count,
    "till that is funded": till_funding,
    "tills list": get("/api/tills/"),
    "transfer": member_transfer,
    "transfer to a new payee": first_transfer_to_a_payee,
    "transfer that is refused": refused_transfer,
    "transfer that is replayed": replayed_transfer,
    "reversal": reversal,
    "reversal of a deposit": deposit_reversal,
    "accounts list": get("/api/accounts/"),
    "balance": get_account(""),
    "balance that staff read for the first time in an hour": first_balance,
    "request that the role may not make": refused_by_role,
    "entries list": get_account("entries/"),
    "statement": get_account("statement/"),
    "payee that staff look up": get_account("payee/"),
    "payee that a member looks up": member_payee,
    "transactions list": get("/api/transactions/"),
    "receipt": get_receipt(""),
    "receipt as PDF": get_receipt("?format=pdf"),
    "payees list": get_after_transfer("/api/transactions/payees/"),
    "limits of a member": get_after_transfer("/api/transactions/limits/"),
    "loan disbursement": loan_disbursement,
    "loan repayment": loan_repayment,
    "loan repayment from an account": loan_repayment_from_account,
    "loan settlement": loan_settlement,
    "loan": get_loan(""),
    "loan schedule": get_loan("schedule/"),
    "loan payoff": get_loan("payoff/"),
    "loan payments list": get_loan("payments/"),
    "loans list": get_with_loans("/api/loans/"),
    "loan products list": get_with_loans("/api/loans/products/"),
    "dashboard of a member": member_dashboard,
    "dashboard of a cashier": cashier_dashboard,
    "dashboard of a manager": get_with_loans("/api/dashboard/"),
    **{f"report {name}": get_with_loans(f"/api/reports/{name}/") for name in REPORTS},
}
