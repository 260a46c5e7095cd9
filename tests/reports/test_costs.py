"""Reports and dashboards run a constant number of queries, and the trial balance is one statement."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Account
from core.clock import override_now
from core.dates import start_of_day
from reports.registry import REPORTS
from reports.selectors.trial_balance import trial_balance
from tests.api_payments import deposit, open_account
from tests.loan_factories import create_loan, create_product
from tests.transactions.operations import START
from transactions.ledger.balances import snapshot_balances
from transactions.models import BalanceSnapshot
from users.models import User


def count_queries(browser, path):
    with CaptureQueriesContext(connection) as captured:
        assert browser.get(path).status_code == 200
    return len(captured)


def query_counts(people, paths):
    return {(person.role, path): count_queries(people[person], path) for person, path in paths}


def test_trial_balance_reads_all_entries_in_one_statement(reference_bank):
    for day in (1, 30):
        with CaptureQueriesContext(connection) as captured:
            trial_balance(start_of_day(START.date() + timedelta(days=day)))
        snapshots, *statements = [query["sql"] for query in captured]
        assert len(statements) == 1
        assert "entries" not in snapshots


@pytest.mark.slow
def test_reports_and_dashboards_run_the_same_number_of_queries_with_twice_the_rows(
    reference_bank, login_on, member, cashier, manager
):
    paths = [(person, "/api/dashboard/") for person in (member, cashier, manager)]
    paths += [(manager, f"/api/reports/{name}/?from=2026-01-01") for name in REPORTS]
    create_loan(member, reference_bank.savings, "applied", decided_by=manager, paid_out_by=cashier)
    create_loan(member, reference_bank.savings, "approved", decided_by=manager, paid_out_by=cashier)
    people = {person: login_on("03-03", person) for person in (member, cashier, manager)}
    counts_before = query_counts(people, paths)

    for number in range(4):
        product = create_product(name=f"Product {number}")
        for status in ("approved", "active", "applied"):
            create_loan(
                member, reference_bank.savings, status, decided_by=manager, paid_out_by=cashier, product=product
            )
        colleague = User.objects.create_user(f"c{number}@bank.com", full_name="Colleague", role="cashier")
        User.objects.filter(pk=colleague.pk).update(password=cashier.password)
        owner = User.objects.create_user(f"m{number}@example.com", full_name="New")
        number_of_account = open_account(people[cashier], owner.pk)
        for cashier_client in (people[cashier], login_on("03-03", colleague)):
            assert deposit(cashier_client, number_of_account, "5.00").status_code == 201
        open_account(people[cashier], member.pk)
        with override_now(start_of_day(START.date() - timedelta(days=60 - 20 * number)) + timedelta(hours=3)):
            snapshot_balances()
    assert Account.objects.count() > 2 * 10
    assert BalanceSnapshot.objects.exists()
    assert query_counts(people, paths) == counts_before
