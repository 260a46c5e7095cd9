"""Finding rows in the admin: search, date filters, links in both directions, and a constant number of queries."""

import re

import pytest
from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext

from audit.models import AuditEvent
from core.admin.changelist import MAX_COUNT, CappedPaginator
from tests.admin.bank_fixtures import create_rows, open_account_for
from tests.admin.role_table import LISTS
from tests.admin.test_admin_pages import page

LIST_QUERIES, ROW_QUERIES = 7, 13
USERS, ACCOUNTS, TRANSACTIONS = "users_user", "accounts_account", "transactions_transaction"
ENTRIES, LOANS, AUDIT = "transactions_entry", "loans_loan", "audit_auditevent"
SESSIONS, REPAYMENTS, INSTALMENTS = "sessions_browser_browsersession", "loans_repayment", "loans_dueinstalment"


def capture_queries(browser, path):
    with CaptureQueriesContext(connection) as queries:
        response = browser.get(path)
    assert response.status_code == 200, path
    return [query["sql"] for query in queries], response


def listed_ids(browser, name, query):
    return {row.pk for row in browser.get(f"{page(name)}?{query}").context["cl"].result_list}


def main_content(response):
    """The content of the page without the navigation."""
    return response.content.decode().split('id="content"')[-1]


def links_on(response):
    """The links on a row's page, except the links to its history and to new rows."""
    paths = re.findall(r'href="(/admin/[a-z_]+/[a-z_]+/[^"]*)"', main_content(response))
    return {path.replace("&amp;", "&") for path in paths if not path.endswith(("/history/", "/add/"))}


@pytest.mark.slow
def test_admin_lists_and_rows_run_the_same_number_of_queries_at_ten_and_a_hundred_rows(
    clock, manager_admin_client, manager
):
    costs = []
    ContentType.objects.get_for_models(*admin.site._registry)  # Django caches these in the process
    for more in (10, 90):
        create_rows(more, manager)
        costs.append({})
        for name in LISTS:
            # Balances of the bank's own accounts need more: test_account_list_reads_the_balances_… counts those.
            path = page(name) + ("?type__exact=savings" if name == ACCOUNTS else "")
            manager_admin_client.get(path)  # the first read in an hour is recorded
            queries, response = capture_queries(manager_admin_client, path)
            rows = response.context["cl"].result_list
            assert len(rows) >= min(more, 10), name
            manager_admin_client.get(page(name, "change", rows[0].pk))
            row_queries, _ = capture_queries(manager_admin_client, page(name, "change", rows[0].pk))
            costs[-1][name] = (len(queries), len(row_queries))
    assert costs[0] == costs[1]
    assert max(list_queries for list_queries, _ in costs[1].values()) <= LIST_QUERIES, costs[1]
    assert max(row_queries for _, row_queries in costs[1].values()) <= ROW_QUERIES, costs[1]


@pytest.mark.slow
def test_admin_list_counts_are_limited(manager_admin_client, bank):
    for name in LISTS:
        for query in ("", "?q=member", "?_facets=True"):
            counts = [sql for sql in capture_queries(manager_admin_client, page(name) + query)[0] if "COUNT(" in sql]
            assert counts, name
            for sql in counts:
                assert f"LIMIT {MAX_COUNT + 1}" in sql, sql


def test_admin_list_shows_a_plus_sign_when_the_count_is_capped(manager_admin_client, manager, monkeypatch):
    monkeypatch.setattr(CappedPaginator, "max_count", 20)
    create_rows(20, manager)
    assert re.search(r"\s20\s+entries", main_content(manager_admin_client.get(page(ENTRIES))))
    create_rows(1, manager)
    response = manager_admin_client.get(page(ENTRIES))
    assert re.search(r"\s20\+\s+entries", main_content(response))
    assert "20 results" not in response.content.decode()


def test_audit_list_runs_no_distinct_query_for_its_event_filter(manager_admin_client, bank):
    assert not [sql for sql in capture_queries(manager_admin_client, page(AUDIT))[0] if "DISTINCT" in sql]


def test_date_filters_of_admin_lists_are_inclusive(clock, manager_admin_client, member, cashier, signed_in):
    accounts = []
    for hours in (0, 11, 13, 24):  # 1 March noon, 23:00; 2 March noon, 3 March noon
        clock.shift(hours * 3600)
        accounts.append(open_account_for(member, cashier).pk)
    browser = _log_in_again(manager_admin_client)
    for query, found in [
        ("opened_at_from=2026-03-02", accounts[2:]),
        ("opened_at_to=2026-03-01", accounts[:2]),
        ("opened_at_from=2026-03-01&opened_at_to=2026-03-02", accounts[:3]),
        ("opened_at_from=&opened_at_to=", accounts),
    ]:
        assert listed_ids(browser, ACCOUNTS, f"type__exact=savings&{query}") == set(found), query
    for wrong in ("yesterday", "2026-02-30", "99999-01-01", "%00"):
        assert browser.get(f"{page(ACCOUNTS)}?opened_at_from={wrong}").status_code == 302, wrong


def _log_in_again(browser):
    """Logs in again, because the session has expired."""
    browser.log_in("manager@bank.com")
    return browser


@pytest.mark.parametrize("name", LISTS)
def test_every_admin_list_has_search_fields_and_filters(manager_admin_client, name):
    changelist = manager_admin_client.get(page(name)).context["cl"]
    assert changelist.search_fields
    assert changelist.has_filters


@pytest.mark.slow
def test_related_admin_pages_link_to_each_other(manager_admin_client, bank):
    page_links, followed = set(), set()
    for name, rows in bank.items():
        for number in rows.values():
            for path in links_on(manager_admin_client.get(page(name, "change", number))):
                page_links.add((name, "_".join(path.split("/")[2:4])))
                followed.add(path)
    linked_pages = [
        (USERS, ACCOUNTS), (USERS, LOANS), (USERS, SESSIONS), (USERS, AUDIT), (ACCOUNTS, TRANSACTIONS),
        (ACCOUNTS, ENTRIES), (ACCOUNTS, LOANS), (TRANSACTIONS, ENTRIES), (TRANSACTIONS, REPAYMENTS),
        (LOANS, REPAYMENTS), (LOANS, INSTALMENTS), (LOANS, "loans_product"),
    ]  # fmt: skip
    assert {link for pages in linked_pages for link in (pages, pages[::-1])} - page_links == set()
    for path in followed:
        assert manager_admin_client.get(path).status_code == 200, path


def test_links_of_a_row_lead_to_its_related_rows_only(manager_admin_client, bank, member):
    account = bank[ACCOUNTS]["member's"]
    links = dict(manager_admin_client.get(page(ACCOUNTS, "change", account)).context["links"])
    assert {row.account_id for row in _rows(manager_admin_client, links["Entries"])} == {account}
    assert {row.pk for row in _rows(manager_admin_client, links["Transactions"])} >= set(bank[TRANSACTIONS].values())
    assert {row.pk for row in _rows(manager_admin_client, links["Loans"])} == set(bank[LOANS].values())
    member_links = dict(manager_admin_client.get(page(USERS, "change", member.pk)).context["links"])
    assert {row.pk for row in _rows(manager_admin_client, member_links["Accounts"])} == {account}
    assert {row.user_id for row in _rows(manager_admin_client, member_links["Audit log about them"])} == {member.pk}


def _rows(browser, path):
    rows = browser.get(path).context["cl"].result_list
    assert rows
    return rows


def test_audit_event_page_links_to_the_objects_in_its_details(manager_admin_client, bank):
    followed = set()
    for event in {event.event: event for event in AuditEvent.objects.all()}.values():
        links = dict(manager_admin_client.get(page(AUDIT, "change", event.pk)).context["links"])
        for detail in ("account", "transaction", "loan", "session"):
            assert (detail.capitalize() in links) == (detail in event.details)
        followed |= set(links.values())
    for path in followed:
        assert manager_admin_client.get(path).status_code == 200, path


def test_cashier_pages_link_only_to_permitted_pages(admin_login, cashier, bank):
    cashier_admin = admin_login(cashier)
    for name, kind in ((USERS, "member"), (ACCOUNTS, "member's"), (TRANSACTIONS, "")):
        response = cashier_admin.get(page(name, "change", bank[name][kind]))
        for path in links_on(response):
            assert cashier_admin.get(path).status_code == 200, path


@pytest.mark.parametrize(
    ("name", "lookup"),
    [
        (USERS, "password__startswith"),
        (USERS, "session_version"),
        (ACCOUNTS, "owner__password__startswith"),
        (LOANS, "borrower__password__startswith"),
        (LOANS, "product__loans__borrower__password__startswith"),
        (SESSIONS, "session_token__startswith"),
        (SESSIONS, "refresh_jti"),
        (AUDIT, "details__icontains"),
        (TRANSACTIONS, "created_by__browser_sessions__session_token__startswith"),
    ],
)
def test_admin_list_lookup_of_a_secret_field_returns_400(manager_admin_client, name, lookup):
    assert manager_admin_client.get(f"{page(name)}?{lookup}=a").status_code == 400
