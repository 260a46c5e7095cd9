"""With many events, every filter of the audit log uses an index, in the API and on the staff site."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from audit.models import AuditEvent
from tests.admin.admin_client import AdminBrowser
from tests.transactions.ledger_assertions import empty_insert_only_tables

ROWS = 20_000
pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]  # MariaDB commits at ANALYZE TABLE
FILTERS = ["event=logout", "user=7", "actor=7", "ip_address=10.0.0.7", "request_id=client-00000007",
           f"request_id={7:024x}"]  # fmt: skip
SEARCHES = ["7", "10.0.0.7", "client-00000007", f"{7:024x}", "manager@bank.com", "Monica", "Monica Manager",
            "session 17 manager@bank.com"]  # fmt: skip
AUDIT_QUERY = re.compile(r"FROM [`\"]?audit_events[`\"]? WHERE")


@pytest.fixture(autouse=True)
def _events(transactional_db):
    AuditEvent.objects.bulk_create(
        [
            AuditEvent(
                event="login_failed" if number % 100 else "logout",
                user_id=number % 2000,
                actor_id=number % 2000,
                ip_address=f"10.0.{number // 2000}.{number % 200}",
                request_id=f"{number:024x}",
                client_request_id=f"client-{number:08}" if number % 2 else "",
            )
            for number in range(ROWS)
        ],
        batch_size=1000,
    )
    with connection.cursor() as cursor:
        if connection.vendor == "mysql":  # the optimizer's statistics may be outdated
            cursor.execute("ANALYZE TABLE audit_events")
    yield
    empty_insert_only_tables()


def statements(call):
    with CaptureQueriesContext(connection) as queries:
        assert call().status_code == 200
    return [query["sql"] for query in queries.captured_queries if AUDIT_QUERY.search(query["sql"])]


def check_plan(sql):
    """Checks that the statement scans neither the whole table nor a whole index."""
    with connection.cursor() as cursor:
        if connection.vendor == "mysql":
            cursor.execute(f"EXPLAIN {sql}")
            names = [column[0] for column in cursor.description]
            rows = [dict(zip(names, values, strict=True)) for values in cursor.fetchall()]
            for row in (row for row in rows if not row["table"].startswith("<derived")):  # the counted subquery
                assert row["key"] not in {None, "PRIMARY"}, row
                assert row["type"] not in {"ALL", "index"}, row
        else:
            cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
            plan = [step for *_, step in cursor.fetchall()]
            assert not [step for step in plan if step.startswith("SCAN audit_events")], plan


def test_every_audit_filter_uses_an_index(signed_in, manager):
    manager_client = signed_in(manager)
    for query in FILTERS:
        queries = statements(lambda query=query: manager_client.get(f"/api/audit/events/?{query}"))
        queries += statements(lambda query=query: manager_client.get(f"/api/audit/events/?{query}&format=csv"))
        assert len(queries) == 2, query
        for sql in queries:
            check_plan(sql)
    for sql in (
        "SELECT * FROM audit_events WHERE user_agent = 'x' ORDER BY id DESC LIMIT 51",
        "SELECT * FROM audit_events WHERE request_id = 'x' OR user_agent = 'x' ORDER BY id DESC LIMIT 51",
    ):
        with pytest.raises(AssertionError):  # proves that the check can fail
            check_plan(sql)


def test_every_audit_search_on_the_staff_site_uses_indexes(manager):
    manager_admin = AdminBrowser()
    manager_admin.enter(manager)
    for word in SEARCHES:
        queries = statements(lambda word=word: manager_admin.get(f"/admin/audit/auditevent/?q={word}"))
        assert queries, word
        for sql in queries:
            check_plan(sql)
