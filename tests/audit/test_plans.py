"""With many events every filter of the audit log uses an index, in the API and on the staff site."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from audit.models import AuditEvent
from tests.admin.admin_client import AdminBrowser
from tests.transactions.ledger_assertions import forget

MANY = 20_000
pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]  # for MariaDB commits at ANALYZE TABLE
FILTERS = ["event=logout", "user=7", "actor=7", "ip_address=10.0.0.7", "request_id=client-00000007",
           f"request_id={7:024x}"]  # fmt: skip
SEARCHES = ["7", "10.0.0.7", "client-00000007", f"{7:024x}"]
SEARCHED = re.compile(r"FROM [`\"]?audit_events[`\"]? WHERE")


@pytest.fixture(autouse=True)
def _many(transactional_db):
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
            for number in range(MANY)
        ],
        batch_size=1000,
    )
    with connection.cursor() as cursor:
        if connection.vendor == "mysql":  # whose optimizer knows the table as it was some time ago
            cursor.execute("ANALYZE TABLE audit_events")
    yield
    forget()


def statements(call):
    with CaptureQueriesContext(connection) as queries:
        assert call().status_code == 200
    return [query["sql"] for query in queries.captured_queries if SEARCHED.search(query["sql"])]


def check_plan(sql):
    """Not the whole table, nor the whole of an index."""
    with connection.cursor() as cursor:
        if connection.vendor == "mysql":
            cursor.execute(f"EXPLAIN {sql}")
            names = [column[0] for column in cursor.description]
            rows = [dict(zip(names, values, strict=True)) for values in cursor.fetchall()]
            for row in (row for row in rows if not row["table"].startswith("<derived")):  # what is counted
                assert row["key"] not in {None, "PRIMARY"}, row
                assert row["type"] not in {"ALL", "index"}, row
        else:
            cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
            plan = [step for *_, step in cursor.fetchall()]
            assert not [step for step in plan if step.startswith("SCAN audit_events")], plan


def test_every_filter_uses_an_index(signed_in, manager):
    office = signed_in(manager)
    for query in FILTERS:
        found = statements(lambda query=query: office.get(f"/api/audit/events/?{query}"))
        found += statements(lambda query=query: office.get(f"/api/audit/events/?{query}&format=csv"))
        assert len(found) == 2, query
        for sql in found:
            check_plan(sql)
    for sql in (
        "SELECT * FROM audit_events WHERE user_agent = 'x' ORDER BY id DESC LIMIT 51",
        "SELECT * FROM audit_events WHERE request_id = 'x' OR user_agent = 'x' ORDER BY id DESC LIMIT 51",
    ):
        with pytest.raises(AssertionError):  # so the check can fail
            check_plan(sql)


def test_every_search_on_the_staff_site_uses_indexes(manager):
    staff = AdminBrowser()
    staff.enter(manager)
    for word in SEARCHES:
        found = statements(lambda word=word: staff.get(f"/admin/audit/auditevent/?q={word}"))
        assert found, word
        for sql in found:
            check_plan(sql)
