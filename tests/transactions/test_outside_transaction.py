"""Functions that require a transaction raise an error outside one, before they run any query."""

import pytest
from django.db import OperationalError, connection
from django.db.transaction import TransactionManagementError
from django.test.utils import CaptureQueriesContext

from accounts.models import Account
from accounts.services import increment_open_loans, till_of
from core.client_info import SYSTEM_CLIENT
from core.clock import now
from core.db.transactions import atomic_with_retry
from core.idempotency.service import IdempotentRequest, _claim_key
from tests.api_payments import deposit, open_account
from tests.cash import put_cash_in_till
from tests.database_errors import failing
from tests.transactions.assertions import row_counts
from tests.transactions.ledger_assertions import empty_insert_only_tables
from transactions.ledger import posting as ledger
from transactions.ledger.daily_totals import roll_up_daily_totals
from transactions.models import DailyTransfers, Transaction
from transactions.payments.limits import add_to_day
from transactions.payments.services import post_deposit, post_transfer, post_withdrawal, reverse_transaction

pytestmark = pytest.mark.django_db(transaction=True)
SERVICES = ["deposit", "withdrawal", "transfer", "reversal"]


@pytest.fixture(autouse=True)
def _empty_ledger(transactional_db):
    yield
    empty_insert_only_tables()


@pytest.fixture
def post_call(request, cashier_client, manager, member, other_member):
    """A call of a posting service, with a funded account and an actor without a till, except for the withdrawal."""
    source, target = open_account(cashier_client, member.pk), open_account(cashier_client, other_member.pk)
    transaction_id = deposit(cashier_client, source, "100.00").json()["id"]
    if request.param == "withdrawal":
        put_cash_in_till(manager, 1_00)
    common, cash = {"actor": manager, "client": SYSTEM_CLIENT}, {"number": source, "amount": 100, "description": ""}
    transfer = {"from_number": source, "to_number": target, "amount": 100, "description": ""}
    return {
        "deposit": lambda: post_deposit(**common, **cash),
        "withdrawal": lambda: post_withdrawal(**common, **cash),
        "transfer": lambda: post_transfer(**common | {"actor": member}, **transfer),
        "reversal": lambda: reverse_transaction(**common, transaction_id=transaction_id, reason="entered twice"),
    }[request.param]


def row_counts_and_balances():
    balances = Account.objects.exclude(owner=None).order_by("pk").values_list("balance", flat=True)
    return [*row_counts(), DailyTransfers.objects.count(), Account.objects.count(), *balances]


@pytest.mark.parametrize("post_call", SERVICES, indirect=True)
def test_service_outside_a_transaction_writes_nothing_if_its_audit_row_fails(post_call):
    before = row_counts_and_balances()

    failing_insert = failing("INSERT INTO audit_events", 1114, "The table is full")
    with failing_insert, pytest.raises((TransactionManagementError, OperationalError)):
        post_call()

    assert row_counts_and_balances() == before


@pytest.mark.parametrize("post_call", SERVICES, indirect=True)
def test_service_outside_a_transaction_raises_an_error(post_call):
    before = row_counts_and_balances()

    with pytest.raises(TransactionManagementError):
        post_call()

    assert row_counts_and_balances() == before
    assert isinstance(atomic_with_retry(post_call)(), Transaction)


def test_functions_that_require_a_transaction_raise_outside_one_without_a_query(cashier, member):
    account = Account(pk=1, type="savings", owner=member, currency="USD")
    posting = ledger.Posting(
        "deposit", 1, [ledger.PostingLine(account, 1), ledger.PostingLine(account, -1)], cashier.pk
    )
    functions = [
        lambda: ledger.lock([account]),
        lambda: ledger.lock([]),
        lambda: ledger.lock_by_number("100000000190"),
        lambda: ledger.post(posting, {}),
        lambda: add_to_day(member, 1),
        lambda: increment_open_loans(1, by=1),
        lambda: till_of(cashier),
        lambda: roll_up_daily_totals(now()),
        lambda: _claim_key(IdempotentRequest(member.pk, "k", "0" * 64)),
    ]
    for number, function in enumerate(functions):
        with CaptureQueriesContext(connection) as captured, pytest.raises(TransactionManagementError):
            function()
        assert len(captured) == 0, number
