"""The admin's start page: the figures of the API's dashboard by role, in a constant number of queries."""

import html
import json
import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Account
from accounts.numbers import new_number
from backoffice import dashboard
from backoffice.charts import cash_flow_chart, portfolio_chart
from backoffice.navigation import sidebar
from core.authorization.roles import Role
from reports.selectors.activity import CashFlow, activity_by_type
from reports.selectors.dashboards import CashierDashboard, Till
from reports.selectors.loan_portfolio import AgingBucket
from tests.api_payments import deposit, open_account, reverse, withdraw
from tests.cash import put_cash_in_vault
from tests.loan_factories import create_loan
from users.models import User

START = "/admin/"
WRONG = "a wrong password"


@pytest.fixture
def account(signed_in, cashier, member):
    """The member's account, with a deposit of 5000 and a withdrawal of 20 today."""
    cashier_client = signed_in(cashier)
    number = open_account(cashier_client, member.pk)
    deposit(cashier_client, number, "5000")
    withdraw(cashier_client, number, "20")
    return number


@pytest.fixture
def loans(account, member, manager, cashier):
    """A loan of each status: applied, approved, active."""
    people = {"decided_by": manager, "paid_out_by": cashier}
    return {status: create_loan(member, account, status, **people) for status in ("applied", "approved", "active")}


def start_context(browser):
    return browser.get(START).context["start"]


def figures(browser):
    return {figure.name: figure.value for figure in start_context(browser)["figures"]}


def page_text(browser):
    return html.unescape(browser.get(START).content.decode())


def count_queries(browser):
    with CaptureQueriesContext(connection) as captured:
        assert browser.get(START).status_code == 200
    return len(captured)


def with_till(balance, currency):
    """The dashboard of a cashier without work whose till has this balance."""
    return CashierDashboard(Role.CASHIER, currency, Till(balance, currency), activity_by_type([]), [], [])


def format_money(text):
    return f"{float(text):,.2f} USD"


@pytest.mark.parametrize("role", ["manager", "administrator"])
def test_manager_start_page_shows_the_figures_of_the_api_dashboard(clock, request, role, admin_login, signed_in, loans):
    person = request.getfixturevalue(role)
    body = signed_in(person).get("/api/dashboard/").json()
    shown = figures(admin_login(person))

    assert shown["Members"] == body["totals"]["members"] == 1
    assert shown["Accounts"] == body["totals"]["accounts"] == 1
    assert shown["Customer balances"] == format_money(body["totals"]["customer_balances"]) == "5,980.00 USD"
    assert shown["Gross loan portfolio"] == format_money(body["totals"]["gross_portfolio"]) == "1,000.00 USD"
    assert shown["Approvals waiting"] == body["approvals"]["waiting"] == 1
    assert shown["Portfolio at risk (PAR30)"] == "0.00%"


def test_manager_start_page_shows_the_cash_of_the_vault_and_of_every_till(admin_login, account, manager):
    put_cash_in_vault(70_00)
    assert start_context(admin_login(manager))["cash"]["rows"] == [
        ["Vault", "70.00 USD"],
        ["Carla Cashier", "4,980.00 USD"],
        ["Monica Manager", "0.00 USD"],
    ]


def test_cashier_start_page_tells_what_came_into_the_till_and_went_out_today(
    admin_login, signed_in, account, cashier, manager
):
    wrong = deposit(signed_in(cashier), account, "7.00").json()["id"]
    reverse(signed_in(manager), wrong)
    notes = {figure.name: figure.note for figure in start_context(admin_login(cashier))["figures"]}
    assert notes["Your till"] == (
        "cash that should be in it; today 5,007.00 USD in, 20.00 USD out; by reversals 0.00 USD in, 7.00 USD out"
    )


def test_start_page_lists_todays_postings_by_type(clock, admin_login, loans, manager):
    assert start_context(admin_login(manager))["work"]["rows"] == [
        ["Deposit", 1, "5,000.00 USD"],
        ["Withdrawal", 1, "20.00 USD"],
        ["Loan disbursement", 1, "1,000.00 USD"],
    ]


def test_late_loan_is_shown_in_portfolio_at_risk(clock, admin_login, loans, manager):
    clock.shift(64 * 86400)
    start = start_context(admin_login(manager))
    risk = next(figure for figure in start["figures"] if "PAR30" in figure.name)

    assert (risk.value, risk.note) == ("100.00%", "1 loan late, 1,000.00 USD outstanding")
    assert ["31-60", 1, "1,000.00 USD"] in start["ages_table"]["rows"]


def test_manager_start_page_counts_failed_logins_of_24_hours_and_live_sessions(
    clock, admin_login, browser, manager, cashier, member
):
    for person in (cashier, member):
        browser.log_in(person.email, WRONG)
    clock.shift(12 * 3600)
    browser.log_in(member.email, WRONG)
    admin_client = admin_login(manager)
    assert (figures(admin_client)["Failed sign-ins"], figures(admin_client)["Active sessions"]) == (3, 1)

    clock.shift(12 * 3600 + 1)
    assert figures(admin_login(manager))["Failed sign-ins"] == 1


@pytest.mark.slow
def test_every_link_of_the_start_page_and_the_menu_opens(admin_login, loans, manager, member):
    admin_client = admin_login(manager)
    links = set(re.findall(r'<a[^>]* href="(/admin/[^"]*)"', page_text(admin_client)))

    assert f"/admin/loans/loan/{loans['applied'].pk}/change/" in links
    assert len(links) > 15
    for link in links:
        assert admin_client.get(link).status_code == 200, link


def test_failed_logins_figure_links_to_the_filtered_audit_events(admin_login, browser, manager, member):
    browser.log_in(member.email, WRONG)
    admin_client = admin_login(manager)
    url = next(figure.url for figure in start_context(admin_client)["figures"] if figure.name == "Failed sign-ins")
    assert [event.event for event in admin_client.get(url).context["cl"].result_list] == ["login_failed"]


def test_cashier_start_page_shows_only_the_till_and_loans_to_disburse(clock, admin_login, loans, cashier, manager):
    admin_client = admin_login(cashier)
    start = start_context(admin_client)

    assert figures(admin_client) == {
        "Your till": "4,980.00 USD",
        "Deposits today": "5,000.00 USD",
        "Withdrawals today": "20.00 USD",
        "Loans to disburse": 1,
    }
    rows = start["to_disburse"]["rows"]
    assert [row[1:] for row in rows] == [[rows[0][1], "Standing", "1,000.00 USD", 10, "2026-03-01"]]
    assert "Maria Member" in rows[0][1]
    assert [row[1] for row in start["latest"]["rows"]][-2:] == ["Withdrawal", "Deposit"]
    page = page_text(admin_client)
    for secret in ("Customer balances", "Portfolio", "Failed sign-ins", "/admin/audit/", manager.email):
        assert secret not in page, secret


@pytest.mark.slow
def test_every_link_of_the_cashier_start_page_is_permitted(admin_login, loans, cashier):
    admin_client = admin_login(cashier)
    for link in set(re.findall(r'<a[^>]* href="(/admin/[^"]*)"', page_text(admin_client))):
        assert admin_client.get(link).status_code == 200, link


def create_loans_for_new_members(count, status, manager, cashier):
    """A loan to each of `count` new members, because one member may have at most five open applications."""
    for number in range(count):
        member = User.objects.create_user(f"{status}-{number}@example.com", full_name="Borrower")
        account = Account.objects.create(number=new_number(), owner=member, type="savings", currency="USD")
        create_loan(member, account.number, status, decided_by=manager, paid_out_by=cashier)


@pytest.mark.slow
@pytest.mark.usefixtures("clock")  # the session's activity would be recorded again after five seconds
@pytest.mark.parametrize("role", ["manager", "cashier"])
def test_start_page_runs_the_same_number_of_queries_with_ten_times_the_loans(
    admin_login, request, role, loans, manager, cashier
):
    admin_client = admin_login(request.getfixturevalue(role))
    admin_client.get(START)
    before = count_queries(admin_client)
    for status in ("applied", "approved"):
        create_loans_for_new_members(10, status, manager, cashier)
    admin_client.get(START)  # records that these loans were read, once an hour
    assert count_queries(admin_client) == before < 28


def test_start_page_counts_and_links_loans_beyond_the_ten_listed(admin_login, loans, manager, cashier):
    create_loans_for_new_members(11, "applied", manager, cashier)
    admin_client = admin_login(manager)
    assert figures(admin_client)["Approvals waiting"] == 12
    assert len(start_context(admin_client)["waiting"]["rows"]) == 10
    assert "And 2 more" in page_text(admin_client)


def test_cash_flow_chart_sums_the_days_by_week():
    days = [CashFlow(date(2026, 3, day), deposits=1_50, withdrawals=day * 100) for day in range(1, 17)]
    plot = json.loads(cash_flow_chart(days)["data"])

    assert plot["labels"] == ["01 Mar", "03 Mar", "10 Mar"]
    assert [dataset["data"] for dataset in plot["datasets"]] == [[3, 10.5, 10.5], [3, 42, 91]]


@pytest.mark.parametrize(("currency", "bars"), [("USD", [12.5, 0.01]), ("JPY", [1250, 1]), ("CLF", [0.125, 0.0001])])
def test_portfolio_chart_shows_main_units_of_the_currency_of_the_bank(settings, currency, bars):
    settings.BANK_CURRENCY = currency
    ages = [AgingBucket("current", 1, 1250), AgingBucket("1-30", 1, 1)]
    plot = json.loads(portfolio_chart(ages)["data"])

    assert (plot["labels"], plot["datasets"][0]["data"]) == (["current", "1-30"], bars)


@pytest.mark.parametrize(
    ("currency", "shown"),
    [
        ("USD", "-1,234,567.89 USD"),
        ("JPY", "-123,456,789 JPY"),
        ("KWD", "-123,456.789 KWD"),
        ("CLF", "-12,345.6789 CLF"),
    ],
)
def test_amounts_on_the_start_page_have_grouped_digits_and_the_decimals_of_the_currency(
    settings, admin_login, cashier, monkeypatch, currency, shown
):
    monkeypatch.setattr(dashboard, "cashier_dashboard", lambda _: with_till(-123_456_789, currency))
    settings.BANK_CURRENCY = currency
    assert figures(admin_login(cashier))["Your till"] == shown


def test_names_on_the_start_page_are_escaped(admin_login, loans, member, manager, settings):
    settings.BANK_NAME = "<b>.Bank"
    member.full_name = "<script>alert(1)</script>"
    member.save()
    page = admin_login(manager).get(START).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page
    assert "&lt;b&gt;.Bank" in page


def test_menu_links_to_every_page_that_a_manager_may_open(admin_login, manager):
    page = admin_login(manager).get(START)
    listed = {model["admin_url"] for app in page.context["app_list"] for model in app["models"]}
    menu = {item["link"] for group in sidebar(page.wsgi_request) for item in group["items"]}
    assert menu == listed | {START}


def test_admin_pages_contain_no_external_links_or_vendor_branding(admin_login, manager, admin_browser):
    for page in (admin_login(manager).get(START), admin_browser.get("/admin/login/")):
        text = page.content.decode()
        assert "Demo Savings Cooperative" in text
        assert not re.search(r'(href|src|action)="(https?:)?//', text)
        assert not re.search("powered by|unfoldadmin", text, re.IGNORECASE)


def test_quick_search_finds_only_pages_that_the_role_may_open(admin_login, manager, cashier):
    manager_admin, cashier_admin_client = admin_login(manager), admin_login(cashier)
    for browser, word, finds in [
        (manager_admin, "audit", True),
        (cashier_admin_client, "audit", False),
        (cashier_admin_client, "transaction", True),
    ]:
        page = browser.get(f"/admin/search/?extended=1&s={word}")
        assert page.status_code == 200
        assert ('href="/admin/' in page.content.decode()) is finds, word
    for nonsense in ("page=2", "page=x", "page="):
        assert manager_admin.get(f"/admin/search/?s=loan&{nonsense}").status_code == 404


def test_times_in_the_admin_are_written_in_iso_format(clock, admin_login, loans, manager):
    page = admin_login(manager).get(f"/admin/loans/loan/{loans['applied'].pk}/change/").content.decode()
    assert "2026-03-01 12:00" in page
    assert "noon" not in page
