"""The calls that have a budget, and what a call costs in statements."""

from collections import Counter

from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.browsers import LocalBrowser

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


def ok(answer, status=200):
    assert answer.status_code == status, answer.content


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


def get(path):
    def prepare(browser, person):
        ok(browser.log_in(person.email))
        return lambda: ok(browser.get(path))

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
}
