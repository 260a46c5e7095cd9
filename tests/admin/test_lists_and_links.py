"""Finding rows in the admin: searched, filtered by days, linked both ways, at a cost that does not grow with rows."""

import re

import pytest
from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext

from audit.models import AuditEvent
from core.admin.changelist import MAX_COUNT, CappedPaginator
from tests.admin.bank_fixtures import fill, open_for
from tests.admin.role_table import LISTS
from tests.admin.test_admin_pages import page

LIST_QUERIES, ROW_QUERIES = 7, 13
USERS, ACCOUNTS, MOVED = "users_user", "accounts_account", "transactions_transaction"
ENTRIES, LOANS, AUDIT = "transactions_entry", "loans_loan", "audit_auditevent"
SESSIONS, REPAID, DUE = "sessions_browser_browsersession", "loans_repayment", "loans_dueinstalment"


def queries_of(browser, path):
    with CaptureQueriesContext(connection) as queries:
        response = browser.get(path)
    assert response.status_code == 200, path
    return [query["sql"] for query in queries], response


def listed(browser, name, query):
    return {row.pk for row in browser.get(f"{page(name)}?{query}").context["cl"].result_list}


def main_of(response):
    """What is on the page itself, without the navigation beside it."""
    return response.content.decode().split('id="content"')[-1]


def links_on(response):
    """Where a row's page leads but to its own history."""
    paths = re.findall(r'href="(/admin/[a-z_]+/[a-z_]+/[^"]*)"', main_of(response))
    return {path.replace("&amp;", "&") for path in paths if not path.endswith(("/history/", "/add/"))}


@pytest.mark.slow
def test_a_list_and_a_row_cost_as_much_at_a_hundred_rows_as_at_ten(clock, manager_admin_client, manager):
    costs = []
    ContentType.objects.get_for_models(*admin.site._registry)  # kept by the process once they have been read
    for more in (10, 90):
        fill(more, manager)
        costs.append({})
        for name in LISTS:
            manager_admin_client.get(page(name))  # the first read in an hour is recorded
            queries, response = queries_of(manager_admin_client, page(name))
            rows = response.context["cl"].result_list
            assert len(rows) >= min(more, 10), name
            manager_admin_client.get(page(name, "change", rows[0].pk))
            shown, _ = queries_of(manager_admin_client, page(name, "change", rows[0].pk))
            costs[-1][name] = (len(queries), len(shown))
    assert costs[0] == costs[1]
    assert max(of_list for of_list, _ in costs[1].values()) <= LIST_QUERIES, costs[1]
    assert max(of_row for _, of_row in costs[1].values()) <= ROW_QUERIES, costs[1]


def test_no_list_counts_further_than_it_leads(manager_admin_client, bank):
    for name in LISTS:
        for query in ("", "?q=member", "?_facets=True"):
            counts = [sql for sql in queries_of(manager_admin_client, page(name) + query)[0] if "COUNT(" in sql]
            assert counts, name
            for sql in counts:
                assert f"LIMIT {MAX_COUNT + 1}" in sql, sql


def test_a_list_says_that_there_is_more(manager_admin_client, manager, monkeypatch):
    monkeypatch.setattr(CappedPaginator, "_first", 20)
    fill(20, manager)
    assert re.search(r"\s20\s+entries", main_of(manager_admin_client.get(page(ENTRIES))))
    fill(1, manager)
    response = manager_admin_client.get(page(ENTRIES))
    assert re.search(r"\s20\+\s+entries", main_of(response))
    assert "20 results" not in response.content.decode()


def test_no_list_asks_the_trail_which_events_there_are(manager_admin_client, bank):
    assert not [sql for sql in queries_of(manager_admin_client, page(AUDIT))[0] if "DISTINCT" in sql]


def test_days_are_whole_and_both_included(clock, manager_admin_client, member, cashier, signed_in):
    accounts = []
    for hours in (0, 11, 13, 24):  # 1 March noon, 23:00; 2 March noon, 3 March noon
        clock.shift(hours * 3600)
        accounts.append(open_for(member, cashier).pk)
    browser = _again(manager_admin_client)
    for query, found in [
        ("opened_at_from=2026-03-02", accounts[2:]),
        ("opened_at_to=2026-03-01", accounts[:2]),
        ("opened_at_from=2026-03-01&opened_at_to=2026-03-02", accounts[:3]),
        ("opened_at_from=&opened_at_to=", accounts),
    ]:
        assert listed(browser, ACCOUNTS, f"type__exact=savings&{query}") == set(found), query
    for wrong in ("yesterday", "2026-02-30", "99999-01-01", "%00"):
        assert browser.get(f"{page(ACCOUNTS)}?opened_at_from={wrong}").status_code == 302, wrong


def _again(browser):
    """Signed in once more: time has passed."""
    browser.log_in("manager@bank.com")
    return browser


@pytest.mark.parametrize("name", LISTS)
def test_every_list_has_a_search_and_filters(manager_admin_client, name):
    changelist = manager_admin_client.get(page(name)).context["cl"]
    assert changelist.search_fields
    assert changelist.has_filters


@pytest.mark.slow
def test_links_lead_both_ways(manager_admin_client, bank):
    ways, followed = set(), set()
    for name, rows in bank.items():
        for number in rows.values():
            for path in links_on(manager_admin_client.get(page(name, "change", number))):
                ways.add((name, "_".join(path.split("/")[2:4])))
                followed.add(path)
    both = [(USERS, ACCOUNTS), (USERS, LOANS), (USERS, SESSIONS), (USERS, AUDIT), (ACCOUNTS, MOVED),
            (ACCOUNTS, ENTRIES), (ACCOUNTS, LOANS), (MOVED, ENTRIES), (MOVED, REPAID), (LOANS, REPAID),
            (LOANS, DUE), (LOANS, "loans_product")]  # fmt: skip
    assert {way for pair in both for way in (pair, pair[::-1])} - ways == set()
    for path in followed:
        assert manager_admin_client.get(path).status_code == 200, path


def test_a_link_shows_what_belongs_to_the_row(manager_admin_client, bank, member):
    account = bank[ACCOUNTS]["member's"]
    links = dict(manager_admin_client.get(page(ACCOUNTS, "change", account)).context["links"])
    assert {row.account_id for row in _rows(manager_admin_client, links["Entries"])} == {account}
    assert {row.pk for row in _rows(manager_admin_client, links["Transactions"])} >= set(bank[MOVED].values())
    assert {row.pk for row in _rows(manager_admin_client, links["Loans"])} == set(bank[LOANS].values())
    of_member = dict(manager_admin_client.get(page(USERS, "change", member.pk)).context["links"])
    assert {row.pk for row in _rows(manager_admin_client, of_member["Accounts"])} == {account}
    assert {row.user_id for row in _rows(manager_admin_client, of_member["Audit trail about them"])} == {member.pk}


def _rows(browser, path):
    rows = browser.get(path).context["cl"].result_list
    assert rows
    return rows


def test_the_trail_leads_to_what_it_names(manager_admin_client, bank):
    followed = set()
    for event in {event.event: event for event in AuditEvent.objects.all()}.values():
        links = dict(manager_admin_client.get(page(AUDIT, "change", event.pk)).context["links"])
        for detail in ("account", "transaction", "loan", "session"):
            assert (detail.capitalize() in links) == (detail in event.details)
        followed |= set(links.values())
    for path in followed:
        assert manager_admin_client.get(path).status_code == 200, path


def test_a_cashier_is_shown_no_link_to_a_page_that_is_not_theirs(admin_login, cashier, bank):
    desk = admin_login(cashier)
    for name, what in ((USERS, "member"), (ACCOUNTS, "member's"), (MOVED, "")):
        response = desk.get(page(name, "change", bank[name][what]))
        for path in links_on(response):
            assert desk.get(path).status_code == 200, path


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
        (MOVED, "created_by__browser_sessions__session_token__startswith"),
    ],
)
def test_no_parameter_of_a_list_spells_out_a_secret(manager_admin_client, name, lookup):
    assert manager_admin_client.get(f"{page(name)}?{lookup}=a").status_code == 400
