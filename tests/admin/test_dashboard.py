"""The admin's start page: the API's figures, by role, in a number of queries that does not grow."""

import html
import json
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Account
from accounts.numbers import new_number
from backoffice.charts import cash_flow_chart
from backoffice.navigation import sidebar
from tests.api_payments import deposit, open_account, withdraw
from tests.loan_factories import create_loan
from users.models import User

START = "/admin/"
WRONG = "a wrong password"


@pytest.fixture
def account(signed_in, cashier, member):
    """Of the member: 5000 paid in, 20 paid out today."""
    counter = signed_in(cashier)
    number = open_account(counter, member.pk)
    deposit(counter, number, "5000")
    withdraw(counter, number, "20")
    return number


@pytest.fixture
def loans(account, member, manager, cashier):
    """One of each kind: waiting, approved, running."""
    people = {"decided_by": manager, "paid_out_by": cashier}
    return {status: create_loan(member, account, status, **people) for status in ("applied", "approved", "active")}


def start_of(browser):
    return browser.get(START).context["start"]


def figures_of(browser):
    return {figure.name: figure.value for figure in start_of(browser)["figures"]}


def text_of(browser):
    return html.unescape(browser.get(START).content.decode())


def queries_of(browser):
    with CaptureQueriesContext(connection) as captured:
        assert browser.get(START).status_code == 200
    return len(captured)


def money(text):
    return f"{float(text):,.2f} USD"


@pytest.mark.parametrize("who", ["manager", "administrator"])
def test_a_manager_sees_the_figures_of_the_apis_dashboard(clock, request, who, admin_login, signed_in, loans):
    person = request.getfixturevalue(who)
    told = signed_in(person).get("/api/dashboard/").json()
    seen = figures_of(admin_login(person))

    assert seen["Members"] == told["totals"]["members"] == 1
    assert seen["Accounts"] == told["totals"]["accounts"] == 1
    assert seen["Customer balances"] == money(told["totals"]["customer_balances"]) == "5,980.00 USD"
    assert seen["Gross loan portfolio"] == money(told["totals"]["gross_portfolio"]) == "1,000.00 USD"
    assert seen["Approvals waiting"] == told["approvals"]["waiting"] == 1
    assert seen["Portfolio at risk (PAR30)"] == "0.00%"


def test_what_was_posted_today_is_in_a_table(clock, admin_login, loans, manager):
    assert start_of(admin_login(manager))["work"]["rows"] == [
        ["Deposit", 1, "5,000.00 USD"],
        ["Withdrawal", 1, "20.00 USD"],
        ["Loan disbursement", 1, "1,000.00 USD"],
    ]


def test_a_loan_that_is_late_is_at_risk(clock, admin_login, loans, manager):
    clock.shift(64 * 86400)
    start = start_of(admin_login(manager))
    risk = next(figure for figure in start["figures"] if "PAR30" in figure.name)

    assert (risk.value, risk.note) == ("100.00%", "1 loan late, 1,000.00 USD outstanding")
    assert ["31-60", 1, "1,000.00 USD"] in start["ages_table"]["rows"]


def test_a_manager_sees_who_is_at_the_door(clock, admin_login, browser, manager, cashier, member):
    for person in (cashier, member):
        browser.log_in(person.email, WRONG)
    clock.shift(12 * 3600)
    browser.log_in(member.email, WRONG)
    inside = admin_login(manager)
    assert (figures_of(inside)["Failed sign-ins"], figures_of(inside)["Live sessions"]) == (3, 1)

    clock.shift(12 * 3600 + 1)
    assert figures_of(admin_login(manager))["Failed sign-ins"] == 1


def test_every_link_of_the_page_and_the_menu_leads_somewhere_filtered(admin_login, loans, manager, member):
    inside = admin_login(manager)
    links = set(re.findall(r'<a[^>]* href="(/admin/[^"]*)"', text_of(inside)))

    assert f"/admin/loans/loan/{loans['applied'].pk}/change/" in links
    assert len(links) > 15
    for link in links:
        assert inside.get(link).status_code == 200, link


def test_the_failed_sign_ins_lead_to_exactly_those(admin_login, browser, manager, member):
    browser.log_in(member.email, WRONG)
    inside = admin_login(manager)
    url = next(figure.url for figure in start_of(inside)["figures"] if figure.name == "Failed sign-ins")
    assert [event.event for event in inside.get(url).context["cl"].result_list] == ["login_failed"]


def test_a_cashier_sees_the_till_and_what_to_pay_out_and_nothing_of_the_bank(
    clock, admin_login, loans, cashier, manager
):
    inside = admin_login(cashier)
    start = start_of(inside)

    assert figures_of(inside) == {
        "Your till": "4,980.00 USD",
        "Deposits today": "5,000.00 USD",
        "Withdrawals today": "20.00 USD",
        "Loans to disburse": 1,
    }
    rows = start["to_disburse"]["rows"]
    assert [row[1:] for row in rows] == [[rows[0][1], "Standing", "1,000.00 USD", 10, "2026-03-01"]]
    assert "Maria Member" in rows[0][1]
    assert [row[1] for row in start["latest"]["rows"]][-2:] == ["Withdrawal", "Deposit"]
    page = text_of(inside)
    for secret in ("Customer balances", "Portfolio", "Failed sign-ins", "/admin/audit/", manager.email):
        assert secret not in page, secret


def test_no_link_is_shown_that_would_be_refused(admin_login, loans, cashier):
    inside = admin_login(cashier)
    for link in set(re.findall(r'<a[^>]* href="(/admin/[^"]*)"', text_of(inside))):
        assert inside.get(link).status_code == 200, link


def lend_to_new_members(count, status, manager, cashier):
    """A loan to each of so many members: one alone may have five applications that wait."""
    for number in range(count):
        member = User.objects.create_user(f"{status}-{number}@example.com", full_name="Borrower")
        account = Account.objects.create(number=new_number(), owner=member, type="savings", currency="USD")
        create_loan(member, account.number, status, decided_by=manager, paid_out_by=cashier)


@pytest.mark.usefixtures("clock")  # five seconds later an activity is written down
@pytest.mark.parametrize("who", ["manager", "cashier"])
def test_ten_times_the_loans_are_as_many_queries(admin_login, request, who, loans, manager, cashier):
    inside = admin_login(request.getfixturevalue(who))
    inside.get(START)
    before = queries_of(inside)
    for status in ("applied", "approved"):
        lend_to_new_members(10, status, manager, cashier)
    inside.get(START)  # records, once an hour, that these loans were read
    assert queries_of(inside) == before < 25


def test_more_loans_than_are_listed_are_counted_and_linked(admin_login, loans, manager, cashier):
    lend_to_new_members(11, "applied", manager, cashier)
    inside = admin_login(manager)
    assert figures_of(inside)["Approvals waiting"] == 12
    assert len(start_of(inside)["waiting"]["rows"]) == 10
    assert "And 2 more" in text_of(inside)


def test_the_bars_have_all_that_the_days_have():
    days = [{"day": f"2026-03-{day:02}", "deposits": "1.50", "withdrawals": f"{day}.00"} for day in range(1, 17)]
    plot = json.loads(cash_flow_chart(days)["data"])

    assert plot["labels"] == ["01 Mar", "03 Mar", "10 Mar"]
    assert [dataset["data"] for dataset in plot["datasets"]] == [[3, 10.5, 10.5], [3, 42, 91]]


def test_a_name_is_shown_as_it_is_and_does_nothing(admin_login, loans, member, manager, settings):
    settings.BANK_NAME = "<b>.Bank"
    member.full_name = "<script>alert(1)</script>"
    member.save()
    page = admin_login(manager).get(START).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page
    assert "&lt;b&gt;.Bank" in page


def test_the_menu_has_every_page_that_a_manager_may_open(admin_login, manager):
    page = admin_login(manager).get(START)
    listed = {model["admin_url"] for app in page.context["app_list"] for model in app["models"]}
    menu = {item["link"] for group in sidebar(page.wsgi_request) for item in group["items"]}
    assert menu == listed | {START}


def test_nothing_on_the_page_speaks_for_somebody_else(admin_login, manager, admin_browser):
    for page in (admin_login(manager).get(START), admin_browser.get("/admin/login/")):
        text = page.content.decode()
        assert "Demo Savings Cooperative" in text
        assert not re.search(r'(href|src|action)="(https?:)?//', text)
        assert not re.search("powered by|unfoldadmin", text, re.IGNORECASE)


def test_the_quick_search_finds_ones_own_pages_by_name(admin_login, manager, cashier):
    boss, counter = admin_login(manager), admin_login(cashier)
    for browser, word, finds in [(boss, "audit", True), (counter, "audit", False), (counter, "transaction", True)]:
        page = browser.get(f"/admin/search/?extended=1&s={word}")
        assert page.status_code == 200
        assert ('href="/admin/' in page.content.decode()) is finds, word
    for nonsense in ("page=2", "page=x", "page="):
        assert boss.get(f"/admin/search/?s=loan&{nonsense}").status_code == 404


def test_times_are_written_so_that_they_sort(clock, admin_login, loans, manager):
    page = admin_login(manager).get(f"/admin/loans/loan/{loans['applied'].pk}/change/").content.decode()
    assert "2026-03-01 12:00" in page
    assert "noon" not in page
