"""Figures of the whole bank, for the summary and for a manager's dashboard."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from accounts.enums import CUSTOMER_TYPES
from accounts.selectors import count_customer_accounts
from core.dates import today
from loans.portfolio import Portfolio, portfolio_on
from loans.selectors import count_waiting_applications
from reports.selectors.trial_balance import trial_balance
from transactions.enums import TransactionType
from transactions.ledger.daily_totals import DayTotal, PersonTotal, totals_by_day
from users.selectors import count_active_members

_COUNTED = {
    "deposits": TransactionType.DEPOSIT,
    "withdrawals": TransactionType.WITHDRAWAL,
    "transfers": TransactionType.TRANSFER,
}


@dataclass(frozen=True)
class Summary:
    """Figures by name; those in `amounts` are minor units, the others counts."""

    figures: dict[str, int]
    amounts: frozenset[str]
    portfolio: Portfolio


def summary_of(since: datetime, before: datetime) -> Summary:
    """The figures at the end of the last day (now, if that is in the future), and what was posted in the period."""
    portfolio = portfolio_on(min((before - timedelta(days=1)).date(), today()))
    posted = by_type(totals_by_day(since, before))
    counts = {name: posted[kind][0] for name, kind in _COUNTED.items()}
    amounts = {f"{name}_amount": posted[kind][1] for name, kind in _COUNTED.items()}
    money = frozenset({"customer_balances", "gross_portfolio", "portfolio_at_risk", *amounts})
    return Summary({**_people_and_accounts(before), **_loans(portfolio, before), **counts, **amounts}, money, portfolio)


def by_type(totals: Iterable[DayTotal | PersonTotal]) -> dict[TransactionType, tuple[int, int]]:
    """`{type: (count, amount)}`, with every type."""
    sums = {kind: [0, 0] for kind in TransactionType}
    for total in totals:
        sums[TransactionType(total.kind)][0] += total.count
        sums[TransactionType(total.kind)][1] += total.amount
    return {kind: (count, amount) for kind, (count, amount) in sums.items()}


def _people_and_accounts(before: datetime) -> dict[str, int]:
    lines = trial_balance(before)
    return {
        "members": count_active_members(joined_before=before),
        "accounts": count_customer_accounts(before),
        "customer_balances": sum(line.balance for line in lines if line.kind in CUSTOMER_TYPES),
    }


def _loans(portfolio: Portfolio, before: datetime) -> dict[str, int]:
    return {
        "loans_waiting": count_waiting_applications(before),
        "loans_running": len(portfolio.loans),
        "loans_late": len(portfolio.late),
        "gross_portfolio": portfolio.gross,
        "portfolio_at_risk": portfolio.at_risk,
    }
