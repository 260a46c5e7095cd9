"""The calls that have a budget, and what a call costs in statements."""

from collections import Counter

from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.authorization.roles import Role
from reports.registry import REPORTS
from tests.api_payments import deposit, idempotency_headers, open_account, reverse, transfer, withdraw
from tests.browsers import LocalBrowser
from tests.hashers import PASSWORD
from tests.loan_factories import create_loan
from users.models import User

WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE")


def cost(call):
    """What a call costs: `{"statements", "writes", "transactions"}`, the control of transactions not counted.

    The test's own transaction is around it, so each transaction of the call is an outermost savepoint here.
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


def on_second_browser(browser, person):
    ok(browser.log_in(person.email))
    return lambda: ok(LocalBrowser().log_in(person.email))


def wrong_login(browser, person):
    return lambda: ok(browser.log_in(person.email, "wrong"), 401)


def refresh(browser, person):
    ok(browser.log_in(person.email))
    return lambda: ok(browser.rotate())


def log_out(browser, person):
    ok(browser.log_in(person.email))
    return lambda: ok(browser.log_out(), 204)


def at_the_counter(browser, person):
    """Signs staff in; a member's account with money on it, and another member's."""
    ok(browser.log_in(person.email))
    owners = [User.objects.create_user(f"holder-{n}@example.com", PASSWORD, full_name="Holder") for n in range(2)]
    numbers = [open_account(browser, owner.pk) for owner in owners]
    ok(deposit(browser, numbers[0], "100.00"), 201)
    return numbers, owners


def a_deposit(browser, person):
    numbers, _ = at_the_counter(browser, person)
    return lambda: ok(deposit(browser, numbers[0], "1.00"), 201)


def a_withdrawal(browser, person):
    numbers, _ = at_the_counter(browser, person)
    return lambda: ok(withdraw(browser, numbers[0], "1.00"), 201)


def a_transfer(browser, person):
    """By a member: the first of the day."""
    numbers, owners = at_the_counter(browser, person)
    theirs = LocalBrowser()
    ok(theirs.log_in(owners[0].email))
    return lambda: ok(transfer(theirs, *numbers, "1.00"), 201)


def a_refused_transfer(browser, person):
    numbers, owners = at_the_counter(browser, person)
    theirs = LocalBrowser()
    ok(theirs.log_in(owners[0].email))
    return lambda: ok(transfer(theirs, *numbers, "1000.00"), 422)


def a_replay(browser, person):
    numbers, _ = at_the_counter(browser, person)
    ok(transfer(browser, *numbers, "1.00", key="again"), 201)
    return lambda: ok(transfer(browser, *numbers, "1.00", key="again"), 201)


def a_reversal(browser, person):
    numbers, _ = at_the_counter(browser, person)
    posted = transfer(browser, *numbers, "1.00").json()["id"]
    return lambda: ok(reverse(browser, posted), 201)


def of_an_account(tail):
    def prepare(browser, person):
        numbers, _ = at_the_counter(browser, person)
        return read_again(browser, f"/api/accounts/{numbers[0]}/{tail}")

    return prepare


def read_again(browser, path):
    """Staff read it for the second time within the hour; the first time is recorded."""
    ok(browser.get(path))
    return lambda: ok(browser.get(path))


def first_balance(browser, person):
    numbers, _ = at_the_counter(browser, person)
    return lambda: ok(browser.get(f"/api/accounts/{numbers[0]}/"))


def refused_by_role(browser, person):
    _, owners = at_the_counter(browser, person)
    theirs = LocalBrowser()
    ok(theirs.log_in(owners[0].email))
    return lambda: ok(theirs.get("/api/users/"), 403)


def with_a_loan(browser, person, status):
    """A member's loan, in this state; with the account that pays it."""
    numbers, owners = at_the_counter(browser, person)
    return create_loan(owners[0], numbers[0], status, decided_by=person, paid_out_by=person), numbers[0]


def a_disbursement(browser, person):
    loan, _ = with_a_loan(browser, person, "approved")
    return lambda: ok(browser.post(f"/api/loans/{loan.pk}/disburse/", headers=idempotency_headers()), 201)


def a_repayment(browser, person):
    loan, _ = with_a_loan(browser, person, "active")
    return lambda: ok(
        browser.post(f"/api/loans/{loan.pk}/repay/", {"amount": "10.00"}, headers=idempotency_headers()), 201
    )


def with_loans(path):
    def prepare(browser, person):
        with_a_loan(browser, person, "active")
        return read_again(browser, path)

    return prepare


def the_members_dashboard(browser, person):
    loan, _ = with_a_loan(browser, person, "active")
    theirs = LocalBrowser()
    ok(theirs.log_in(loan.borrower.email))
    return lambda: ok(theirs.get("/api/dashboard/"))


def the_cashiers_dashboard(browser, person):
    with_a_loan(browser, person, "approved")
    User.objects.filter(pk=person.pk).update(role=Role.CASHIER)
    return read_again(browser, "/api/dashboard/")


def get(path):
    def prepare(browser, person):
        ok(browser.log_in(person.email))
        return read_again(browser, path)

    return prepare


CALLS = {
    "first login on a new browser": first_login,
    "login again on the same browser": second_login,
    "login on a second browser": on_second_browser,
    "wrong password": wrong_login,
    "refresh": refresh,
    "logout": log_out,
    "auth check": get("/api/users/auth/check/"),
    "sessions list": get("/api/sessions/"),
    "people list": get("/api/users/"),
    "audit list": get("/api/audit/events/"),
    "deposit": a_deposit,
    "withdrawal": a_withdrawal,
    "transfer": a_transfer,
    "transfer that is refused": a_refused_transfer,
    "transfer that is replayed": a_replay,
    "reversal": a_reversal,
    "accounts list": get("/api/accounts/"),
    "balance": of_an_account(""),
    "balance that staff read for the first time in an hour": first_balance,
    "request that the role may not make": refused_by_role,
    "entries list": of_an_account("entries/"),
    "statement": of_an_account("statement/"),
    "transactions list": get("/api/transactions/"),
    "loan disbursement": a_disbursement,
    "loan repayment": a_repayment,
    "loans list": with_loans("/api/loans/"),
    "loan products list": with_loans("/api/loans/products/"),
    "dashboard of a member": the_members_dashboard,
    "dashboard of a cashier": the_cashiers_dashboard,
    "dashboard of a manager": with_loans("/api/dashboard/"),
    **{f"report {name}": with_loans(f"/api/reports/{name}/") for name in REPORTS},
}
