"""With many entries, reads of the ledger use indexes and run the same number of queries as with few."""

import re
from base64 import b64encode
from datetime import timedelta
from urllib.parse import quote

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Account
from core.authorization.roles import Role
from demo.seed import seed
from tests.browsers import LocalBrowser
from tests.hashers import PASSWORD
from tests.transactions.ledger_assertions import empty_insert_only_tables
from transactions import lists
from transactions.ledger.cash import cash_held
from transactions.models import BalanceSnapshot, Entry

TRANSACTIONS = 10_000  # with two entries each
pytestmark = pytest.mark.django_db(transaction=True)  # MariaDB commits at ANALYZE TABLE
PAGES = {
    "entries": "/api/accounts/{number}/entries/",
    "entries of a period": "/api/accounts/{number}/entries/?from={day}&to={day}",
    "entries by all filters": "/api/accounts/{number}/entries/"
    "?from={day}&to={day}&direction=credit&min_amount=0.01&max_amount=999999&search={search}",
    "statement": "/api/accounts/{number}/statement/?from={day}&to={day}",
    "balance": "/api/accounts/{number}/",
    "half-way page of entries": "/api/accounts/{number}/entries/?cursor={half_way_seq}",
    "half-way page of entries, backwards": "/api/accounts/{number}/entries/?cursor={half_way_seq_back}",
    "transactions": "/api/transactions/",
    "transactions of an account": "/api/transactions/?account={number}",
    "half-way page of an account's transactions": "/api/transactions/?account={number}&cursor={half_way_id}",
    "transactions of an account in a period": "/api/transactions/?account={number}&from={day}&to={day}",
    "transactions of an account by text": "/api/transactions/?account={number}&search={search}",
    "dashboard": "/api/dashboard/",
    "payees": "/api/transactions/payees/",
    "accounts": "/api/accounts/",
}
# Payees are grouped: their cost depends on the history of the member's accounts, not on all transactions. The dashboard
# sorts the ten newest entries of each account.
SORTED = {"dashboard", "payees"}
LEDGER = re.compile(r"\b(entries|transactions|accounts)\b")


def load_seed(members, transactions):
    seed(members=members, transactions=transactions, seed=5, progress=lambda *_: None)


@pytest.fixture(autouse=True)
def _empty_ledger(transactional_db):
    yield
    empty_insert_only_tables()


def ledger_statements(account, page):
    """The ledger statements of a request by the account's owner, and the number of rows in the response."""
    account.owner.set_password(PASSWORD)
    account.owner.save()
    browser = LocalBrowser()
    assert browser.log_in(account.owner.email).status_code == 200
    search = Entry.objects.filter(account=account, direction="credit").latest("seq").transaction.description[:2]
    half_way = Entry.objects.get(account=account, seq=account.seq // 2)
    path = PAGES[page].format(
        number=account.number,
        day=account.last_booked_at.date(),
        search=search,
        half_way_seq=cursor_at(half_way.seq),
        half_way_seq_back=cursor_at(half_way.seq, back=True),
        half_way_id=cursor_at(half_way.transaction_id),
    )
    with CaptureQueriesContext(connection) as queries:
        response = browser.get(path)
    assert response.status_code == 200, response.content
    body = response.json()
    rows = body.get("results", body.get("entries", [body]))
    return [q["sql"] for q in queries.captured_queries if LEDGER.search(q["sql"])], len(rows)


def cursor_at(position, *, back=False):
    """The cursor of the page after the row with this key."""
    return quote(b64encode(f"{'r=1&' if back else ''}p={position}".encode()))


def busiest_account():
    return Account.objects.filter(owner__role=Role.MEMBER).order_by("-seq").select_related("owner").first()


@pytest.mark.slow
def test_reads_of_20000_entries_neither_scan_nor_sort_a_table():
    load_seed(20, TRANSACTIONS)
    account = busiest_account()
    if connection.vendor == "mysql":  # the optimizer's statistics may be outdated
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE TABLE entries, transactions, accounts")
    for page in PAGES:
        statements, rows = ledger_statements(account, page)
        assert statements, page
        assert rows, page
        for sql in statements:
            check_plan(sql, may_sort=page in SORTED)
    for sql in (
        "SELECT * FROM entries WHERE amount = 5",
        "SELECT * FROM transactions ORDER BY description LIMIT 50",
        f"SELECT * FROM entries WHERE account_id = {account.pk} ORDER BY amount LIMIT 50",
    ):
        with pytest.raises(AssertionError):  # proves that the check can fail
            check_plan(sql)


@pytest.mark.slow
def test_entries_of_a_period_are_read_as_one_range_of_the_index_that_sorts_them():
    load_seed(2, 2_000)
    account = busiest_account()
    *_, sql = ledger_statements(account, "entries of a period")[0]
    with connection.cursor() as cursor:
        if connection.vendor == "mysql":
            cursor.execute("ANALYZE TABLE entries, transactions, accounts")
            cursor.execute(f"EXPLAIN {sql}")
            names = [column[0] for column in cursor.description]
            plan = [dict(zip(names, values, strict=True)) for values in cursor.fetchall()]
            assert [(row["type"], row["key"]) for row in plan if row["table"] == "entries"] == [
                ("range", "entry_account_seq")
            ]
        else:
            cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
            steps = [step for *_, step in cursor.fetchall()]
            assert any("entries USING INDEX" in step and "(account_id=? AND seq>? AND seq<?)" in step for step in steps)


@pytest.mark.slow
def test_cash_of_a_till_is_summed_over_the_entries_since_its_snapshot_alone():
    load_seed(2, 5_000)
    till = Account.objects.get(type="till")
    latest = Entry.objects.filter(account=till).latest("booked_at").booked_at
    BalanceSnapshot.objects.create(account=till, before=latest - timedelta(days=1), balance=-(10**12))
    with CaptureQueriesContext(connection) as queries:
        assert cash_held(till) > 0
    (sql,) = (query["sql"] for query in queries.captured_queries)
    with connection.cursor() as cursor:
        if connection.vendor == "mysql":
            cursor.execute("ANALYZE TABLE entries, balance_snapshots")
            cursor.execute(f"EXPLAIN {sql}")
            names = [column[0] for column in cursor.description]
            plan = [dict(zip(names, values, strict=True)) for values in cursor.fetchall()]
            (step,) = (row for row in plan if row["table"] == "e")
            assert (step["type"], step["key"]) == ("range", "entry_account_booked")
            assert int(step["rows"]) < 100
        else:
            cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
            steps = [step for *_, step in cursor.fetchall()]
            assert any(
                "SEARCH e USING INDEX entry_account_booked (account_id=? AND booked_at>?)" in step for step in steps
            ), steps


BOUNDED = [
    page for page in PAGES if "entries" in page or page == "dashboard" or ("account" in page and page != "accounts")
]


@pytest.mark.slow
def test_pages_of_an_account_with_half_of_all_entries_read_a_bounded_range(monkeypatch):
    monkeypatch.setattr(lists, "MAX_ENTRIES_READ", 500)  # so that a search reads a part of the history
    load_seed(1, 5_000)  # one account and the till
    account = busiest_account()
    assert account.seq == 5_000 == Entry.objects.count() / 2
    if connection.vendor == "mysql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE TABLE entries, transactions, accounts")
    for page in BOUNDED:
        statements, _ = ledger_statements(account, page)
        filtered = "filters" in page or "text" in page or "period" in page
        for sql in statements:
            check_range(sql, 500 if filtered else 60)
        check_plan(statements[-1], may_sort=page in SORTED)
    with pytest.raises(AssertionError):  # proves that the check can fail
        check_range(f"SELECT * FROM entries WHERE account_id = {account.pk} AND seq < 2500 ORDER BY seq DESC", 60)


def check_range(sql, most):
    """Checks that entries are read by a range of `seq` with two bounds, or by look-ups; `most` rows on MariaDB."""
    with connection.cursor() as cursor:
        if connection.vendor == "mysql":
            cursor.execute(f"EXPLAIN {sql}")
            names = [column[0] for column in cursor.description]
            for row in (dict(zip(names, values, strict=True)) for values in cursor.fetchall()):
                kind, rows = (row["type"] or "").partition("|filter")[0], int((row["rows"] or "0").split()[0])
                if kind == "range":
                    assert row["key"].split("|")[0] == "entry_account_seq", row
                    assert rows <= most, row
                else:
                    assert kind in {"", "const", "eq_ref", "ref"}, row
                    assert rows <= 10, row
        else:
            cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
            for *_, step in cursor.fetchall():
                if "(account_id=?" in step and "booked_at" not in step:
                    assert "(account_id=? AND seq>? AND seq<?)" in step or "(account_id=? AND seq=?)" in step, step


@pytest.mark.slow
def test_reads_run_the_same_number_of_queries_with_many_entries():
    load_seed(2, 40)
    small_account = busiest_account()
    load_seed(2, 2_000)
    large_account = busiest_account()
    assert large_account.seq > 10 * small_account.seq
    for page in PAGES:
        statements, _ = ledger_statements(small_account, page)
        assert len(ledger_statements(large_account, page)[0]) == len(statements) <= 3, page


def check_plan(sql, *, may_sort=False):
    """Checks that the statement reads each table by an index in the required order, or that the table is small."""
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
