"""The count of the statements that a call runs."""

from collections import Counter

from django.db import connection
from django.test.utils import CaptureQueriesContext

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
