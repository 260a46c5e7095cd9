"""Entries are never booked later than the database's time, and a server whose clock differs rejects postings.

`database_ahead` shifts the database's clock; otherwise the real clock of the database is read.
"""

import logging
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from accounts.models import Account
from core.client_info import SYSTEM_CLIENT
from core.clock import override_now
from core.db.clock import database_time
from core.models import IdempotencyKey
from tests.api_payments import deposit, idempotency_headers, reverse, transfer, withdraw
from tests.conftest import START
from tests.contract.error_assertions import assert_error
from tests.database_errors import check_logged
from tests.loan_factories import create_loan
from tests.transactions.ledger_assertions import check_ledger
from transactions.models import BalanceSnapshot, Entry, Transaction
from transactions.payments.services import post_deposit

pytestmark = pytest.mark.django_db


@pytest.fixture
def member_loans(clock, account, member, cashier, manager):
    """One approved and two active loans of the member."""
    states, staff = ("approved", "active", "active"), {"decided_by": manager, "paid_out_by": cashier}
    return [create_loan(member, account, state, **staff) for state in states]


@pytest.fixture
def postings(member_loans, cashier_client, manager_client, signed_in, member, account, other_account):
    """By name: a request for each kind of posting, with the required balances and loans."""
    assert deposit(cashier_client, account, "500.00").status_code == 201
    member_client, (approved, active, written_off) = signed_in(member), member_loans

    def post_action(browser, loan, action, **body):
        return browser.post(f"/api/loans/{loan.pk}/{action}/", body or None, headers=idempotency_headers())

    cash_repayment = post_action(cashier_client, active, "repay", amount="10.00").json()["transaction"]["id"]
    transfer_id = transfer(member_client, account, other_account, "1.00").json()["id"]
    return {
        "deposit": lambda: deposit(cashier_client, account, "1.00"),
        "withdrawal": lambda: withdraw(cashier_client, account, "1.00"),
        "transfer by a member": lambda: transfer(member_client, account, other_account, "1.00"),
        "transfer by a cashier": lambda: transfer(cashier_client, account, other_account, "1.00"),
        "reversal": lambda: reverse(manager_client, transfer_id),
        "disbursement": lambda: post_action(cashier_client, approved, "disburse"),
        "repayment in cash": lambda: post_action(cashier_client, active, "repay", amount="10.00"),
        "repayment from an account": lambda: post_action(member_client, active, "repay", amount="10.00"),
        "write-off": lambda: post_action(manager_client, written_off, "write-off", reason="Lost"),
        # Only bank accounts are involved, which are not locked.
        "reversal of a repayment in cash": lambda: reverse(manager_client, cash_repayment),
    }


def logged_reason(caplog, level):
    """The message of the only warning or error since the last `caplog.clear()`."""
    (record,) = [r for r in caplog.records if r.levelno >= logging.WARNING]
    assert (record.name, record.levelno) == ("bankportal.unavailable", level)
    return record.getMessage()


@pytest.mark.slow
@pytest.mark.parametrize("seconds", [5.001, -5.001, 86_400, -86_400])
def test_postings_are_rejected_while_the_clocks_differ_too_much(seconds, postings, database_ahead, caplog):
    before, database = Transaction.objects.count(), START + timedelta(seconds=seconds)
    keys = IdempotencyKey.objects.count()
    database_ahead(seconds)
    for name, post in postings.items():
        caplog.clear()
        response = post()
        assert "clock" not in str(assert_error(response, 503, "unavailable")), name
        assert int(response.headers["Retry-After"]) >= 1
        reason = f"clock reads {START.isoformat()}, the database's {database.isoformat()}"
        assert reason in logged_reason(caplog, logging.ERROR), name
    assert (Transaction.objects.count(), IdempotencyKey.objects.count()) == (before, keys)


@pytest.mark.slow
@pytest.mark.parametrize("seconds", [5, -5])
def test_postings_succeed_while_the_clocks_differ_by_the_allowed_amount(seconds, postings, clock, database_ahead):
    clock.shift(10)
    server = START + timedelta(seconds=10)
    database_ahead(seconds)
    for name, post in postings.items():
        assert post().status_code == 201, name
        assert Transaction.objects.latest("pk").booked_at == min(server, server + timedelta(seconds=seconds)), name
    check_ledger()


def test_allowed_clock_difference_is_a_setting(cashier_client, account, database_ahead, settings):
    settings.MAX_CLOCK_DIFFERENCE = 2
    database_ahead(3)
    assert_error(deposit(cashier_client, account, "1.00"), 503, "unavailable")
    settings.MAX_CLOCK_DIFFERENCE = 4
    assert deposit(cashier_client, account, "1.00").status_code == 201


def test_posting_to_an_account_with_an_entry_in_the_near_future_returns_503(
    clock, cashier_client, account, database_ahead, caplog
):
    """The database's clock was set back by less than the allowed difference."""
    assert deposit(cashier_client, account, "1.00").status_code == 201
    caplog.clear()
    database_ahead(-2.5)
    response = deposit(cashier_client, account, "1.00")
    assert_error(response, 503, "unavailable")
    assert response.headers["Retry-After"] == "3"
    check_logged(caplog, "POST /api/transactions/deposit/", "later than the database's time")


def test_posting_to_an_account_with_an_entry_in_the_far_future_affects_no_account(
    postings, account, other_account, caplog
):
    """Older versions may have written such an entry on a server whose clock was ahead."""
    future, before = START + timedelta(days=400), Transaction.objects.count()
    Account.objects.filter(number=account).update(last_booked_at=future)
    for name in (
        "deposit",
        "withdrawal",
        "transfer by a member",
        "transfer by a cashier",
        "reversal",
        "disbursement",
    ):
        caplog.clear()
        response = postings[name]()
        assert_error(response, 503, "unavailable")
        assert response.headers["Retry-After"] == "3600"
        assert f"account {account} has an entry of {future.isoformat()}" in logged_reason(caplog, logging.ERROR), name
    assert Transaction.objects.count() == before
    assert Account.objects.get(number=other_account).last_booked_at < future


def test_booking_time_of_a_posting_is_the_databases_time(cashier_client, account):
    before = database_time()
    assert deposit(cashier_client, account, "1.00").status_code == 201
    entry = Entry.objects.get(account__number=account)
    assert before <= entry.booked_at <= database_time()
    assert abs(datetime.now(UTC) - database_time()) < timedelta(seconds=5)


def test_posting_with_a_future_time_is_booked_at_the_databases_time(cashier, account):
    with override_now(datetime.now(UTC) + timedelta(days=400)):
        transaction = post_deposit(actor=cashier, number=account, amount=100, description="", client=SYSTEM_CLIENT)
    assert transaction.booked_at <= database_time()


@pytest.mark.parametrize("command", [["snapshot_balances"], ["seed", "--members", "2", "--transactions", "10"]])
def test_commands_that_write_the_ledger_fail_while_the_clocks_differ(command, database_ahead):
    database_ahead(-86_400)
    with pytest.raises(CommandError, match=r"this server's clock reads .+ they differ by more than 5 s"):
        call_command(*command, stdout=StringIO())
    assert not BalanceSnapshot.objects.exists()
    assert not Transaction.objects.exists()


def test_verify_ledger_reports_a_booking_later_than_the_databases_time(clock, cashier_client, account, database_ahead):
    assert deposit(cashier_client, account, "1.00").status_code == 201
    posted = Transaction.objects.get()
    call_command("verify_ledger", stdout=StringIO())
    database_ahead(-1)
    with pytest.raises(CommandError, match=f"^Transaction {posted.pk}: it is booked at .+ later than the database's"):
        call_command("verify_ledger", stdout=StringIO())
