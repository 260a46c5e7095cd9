"""The limits of a member's transfers a day and of a cashier's postings at a time; both are settings and exact."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext

from core.authorization.capabilities import Capability, has_capability, require_capability
from core.dates import today
from core.db.deferred import execute_deferred
from core.db.sql import insert_sql
from core.db.transactions import require_transaction
from core.money import to_minor, to_text
from transactions.exceptions import LimitExceeded
from transactions.models import DailyTransfers
from users.models import User


@dataclass(frozen=True)
class TransferLimit:
    """What somebody may transfer, in minor units; None without a limit."""

    limit: int | None
    left: int | None


def transfer_limit(actor: User) -> TransferLimit:
    """A member's limit of a day and what is left of it; a cashier's limit of one transfer; none for a manager.

    Read without a lock: a transfer at the same time may use up what is left.
    """
    if has_capability(actor, Capability.EXCEED_CASHIER_LIMIT):
        return TransferLimit(None, None)
    if has_capability(actor, Capability.TRANSFER_FOR_MEMBERS):
        limit = to_minor(settings.CASHIER_LIMIT, settings.BANK_CURRENCY)
        return TransferLimit(limit, limit)
    require_capability(actor, Capability.TRANSFER_OWN_MONEY)
    limit = to_minor(settings.MEMBER_DAILY_TRANSFER_LIMIT, settings.BANK_CURRENCY)
    used = DailyTransfers.objects.filter(user_id=actor.pk, day=today()).values_list("amount", flat=True).first()
    return TransferLimit(limit, max(limit - (used or 0), 0))


def check_cashier_limit(actor: User, amount: int, currency: str) -> None:
    """Checks a deposit, withdrawal or transfer by a cashier, in minor units; a manager has no limit.

    Raises LimitExceeded.
    """
    limit = to_minor(settings.CASHIER_LIMIT, currency)
    if amount > limit and not has_capability(actor, Capability.EXCEED_CASHIER_LIMIT):
        raise _exceeded(
            limit, limit, currency, gettext("A cashier may take in, pay out or transfer at most %(limit)s at a time.")
        )


@dataclass
class DayTotal:
    """A member's transfers of a day with one more, in minor units; `total` is known once it has been added."""

    amount: int
    total: int | None = None

    def check(self, currency: str) -> None:
        """Raises LimitExceeded, and RuntimeError before the statement that adds has been sent."""
        if self.total is None:
            raise RuntimeError("the transfers of the day have not been read yet")
        limit = to_minor(settings.MEMBER_DAILY_TRANSFER_LIMIT, currency)
        if self.total > limit:
            left = max(limit - (self.total - self.amount), 0)
            raise _exceeded(limit, left, currency, gettext("A member may transfer at most %(limit)s a day."))


def add_to_day(actor: User, amount: int) -> DayTotal:
    """Adds an amount to a member's transfers of the day, in the caller's transaction, with its next statement.

    The row stays locked until the commit, and a refusal undoes the addition, so that transfers at the same time cannot
    exceed the limit. It is locked before accounts are. Raises TransactionManagementError outside a transaction.
    """
    day = DayTotal(amount)
    _add(actor.pk, today(), amount, partial(setattr, day, "total"))
    return day


def _exceeded(limit: int, left: int, currency: str, message: str) -> LimitExceeded:
    figures = {"limit": to_text(limit, currency), "left": to_text(left, currency)}
    return LimitExceeded(message % {"limit": f"{figures['limit']} {currency}"}, details=figures)


def _add(user_id: int, day: date, amount: int, then: Callable[[int], None]) -> None:  # guard: daily-total
    """Adds the amount and passes the day's new total on: one statement inserts or updates, locks and reads the row."""
    require_transaction("limits.add_to_day()")
    insert, values = insert_sql(DailyTransfers, [{"user_id": user_id, "day": day, "amount": amount}])
    if connection.vendor == "mysql":  # without RETURNING; 2 affected rows mean that the row existed
        execute_deferred(
            f"{insert} ON DUPLICATE KEY UPDATE amount = LAST_INSERT_ID(amount + %s)",
            [*values, amount],
            lambda result: then(result.lastrowid if result.rowcount == 2 else amount),
        )
        return
    with connection.cursor() as cursor:
        cursor.execute(
            f"{insert} ON CONFLICT (user_id, day) DO UPDATE SET amount = amount + excluded.amount RETURNING amount",
            values,
        )
        then(int(cursor.fetchone()[0]))
