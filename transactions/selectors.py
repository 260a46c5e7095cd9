"""Reads transactions and entries: one access-checked query for each."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Case, F, Q, QuerySet, When

from accounts.models import Account
from accounts.selectors import account_ids_owned_by, entry_counts_of_accounts
from core.api.bounded_pages import BoundedList
from core.authorization.capabilities import Capability, has_capability
from core.db.compiled_query import CompiledQuery
from core.exceptions import NotFound
from transactions.ledger.positions import SeqRange
from transactions.lists import AccountEntries, AccountTransactions, BankTransactions
from transactions.models import Entry, Transaction
from users.models import User

_ACCOUNT_COLUMNS = ("number", "type", "owner")  # of both sides, for a list and for the record of who has read it


def transactions_visible_to(actor: User) -> QuerySet[Transaction]:
    """With the capability all, otherwise those from or to one's own accounts."""
    rows = _all_transactions()
    if has_capability(actor, Capability.VIEW_ALL_TRANSACTIONS):
        return rows
    if not has_capability(actor, Capability.VIEW_OWN_RECORDS):
        return rows.none()
    mine = account_ids_owned_by(actor)
    return rows.filter(Q(from_account__in=mine) | Q(to_account__in=mine))


def _all_transactions() -> QuerySet[Transaction]:
    return Transaction.objects.select_related("from_account", "to_account", "reversed_by")


def _transactions_for_list() -> QuerySet[Transaction]:
    """With the columns that a list shows."""
    accounts = [f"{side}__{name}" for side in ("from_account", "to_account") for name in _ACCOUNT_COLUMNS]
    return _all_transactions().only(
        "kind", "amount", "currency", "description", "booked_at", "value_date", "created_by", "reverses",
        "reversed_by__id", *accounts,
    )  # fmt: skip


def transaction_visible_to(actor: User, transaction_id: int) -> Transaction:
    """One visible transaction. Raises NotFound."""
    found = transactions_visible_to(actor).filter(pk=transaction_id).first()
    if found is None:
        raise NotFound
    return found


def find_transactions(
    actor: User,
    *,
    account: Account | None,
    kind: str | None,
    since: datetime | None,
    before: datetime | None,
    least: int | None,
    most: int | None,
    search: str,
) -> BoundedList[Transaction]:
    """The visible transactions that match; amounts in minor units, `search` looks into the description.

    Those of an account that the actor may see, of all accounts with the capability, otherwise of one's own. Accounts'
    transactions are read along their entries: by `from_account` or `to_account`, the database sorts a whole history.
    """
    rows = CompiledQuery[Transaction](_transactions_for_list).filter_given(
        kind=kind,
        amount__gte=least,
        amount__lte=most,
        description_folded__finds=search or None,
    )
    by_content = bool(search) or least is not None or most is not None
    if account is None and has_capability(actor, Capability.VIEW_ALL_TRANSACTIONS):
        rows = rows.filter_given(booked_at__gte=since, booked_at__lt=before)
        return BankTransactions(rows, since, before, filtered=by_content)
    lengths = _own_lengths(actor) if account is None else {account.pk: account.seq}
    return AccountTransactions(rows, lengths, since, before, filtered=by_content or kind is not None)


def _own_lengths(actor: User) -> dict[int, int]:
    return entry_counts_of_accounts(actor) if has_capability(actor, Capability.VIEW_OWN_RECORDS) else {}


def entries_of(account: Account) -> QuerySet[Entry]:
    """The entries of an account, with the other account, its holder and the reversal of each; not ordered."""
    return _with_counterparty(Entry.objects.filter(account=account))


def latest_entries(accounts: Sequence[Account], count: int) -> list[Entry]:
    """The latest entries of customer accounts together, as by `entries_of` and with their account; newest first."""
    latest = Q()
    for account in accounts:
        latest |= Q(account=account, seq__range=(account.seq - count + 1, account.seq))
    entries = _with_counterparty(Entry.objects.filter(latest)).select_related("account")
    # No index begins with the time: by the bare id, MariaDB may read all entries of the bank until it has found enough.
    return list(entries.order_by("-booked_at", "-id")[:count]) if accounts else []


def latest_transaction_ids(account: Account, count: int) -> list[int]:
    """The ids of the transactions of the latest entries of an account of the bank's own, such as a till."""
    entries = Entry.objects.filter(account=account).order_by("-booked_at", "-id")
    return list(entries.values_list("transaction", flat=True)[:count])


def find_entries(
    account: Account,
    within: SeqRange,
    *,
    direction: str | None,
    least: int | None,
    most: int | None,
    search: str,
) -> BoundedList[Entry]:
    """The entries of an account that match; amounts in minor units, `search` looks into the description.

    A period is a range of `seq` (`ledger.positions.seq_bounds`), along which booking times never decrease: the same
    index bounds the period, sorts the rows and continues after a cursor.
    """
    filters = {
        "direction": direction,
        "amount__gte": least,
        "amount__lte": most,
        "transaction__description_folded__finds": search or None,
    }
    filtered = any(value is not None for value in filters.values())
    rows = CompiledQuery[Entry](_entries_for_list).filter(account=account.pk).filter_given(**filters)
    return AccountEntries(rows, within, filtered)


def _entries_for_list() -> QuerySet[Entry]:
    """With the columns that a list shows."""
    accounts = [f"{side}__{name}" for side in ("from_account", "to_account") for name in _ACCOUNT_COLUMNS]
    of_transaction = ["kind", "currency", "description", "value_date", *accounts]
    return _with_counterparty(Entry.objects.all()).only(
        "account", "direction", "amount", "seq", "balance_after", "booked_at",
        *(f"transaction__{name}" for name in of_transaction),
    )  # fmt: skip


def _with_counterparty(entries: QuerySet[Entry]) -> QuerySet[Entry]:
    """Adds the transaction with its accounts, and the annotations that `Entry` declares; no row of a user is read."""
    to_holder = When(transaction__from_account=F("account"), then=F("transaction__to_account__owner__full_name"))
    rows = entries.select_related("transaction__from_account", "transaction__to_account")
    return rows.annotate(  # type: ignore[no-redef]  # django-stubs takes the declarations of `Entry` for fields
        counterparty_holder=Case(to_holder, default=F("transaction__from_account__owner__full_name")),
        reversal_id=F("transaction__reversed_by__id"),
    )
