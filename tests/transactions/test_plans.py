"""With many entries the database still uses an index, and every page makes as many queries as with few."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Account
from core.authorization.roles import Role
from demo.seed import seed
from tests.browsers import LocalBrowser
from tests.hashers import PASSWORD
from tests.transactions.ledger_assertions import forget

MANY = 10_000  # transactions; two entries each
pytestmark = pytest.mark.django_db(transaction=True)  # for MariaDB commits at ANALYZE TABLE
PAGES = {
    "entries": "/api/accounts/{number}/entries/",
    "statement": "/api/accounts/{number}/statement/?from={day}&to={day}",
    "balance": "/api/accounts/{number}/",
    "transactions": "/api/transactions/",
    "transactions of an account": "/api/transactions/?account={number}",
    "accounts": "/api/accounts/",
}
# From or to one of the member's accounts: two indexes, whose rows are merged and sorted. So these cost what the
# account's own history costs, not the bank's.
SORTED = {"transactions", "transactions of an account"}
LEDGER = re.compile(r"\b(entries|transactions|accounts)\b")


def plant(members, transactions):
    seed(members=members, transactions=transactions, seed=5, progress=lambda *_: None)


@pytest.fixture(autouse=True)
def _forgotten(transactional_db):
    yield
    forget()


def asked(account, page):
    """The statements about the ledger in the answer to the account's owner, and how many rows were shown."""
    account.owner.set_password(PASSWORD)
    account.owner.save()
    browser = LocalBrowser()
    assert browser.log_in(account.owner.email).status_code == 200
    path = PAGES[page].format(number=account.number, day=account.last_booked_at.date())
    with CaptureQueriesContext(connection) as queries:
        response = browser.get(path)
    assert response.status_code == 200, response.content
    body = response.json()
    rows = body.get("results", body.get("entries", [body]))
    return [q["sql"] for q in queries.captured_queries if LEDGER.search(q["sql"])], len(rows)


def busiest():
    return Account.objects.filter(owner__role=Role.MEMBER).order_by("-seq").select_related("owner").first()


@pytest.mark.slow
def test_with_20000_entries_no_page_reads_a_table_or_sorts_it():
    plant(20, MANY)
    account = busiest()
    if connection.vendor == "mysql":  # whose optimizer knows the table as it was some time ago
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE TABLE entries, transactions, accounts")
    for page in PAGES:
        statements, rows = asked(account, page)
        assert statements, page
        assert rows, page
        for sql in statements:
            check_plan(sql, may_sort=page in SORTED)
    for sql in (
        "SELECT * FROM entries WHERE amount = 5",
        "SELECT * FROM transactions ORDER BY description LIMIT 50",
        f"SELECT * FROM entries WHERE account_id = {account.pk} ORDER BY amount LIMIT 50",
    ):
        with pytest.raises(AssertionError):  # so the check can fail
            check_plan(sql)


def test_a_page_asks_as_many_questions_with_many_entries_as_with_few():
    plant(2, 40)
    few = busiest()
    plant(2, 2_000)
    many = busiest()
    assert many.seq > 10 * few.seq
    for page in PAGES:
        statements, _ = asked(few, page)
        assert len(asked(many, page)[0]) == len(statements) <= 3, page


def check_plan(sql, *, may_sort=False):
    """Every table is met by an index, in the order wanted; or is one of a handful of rows."""
    with connection.cursor() as cursor:
        if connection.vendor == "mysql":
            cursor.execute(f"EXPLAIN {sql}")
            names = [column[0] for column in cursor.description]
            for row in (dict(zip(names, values, strict=True)) for values in cursor.fetchall()):
                assert row["key"] or not row["table"] or int(row["rows"] or 0) < 100, row
                assert row["type"] not in {"ALL", "index"} or int(row["rows"] or 0) < 100, row
                assert may_sort or "filesort" not in (row["Extra"] or "") or int(row["rows"] or 0) < 100, row
        else:
            cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
            for *_, step in cursor.fetchall():
                assert not re.match(r"SCAN (entries|transactions|t\d+)\b(?! USING INDEX)", step, re.IGNORECASE), step
                assert may_sort or "USE TEMP B-TREE" not in step, step
