"""What else a reversal changes, by transaction type: apps above this one register it in `AppConfig.ready`."""

from collections.abc import Callable
from typing import Protocol

from transactions.enums import TransactionType
from users.models import User

FollowUp = Callable[[], None]


class ReversalHandler(Protocol):
    """Knows what belongs to transactions of a type."""

    def __call__(self, *, actor: User, transaction_id: int) -> FollowUp | None:
        """Locks what belongs to the transaction and judges it, before the transaction or an account is locked.

        Returns what to do once the reversal is written, in the same transaction; None where nothing is left to do.
        Raises what refuses the reversal.
        """


_handlers: dict[TransactionType, ReversalHandler] = {}


def register_reversal_handler(kind: TransactionType, handler: ReversalHandler) -> None:
    """Transactions of this type are reversed with this handler; types of loans cannot be reversed without one."""
    _handlers[kind] = handler


def get_reversal_handler(kind: TransactionType) -> ReversalHandler | None:
    """The handler of a type, if it has one."""
    return _handlers.get(kind)
