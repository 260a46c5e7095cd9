"""What must run inside a transaction says so, on every database."""

from django.db import connection
from django.db.transaction import TransactionManagementError


def require_transaction(operation: str) -> None:
    """Raises TransactionManagementError outside a transaction; costs no query.

    For statements that are written out: the ORM's `select_for_update()` checks by itself, but only on databases that
    have FOR UPDATE. Without a transaction each statement would be committed alone, and no lock would be held.
    """
    if not connection.in_atomic_block:  # guard: needs-transaction
        raise TransactionManagementError(f"{operation} cannot be used outside of a transaction.")
