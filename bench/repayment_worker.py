"""One side of bench.repayments: it runs with the code of the working directory, of this release or an earlier one.

It reads `repay` or `count` from standard input, makes one repayment of a member over the API, in process, and answers
with the status, or with the number of statements.
"""

import itertools
import sys

from bench import wsgi  # noqa: F401 (first: it sets Django up)

# isort: split
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from users.models import User

LOANS, PASSWORD = 40, "correct horse battery 7"
PRODUCT = {
    "name": "Household", "annual_rate": "12", "method": "declining_balance", "min_amount": "100", "max_amount": "9000",
    "min_term_months": 1, "max_term_months": 60,
}  # fmt: skip
_keys = itertools.count()


class Person:
    """A user who is signed in."""

    def __init__(self, role: str) -> None:
        email = f"{role}@example.com"
        self.user = User.objects.create_user(email, PASSWORD, full_name=role.title(), role=role)
        self.client, self.token = Client(SERVER_NAME="localhost"), ""
        self.token = self.post("users/login/", {"email": email, "password": PASSWORD})["access"]

    def post(self, path: str, body: dict[str, object] | None = None) -> dict[str, str]:
        """A request that must succeed."""
        headers = {"Idempotency-Key": f"key-{next(_keys)}", "User-Agent": "bench"}
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        response = self.client.post(f"/api/{path}", body or {}, content_type="application/json", headers=headers)
        assert response.status_code < 300, response.content
        body_of_response: dict[str, str] = response.json()
        return body_of_response


def _open_loans(member: Person, cashier: Person, manager: Person) -> list[str]:
    """Loans of 1,200.00 over twelve months, disbursed to the account that pays them; returns their ids."""
    account = cashier.post("accounts/", {"owner": member.user.pk, "type": "savings"})["number"]
    product = manager.post("loans/products/", PRODUCT)["id"]
    body = {"product": product, "amount": "1200", "term_months": 12, "purpose": "bench", "account": account}
    loans = []
    for _ in range(LOANS):
        loan = member.post("loans/", body)["id"]
        manager.post(f"loans/{loan}/approve/")
        cashier.post(f"loans/{loan}/disburse/")
        loans.append(loan)
    return loans


def _serve() -> None:
    member, cashier, manager = (Person(role) for role in ("member", "cashier", "manager"))
    loans = itertools.cycle(_open_loans(member, cashier, manager))
    answers, sys.stdout = sys.stdout, sys.stderr
    for line in sys.stdin:
        path = f"loans/{next(loans)}/repay/"
        if line.strip() == "count":
            with CaptureQueriesContext(connection) as captured:
                member.post(path, {"amount": "10.00"})
            words = [query["sql"].split()[0].upper() for query in captured]
            answer = str(sum(word not in {"SAVEPOINT", "RELEASE", "BEGIN", "COMMIT"} for word in words))
        else:
            member.post(path, {"amount": "10.00"})
            answer = "201"
        answers.write(f"{answer}\n")
        answers.flush()


if __name__ == "__main__":
    name = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        _serve()
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)
