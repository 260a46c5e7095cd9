"""One side of bench.lists: it runs with the code of the working directory, of this release or an earlier one.

It reads `names`, or a name and a number of calls, from standard input, and answers with the names of the lists, or with
the microseconds of a call: the elapsed ones and those of the processor.
"""

import itertools
import sys
import time
from collections.abc import Callable

from bench.wsgi import ours  # first: it sets Django up

# isort: split
from django.db import connection
from django.test import Client

from bench.in_process import call_of
from users.models import User

PASSWORD, ROWS, LOANS = "correct horse battery 7", 55, 10
PRODUCT = {
    "name": "Household", "annual_rate": "12", "method": "declining_balance", "min_amount": "100", "max_amount": "9000",
    "min_term_months": 1, "max_term_months": 60,
}  # fmt: skip
_keys = itertools.count()


class Person:
    """A user who is signed in."""

    def __init__(self, role: str, name: str) -> None:
        email = f"{name}@example.com"
        self.user = User.objects.create_user(email, PASSWORD, full_name=name.title(), role=role)
        self.client, self.headers = Client(SERVER_NAME="localhost"), {"User-Agent": "bench"}
        token = self.post("users/login/", {"email": email, "password": PASSWORD})["access"]
        cookies = "; ".join(f"{name}={cookie.value}" for name, cookie in self.client.cookies.items())
        self.headers |= {"Authorization": f"Bearer {token}", "Cookie": cookies}

    def post(self, path: str, body: dict[str, object] | None = None) -> dict[str, str]:
        """A request that must succeed."""
        headers = self.headers | {"Idempotency-Key": f"key-{next(_keys)}"}
        response = self.client.post(f"/api/{path}", body or {}, content_type="application/json", headers=headers)
        assert response.status_code < 300, response.content
        body_of_response: dict[str, str] = response.json()
        return body_of_response

    def reads(self, path: str) -> Callable[[], object]:
        """A function that reads a path."""
        return call_of(ours, f"/api/{path}", self.headers)


def _lists() -> dict[str, Callable[[], object]]:
    """The reads that are measured, each of a full page except the first."""
    member, other, cashier, manager = (
        Person(role, name)
        for role, name in [("member", "mary"), ("member", "otto"), ("cashier", "carl"), ("manager", "mona")]
    )
    people = [User(email=f"p{n}@example.com", full_name=f"Person {n}", role="member") for n in range(ROWS)]
    User.objects.bulk_create(people)
    owners = [member.user.pk, other.user.pk, *User.objects.filter(email__startswith="p").values_list("pk", flat=True)]
    numbers = [cashier.post("accounts/", {"owner": owner, "type": "savings"})["number"] for owner in owners]
    source, target = numbers[:2]
    cashier.post("transactions/deposit/", {"account": source, "amount": "5000.00"})
    for number in range(ROWS):
        body = {"from_account": source, "to_account": target, "amount": "1.50", "description": f"Payment {number}"}
        member.post("transactions/transfer/", body)
    product = manager.post("loans/products/", PRODUCT)["id"]
    for _ in range(LOANS):
        body = {"product": product, "amount": "1200", "term_months": 12, "purpose": "bench", "account": source}
        loan = member.post("loans/", body)["id"]
        manager.post(f"loans/{loan}/approve/")
        cashier.post(f"loans/{loan}/disburse/")
    return {
        "one-account": member.reads("accounts/"),
        "accounts": manager.reads("accounts/"),
        "entries": other.reads(f"accounts/{target}/entries/"),
        "transactions": other.reads("transactions/"),
        "transactions-of-all": manager.reads("transactions/"),
        "loans": member.reads("loans/"),
        "users": manager.reads("users/"),
        "audit-events": manager.reads("audit/events/"),
        "check": member.reads("users/auth/check/"),
    }


def _serve() -> None:
    lists = _lists()
    answers, sys.stdout = sys.stdout, sys.stderr
    for line in sys.stdin:
        name, _, size = line.strip().partition(" ")
        answer = " ".join(lists) if name == "names" else _time(lists[name], int(size))
        answers.write(f"{answer}\n")
        answers.flush()


def _time(call: Callable[[], object], size: int) -> str:
    start, processor = time.perf_counter(), time.thread_time()
    for _ in range(size):
        call()
    took = time.perf_counter() - start, time.thread_time() - processor
    return " ".join(f"{seconds / size * 1e6:.1f}" for seconds in took)


if __name__ == "__main__":
    database = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        _serve()
    finally:
        connection.creation.destroy_test_db(database, verbosity=0)
