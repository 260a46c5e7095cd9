"""Records which transactions and entries staff have read; views call it before the response."""

from collections.abc import Iterable, Sequence
from typing import Any

from rest_framework.request import Request

from accounts.models import Account
from audit.events import Event
from audit.reads import record_read_by
from transactions.models import Entry, Transaction
from transactions.serializers import other_account


def record_transactions_read(request: Request, rows: Iterable[Transaction], **about: Any) -> None:
    """Records the owners of the accounts, except for transactions from or to the reader's own account."""
    owners = [{account.owner_id for account in (row.from_account, row.to_account) if account} for row in rows]
    others = [owner for pair in owners if request.user.pk not in pair for owner in pair]
    record_read_by(request, Event.ACCOUNT_READ, others, **about)


def record_counterparties_read(request: Request, account: Account, page: Sequence[Entry]) -> None:
    """Records the people whose names are shown as counterparties, except on the reader's own account."""
    if account.owner_id != request.user.pk:
        others = {other.owner_id for entry in page if (other := other_account(entry))} - {account.owner_id}
        record_read_by(request, Event.ACCOUNT_READ, others, list="counterparties", account=account.number)
