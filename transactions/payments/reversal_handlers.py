"""Handlers of reversals by transaction type, which higher apps register in `AppConfig.ready`."""

from collections.abc import Callable
from typing import Protocol

from transactions.enums import TransactionType
from transactions.models import Transaction
from users.models import User

FollowUp = Callable[[Transaction], None]


class ReversalHandler(Protocol):
    """Handles the reversal of transactions of a type that belong to other rows, such as a loan."""

    def __call__(self, *, actor: User, transaction_id: int) -> FollowUp | None:
        """Locks and checks the rows that the transaction belongs to, before the transaction or an account is locked.

        Returns a function to call with the reversal after it is written, in the same transaction; None where there is
        no row.
        Raises an ApplicationError that refuses the reversal.
        """


_handlers: dict[TransactionType, ReversalHandler] = {}


def register_reversal_handler(kind: TransactionType, handler: ReversalHandler) -> None:
    """Registers the handler of a type; types in `LOAN_TYPES` cannot be reversed without one."""
    _handlers[kind] = handler


def get_reversal_handler(kind: TransactionType) -> ReversalHandler | None:
    """The handler of a type, if it has one."""
    return _handlers.get(kind)
