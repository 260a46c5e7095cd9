"""Reads the statement of an account over a period."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models.functions import Coalesce
from django.utils.translation import ngettext

from accounts.models import Account
from accounts.payees import sees_full_names
from accounts.selectors import accounts_visible_to
from accounts.unknown_numbers import count_unknown_number
from core.exceptions import InvalidRequest, NotFound
from transactions.enums import Direction
from transactions.exceptions import StatementTooLong
from transactions.ledger.positions import annotated_range, entry_before, seq_bounds
from transactions.models import Entry
from transactions.selectors import entries_of
from users.models import User

MAX_STATEMENT_ENTRIES, MAX_PRINTED_ENTRIES = 10_000, 1_000


@dataclass(frozen=True)
class Statement:
    """The entries of an account from `since` to before `before`, with balances and totals in minor units."""

    account: Account
    since: datetime
    before: datetime
    opening_balance: int
    closing_balance: int
    total_credits: int
    total_debits: int
    entries: list[Entry]
    full_names: bool = False  # of the counterparties; masked otherwise


def statement_visible_to(
    actor: User, number: str, since: datetime, before: datetime, *, printed: bool = False
) -> Statement:
    """The statement: opening + credits - debits = closing, which is the opening of the next period.

    Two queries, however old the account is: the account with the balance after its last earlier entry, and the
    period's entries. Raises NotFound, InvalidRequest for a period of more than ten thousand entries, and
    StatementTooLong for one of more than a thousand with `printed`.
    """
    bounds = {**seq_bounds(since, before), "opening": Coalesce(entry_before(since, "balance_after"), 0)}
    account = accounts_visible_to(actor).annotate(**bounds).filter(number=number).first()
    if account is None:
        count_unknown_number(actor)
        raise NotFound
    opening: int = vars(account)["opening"]
    within = entries_of(account).filter(seq__range=annotated_range(account)).order_by("seq")
    entries = list(within[: (MAX_PRINTED_ENTRIES if printed else MAX_STATEMENT_ENTRIES) + 1])
    if printed and len(entries) > MAX_PRINTED_ENTRIES:
        raise StatementTooLong
    if len(entries) > MAX_STATEMENT_ENTRIES:
        text = ngettext(
            "More than %(most)s entry: choose a shorter period.",
            "More than %(most)s entries: choose a shorter period.",
            MAX_STATEMENT_ENTRIES,
        )
        raise InvalidRequest(to=text % {"most": MAX_STATEMENT_ENTRIES})
    credited = sum(entry.amount for entry in entries if entry.direction == Direction.CREDIT)
    debited = sum(entry.amount for entry in entries if entry.direction == Direction.DEBIT)
    closing = opening + credited - debited
    full_names = sees_full_names(actor)
    return Statement(account, since, before, opening, closing, credited, debited, entries, full_names)
