"""What relies on a transaction refuses to run without one, on both databases and before it asks or writes anything."""

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
from tests.database_errors import failing
from tests.transactions.assertions import row_counts
from tests.transactions.ledger_assertions import forget
from transactions.ledger import posting as ledger
from transactions.ledger.daily_totals import roll_up_daily_totals
from transactions.models import DailyTransfers, Transaction
from transactions.payments.limits import consume_daily_limit
from transactions.payments.services import post_deposit, post_transfer, post_withdrawal, reverse_transaction

pytestmark = pytest.mark.django_db(transaction=True)
SERVICES = ["deposit", "withdrawal", "transfer", "reversal"]


@pytest.fixture(autouse=True)
def _forgotten(transactional_db):
    yield
    forget()


@pytest.fixture
def call(request, cashier_client, manager, member, other_member):
    """A service, with money for it to move and no till at its actor's hand."""
    source, target = open_account(cashier_client, member.pk), open_account(cashier_client, other_member.pk)
    moved = deposit(cashier_client, source, "100.00").json()["id"]
    who, cash = {"actor": manager, "client": SYSTEM_CLIENT}, {"number": source, "amount": 100, "description": ""}
    transfer = {"from_number": source, "to_number": target, "amount": 100, "description": ""}
    return {
        "deposit": lambda: post_deposit(**who, **cash),
        "withdrawal": lambda: post_withdrawal(**who, **cash),
        "transfer": lambda: post_transfer(**who | {"actor": member}, **transfer),
        "reversal": lambda: reverse_transaction(**who, transaction_id=moved, reason="entered twice"),
    }[request.param]


def rows():
    balances = Account.objects.exclude(owner=None).order_by("pk").values_list("balance", flat=True)
    return [*row_counts(), DailyTransfers.objects.count(), Account.objects.count(), *balances]


@pytest.mark.parametrize("call", SERVICES, indirect=True)
def test_service_outside_of_a_transaction_writes_nothing_when_its_audit_row_fails(call):
    before = rows()

    full = failing("INSERT INTO audit_events", 1114, "The table is full")
    with full, pytest.raises((TransactionManagementError, OperationalError)):
        call()

    assert rows() == before


@pytest.mark.parametrize("call", SERVICES, indirect=True)
def test_service_outside_of_a_transaction_is_an_error(call):
    before = rows()

    with pytest.raises(TransactionManagementError):
        call()

    assert rows() == before
    assert isinstance(atomic_with_retry(call)(), Transaction)


def test_each_part_that_relies_on_a_transaction_raises_outside_of_one_and_asks_the_database_nothing(cashier, member):
    account = Account(pk=1, type="savings", owner=member, currency="USD")
    posting = ledger.Posting(
        "deposit", 1, [ledger.PostingLine(account, 1), ledger.PostingLine(account, -1)], cashier.pk
    )
    parts = [
        lambda: ledger.lock([account]),
        lambda: ledger.lock([]),
        lambda: ledger.lock_by_number("100000000190"),
        lambda: ledger.post(posting, {}),
        lambda: consume_daily_limit(member, 1, "USD"),
        lambda: increment_open_loans(1, by=1),
        lambda: till_of(cashier),
        lambda: roll_up_daily_totals(now()),
        lambda: _claim_key(IdempotentRequest(member.pk, "k", "0" * 64)),
    ]
    for number, part in enumerate(parts):
        with CaptureQueriesContext(connection) as captured, pytest.raises(TransactionManagementError):
            part()
        assert len(captured) == 0, number
