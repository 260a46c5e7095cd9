"""No entry is booked later than the database's time, and a server whose clock differs from it posts nothing.

`database_ahead` moves the database's clock; where nothing is moved, the real one is read.
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
from tests.transactions.ledger_assertions import check_books
from transactions.models import BalanceSnapshot, Entry, Transaction
from transactions.payments.services import post_deposit

pytestmark = pytest.mark.django_db


@pytest.fixture
def make_loan(clock, account, member, cashier, manager):
    """Loans of the member: one that is approved and two that run."""
    states, staff = ("approved", "active", "active"), {"decided_by": manager, "paid_out_by": cashier}
    return [create_loan(member, account, state, **staff) for state in states]


@pytest.fixture
def postings(make_loan, cashier_client, manager_client, signed_in, member, account, other_account):
    """Each kind of posting, by name; with money and payments that they need."""
    assert deposit(cashier_client, account, "500.00").status_code == 201
    phone, (approved, running, lost) = signed_in(member), make_loan

    def act(browser, loan, action, **body):
        return browser.post(f"/api/loans/{loan.pk}/{action}/", body or None, headers=idempotency_headers())

    in_cash = act(cashier_client, running, "repay", amount="10.00").json()["transaction"]["id"]
    sent = transfer(phone, account, other_account, "1.00").json()["id"]
    return {
        "deposit": lambda: deposit(cashier_client, account, "1.00"),
        "withdrawal": lambda: withdraw(cashier_client, account, "1.00"),
        "transfer by a member": lambda: transfer(phone, account, other_account, "1.00"),
        "transfer at the counter": lambda: transfer(cashier_client, account, other_account, "1.00"),
        "reversal": lambda: reverse(manager_client, sent),
        "disbursement": lambda: act(cashier_client, approved, "disburse"),
        "repayment in cash": lambda: act(cashier_client, running, "repay", amount="10.00"),
        "repayment from an account": lambda: act(phone, running, "repay", amount="10.00"),
        "write-off": lambda: act(manager_client, lost, "write-off", reason="Lost"),
        # Between accounts of the bank alone: none is locked.
        "reversal of a repayment in cash": lambda: reverse(manager_client, in_cash),
    }


def refused(caplog, level):
    """The reason in the log of the one refusal since the last `caplog.clear()`."""
    (record,) = [r for r in caplog.records if r.levelno >= logging.WARNING]
    assert (record.name, record.levelno) == ("bankportal.unavailable", level)
    return record.getMessage()


@pytest.mark.parametrize("seconds", [5.001, -5.001, 86_400, -86_400])
def test_every_posting_is_refused_while_the_clocks_differ(seconds, postings, database_ahead, caplog):
    before, database = Transaction.objects.count(), START + timedelta(seconds=seconds)
    keys = IdempotencyKey.objects.count()
    database_ahead(seconds)
    for name, post in postings.items():
        caplog.clear()
        response = post()
        assert "clock" not in str(assert_error(response, 503, "unavailable")), name
        assert int(response.headers["Retry-After"]) >= 1
        reason = f"clock reads {START.isoformat()}, the database's {database.isoformat()}"
        assert reason in refused(caplog, logging.ERROR), name
    assert (Transaction.objects.count(), IdempotencyKey.objects.count()) == (before, keys)


@pytest.mark.parametrize("seconds", [5, -5])
def test_every_posting_succeeds_while_the_clocks_differ_by_less(seconds, postings, clock, database_ahead):
    clock.shift(10)
    server = START + timedelta(seconds=10)
    database_ahead(seconds)
    for name, post in postings.items():
        assert post().status_code == 201, name
        assert Transaction.objects.latest("pk").booked_at == min(server, server + timedelta(seconds=seconds)), name
    check_books()


def test_setting_says_how_far_the_clocks_may_differ(cashier_client, account, database_ahead, settings):
    settings.MAX_CLOCK_DIFFERENCE = 2
    database_ahead(3)
    assert_error(deposit(cashier_client, account, "1.00"), 503, "unavailable")
    settings.MAX_CLOCK_DIFFERENCE = 4
    assert deposit(cashier_client, account, "1.00").status_code == 201


def test_account_with_entry_in_the_near_future_is_not_booked_there(
    clock, cashier_client, account, database_ahead, caplog
):
    """The database's clock was set back, by less than clocks may differ."""
    assert deposit(cashier_client, account, "1.00").status_code == 201
    caplog.clear()
    database_ahead(-2.5)
    response = deposit(cashier_client, account, "1.00")
    assert_error(response, 503, "unavailable")
    assert response.headers["Retry-After"] == "3"
    check_logged(caplog, "POST /api/transactions/deposit/", "later than the database's time")


def test_account_with_entry_in_the_future_takes_no_posting_and_spreads_nothing(
    postings, account, other_account, caplog
):
    """As a bank may have it from before: a server whose clock was ahead has posted."""
    ahead, before = START + timedelta(days=400), Transaction.objects.count()
    Account.objects.filter(number=account).update(last_booked_at=ahead)
    for name in (
        "deposit",
        "withdrawal",
        "transfer by a member",
        "transfer at the counter",
        "reversal",
        "disbursement",
    ):
        caplog.clear()
        response = postings[name]()
        assert_error(response, 503, "unavailable")
        assert response.headers["Retry-After"] == "3600"
        assert f"account {account} has an entry of {ahead.isoformat()}" in refused(caplog, logging.ERROR), name
    assert Transaction.objects.count() == before
    assert Account.objects.get(number=other_account).last_booked_at < ahead


def test_posting_is_booked_within_the_databases_time(cashier_client, account):
    before = database_time()
    assert deposit(cashier_client, account, "1.00").status_code == 201
    entry = Entry.objects.get(account__number=account)
    assert before <= entry.booked_at <= database_time()
    assert abs(datetime.now(UTC) - database_time()) < timedelta(seconds=5)


def test_posting_that_claims_to_be_of_the_future_is_booked_at_the_databases_time(cashier, account):
    with override_now(datetime.now(UTC) + timedelta(days=400)):
        written = post_deposit(actor=cashier, number=account, amount=100, description="", client=SYSTEM_CLIENT)
    assert written.booked_at <= database_time()


@pytest.mark.parametrize("command", [["snapshot_balances"], ["seed", "--members", "2", "--transactions", "10"]])
def test_command_that_writes_the_books_is_an_error_while_the_clocks_differ(command, database_ahead):
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
