"""The balances of the bank's own accounts, which the ledger computes; it registers the function when it is loaded."""

from collections.abc import Callable, Collection

from accounts.models import Account

GetBalances = Callable[[Collection[Account]], dict[int, int]]
_get_balances: GetBalances | None = None


def register_ledger_balances(get_balances: GetBalances) -> None:
    """Sets the function that returns balances by id, in a constant number of queries."""
    global _get_balances  # noqa: PLW0603 (set once, when the apps are ready)
    _get_balances = get_balances


def ledger_balances(accounts: Collection[Account]) -> dict[int, int]:
    """What each of these accounts holds, or the bank has on it, in minor units and by id."""
    if _get_balances is None:
        raise LookupError("No function for the balances of the bank's own accounts is registered.")
    return _get_balances(accounts)
