"""Reports of days that are over stay the same, whatever is changed later and whether or not totals are stored."""

from datetime import datetime

import pytest

from core.clock import override_now
from tests.api_payments import deposit, open_account, reverse, transfer
from tests.reports.conftest import create_loan_over_http, repay, report, write_off
from transactions.ledger.balances import snapshot_balances
from transactions.models import BalanceSnapshot, DailyTotal
from users.models import User

pytestmark = pytest.mark.slow

NAMES = ["summary", "trial-balance", "daily-transactions", "cashier-activity", "loan-portfolio", "member-growth"]
DAYS = ["2026-02-28", "2026-03-01", "2026-03-02"]


def reports_of_past_days(browser):
    queries = [f"from={day}&to={day}" for day in DAYS] + ["from=2026-02-01&to=2026-03-02"]
    return {(name, query): report(browser, name, query) for name in NAMES for query in queries}


def change_person(browser, person, **changes):
    response = browser.patch(f"/api/users/{person.pk}/", changes)
    assert response.status_code == 200, response.content


def store_totals(day):
    with override_now(datetime.fromisoformat(f"2026-{day}T03:00+00:00")):
        snapshot_balances()


@pytest.fixture
def past_reports(reference_bank, manager_on):
    """Reads the reports of 28 February to 2 March, which are over, on a later day."""
    return lambda day="03-20": reports_of_past_days(manager_on(day))


def test_promoted_member_is_a_member_in_reports_of_earlier_days(
    past_reports, reference_bank, member, login_on, administrator
):
    before = past_reports()
    change_person(login_on("03-05", administrator), member, role="cashier")
    assert past_reports() == before
    assert before["cashier-activity", "from=2026-03-02&to=2026-03-02"]["summary"] == {"cashiers": 2}


def test_demoted_cashier_keeps_the_activity_of_earlier_days(past_reports, cashier, login_on, administrator):
    before = past_reports()
    change_person(login_on("03-05", administrator), cashier, role="member", full_name="Carla Customer")
    assert past_reports() == before


def test_demoted_manager_without_a_till_keeps_the_activity_of_earlier_days(
    reference_bank, login_on, manager, administrator, django_user_model
):
    colleague = User.objects.create_user("m2@bank.com", full_name="Second", role="manager")
    User.objects.filter(pk=colleague.pk).update(password=manager.password)
    number = open_account(login_on("03-02", manager), User.objects.get(email="member@example.com").pk)
    paid = deposit(login_on("03-02", manager), number, "20.00").json()["id"]
    assert reverse(login_on("03-02", colleague), paid).status_code == 201
    query = "from=2026-03-02&to=2026-03-02"
    before = report(login_on("03-04", manager), "cashier-activity", query)
    assert (colleague.pk, "reversal", "deposit") in {
        (row["cashier"], row["kind"], row["reverses"]) for row in before["rows"]
    }
    change_person(login_on("03-05", administrator), colleague, role="member")
    assert report(login_on("03-06", manager), "cashier-activity", query) == before


def test_deactivated_and_renamed_people_leave_earlier_days_as_they_were(
    past_reports, other_member, cashier, manager, login_on
):
    before = past_reports()
    browser = login_on("03-05", manager)
    change_person(browser, other_member, is_active=False)
    change_person(browser, cashier, full_name="Carla Married")
    assert past_reports() == before
    after = report(login_on("03-20", manager), "summary", "from=2026-03-05&to=2026-03-05")["summary"]
    assert after["members"] == before["summary", "from=2026-03-02&to=2026-03-02"]["summary"]["members"] - 1


def test_reversals_leave_earlier_days_as_they_were(past_reports, reference_bank, login_on, manager):
    query = "from=2026-03-01&to=2026-03-01"
    number, browser = reference_bank.savings, login_on("03-02", manager)
    paid = deposit(browser, number, "70.00").json()["id"]
    before = past_reports()
    assert reverse(login_on("03-06", manager), paid).status_code == 201
    assert past_reports() == before
    summary = report(login_on("03-20", manager), "summary", "from=2026-03-06&to=2026-03-06")["summary"]
    assert (summary["deposits"], summary["deposits_reversed"], summary["deposits_reversed_amount"]) == (0, 1, "70.00")
    assert before["summary", query]["summary"]["deposits_reversed"] == 0


def test_reversed_write_off_and_disbursement_leave_earlier_portfolios_as_they_were(
    past_reports, reference_bank, login_on, member, other_member, cashier, manager
):
    disbursed = create_loan_over_http(login_on, "03-02", (manager, cashier), other_member, reference_bank.current)
    lost = write_off(login_on("03-02", manager), reference_bank.loan)
    before = past_reports()
    rows = login_on("03-03", manager).get("/api/transactions/?kind=loan_disbursement").json()["results"]
    assert reverse(login_on("03-07", manager), rows[0]["id"]).status_code == 201
    assert reverse(login_on("03-07", manager), lost).status_code == 201
    assert disbursed
    assert past_reports() == before


def test_renamed_product_keeps_its_name_in_earlier_portfolios(past_reports, login_on, manager):
    before, browser = past_reports(), login_on("03-05", manager)
    product = browser.get("/api/loans/products/").json()["results"][0]["id"]
    assert browser.patch(f"/api/loans/products/{product}/", {"name": "Renamed"}).status_code == 200
    assert past_reports() == before


def test_till_opened_later_adds_no_line_to_earlier_trial_balances(past_reports, reference_bank, login_on, cashier):
    before = past_reports()
    colleague = User.objects.create_user("c2@bank.com", full_name="Second", role="cashier")
    User.objects.filter(pk=colleague.pk).update(password=cashier.password)
    assert deposit(login_on("03-05", colleague), reference_bank.savings, "1.00").status_code == 201
    assert past_reports() == before


@pytest.mark.parametrize("nights", [
    pytest.param(["03-02"], marks=pytest.mark.slow),
    pytest.param(["03-03"], marks=pytest.mark.slow),
    ["03-02", "03-03", "03-04"],
    pytest.param(["03-20"], marks=pytest.mark.slow),
])  # fmt: skip
def test_stored_totals_change_no_report(past_reports, reference_bank, login_on, member, administrator, nights):
    never = past_reports()
    change_person(login_on("03-05", administrator), member, role="cashier")
    for night in nights:
        store_totals(night)
        assert past_reports() == never
    assert BalanceSnapshot.objects.exists()
    assert DailyTotal.objects.exists()


def test_member_who_becomes_staff_leaves_the_members_of_that_month_only(
    reference_bank, login_on, member, administrator, manager
):
    change_person(login_on("04-05", administrator), member, role="cashier")
    User.objects.create_user("new@example.com", full_name="New")
    rows = report(login_on("04-20", manager), "member-growth", "from=2026-01-01&to=2026-04-20")["rows"]
    assert [(row["month"], row["joined"], row["members"]) for row in rows] == [("2026-03", 2, 2), ("2026-04", 1, 2)]


def test_transfer_of_a_demoted_cashier_is_not_work_at_the_counter(
    reference_bank, login_on, cashier, manager, administrator
):
    change_person(login_on("03-05", administrator), cashier, role="member")
    number = open_account(login_on("03-06", manager), cashier.pk)
    assert deposit(login_on("03-06", manager), number, "5.00").status_code == 201
    assert transfer(login_on("03-06", cashier), number, reference_bank.current, "5.00").status_code == 201
    rows = report(login_on("03-07", manager), "cashier-activity", "from=2026-03-06&to=2026-03-06")["rows"]
    assert {row["cashier"] for row in rows} == {manager.pk}


def test_gross_portfolio_of_each_day_is_the_balance_of_loans_receivable(reference_bank, login_on, cashier, manager):
    payment = repay(login_on("03-04", cashier), reference_bank.loan, "50.00")
    lost = write_off(login_on("03-05", manager), reference_bank.loan)
    assert reverse(login_on("03-06", manager), lost).status_code == 201
    assert reverse(login_on("03-07", manager), payment).status_code == 201
    browser = login_on("03-09", manager)
    for day in range(1, 9):
        query = f"to=2026-03-0{day}"
        lines = report(browser, "trial-balance", query)["rows"]
        receivable = next(line["debit"] for line in lines if line["kind"] == "loans_receivable")
        gross = report(browser, "loan-portfolio", query)["summary"]["gross_portfolio"]
        assert (receivable or "0.00") == gross, day
