"""The reports: names, columns, and how each is built for a period. All amounts become text here."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.conf import settings

from core.dates import today
from core.money import to_text
from loans.portfolio import portfolio_on
from reports.selectors.people import growth_by_month, names_of_staff
from reports.selectors.summary import summary_of
from reports.selectors.trial_balance import trial_balance
from transactions.ledger.daily_totals import totals_by_day, totals_by_person

Row = dict[str, str | int]


@dataclass(frozen=True)
class Period:
    """Whole days (UTC): `since` is the start of the first, `before` the end of the last."""

    since: datetime
    before: datetime

    @property
    def first(self) -> date:
        """The first day."""
        return self.since.date()

    @property
    def last(self) -> date:
        """The last day, included."""
        return (self.before - timedelta(days=1)).date()


@dataclass(frozen=True)
class ReportResult:
    """The rows of a report, all of one shape, and its totals."""

    rows: list[Row]
    summary: Row = field(default_factory=dict)


@dataclass(frozen=True)
class ReportDefinition:
    """A report: name, title, the columns of its rows in order, and the function that builds it."""

    name: str
    title: str
    columns: tuple[str, ...]
    build: Callable[[Period], ReportResult]


def _money(minor: int) -> str:
    return to_text(minor, settings.BANK_CURRENCY)


def _summary(period: Period) -> ReportResult:
    facts = summary_of(period.since, period.before)
    figures: Row = {name: _money(value) if name in facts.amounts else value for name, value in facts.figures.items()}
    return ReportResult([{"figure": name, "value": value} for name, value in figures.items()], figures)


def _trial_balance(period: Period) -> ReportResult:
    lines = trial_balance(period.before)
    rows: list[Row] = [
        {
            "kind": line.kind.value,
            "account": line.number,
            "name": line.name or f"Customers, {line.kind.label.lower()}",
            "debit": _money(-line.balance) if line.balance < 0 else "",
            "credit": _money(line.balance) if line.balance > 0 else "",
        }
        for line in lines
    ]
    debits, credits_ = (sum(max(sign * line.balance, 0) for line in lines) for sign in (-1, 1))
    totals: Row = {"debit": _money(debits), "credit": _money(credits_), "difference": _money(credits_ - debits)}
    return ReportResult(rows, totals)


def _daily_transactions(period: Period) -> ReportResult:
    totals = totals_by_day(period.since, period.before)
    rows: list[Row] = [
        {"day": total.day.isoformat(), "kind": total.kind, "count": total.count, "amount": _money(total.amount)}
        for total in totals
    ]
    return ReportResult(rows, {"count": sum(total.count for total in totals)})


def _cashier_activity(period: Period) -> ReportResult:
    staff = names_of_staff()
    rows: list[Row] = [
        {
            "cashier": total.created_by_id,
            "name": staff[total.created_by_id],
            "kind": total.kind,
            "count": total.count,
            "amount": _money(total.amount),
        }
        for total in totals_by_person(period.since, period.before, staff)
    ]
    return ReportResult(rows, {"cashiers": len({row["cashier"] for row in rows})})


def _loan_portfolio(period: Period) -> ReportResult:
    portfolio = portfolio_on(min(period.last, today()))
    ages: Row = {f"outstanding_{name}": _money(amount) for name, (_, amount) in portfolio.by_age().items()}
    summary: Row = {
        "loans": len(portfolio.loans),
        "gross_portfolio": _money(portfolio.gross),
        "loans_late": len(portfolio.late),
        "portfolio_at_risk": _money(portfolio.at_risk),
        "par30": portfolio.par30_text,
        **ages,
    }
    return ReportResult(list(_by_product_and_age(portfolio.by_product())), summary)


def _by_product_and_age(products: dict[str, dict[str, tuple[int, int]]]) -> Iterator[Row]:
    for product, ages in sorted(products.items()):
        for bucket, (count, amount) in ages.items():
            yield {"product": product, "days_late": bucket, "loans": count, "outstanding_principal": _money(amount)}


def _member_growth(period: Period) -> ReportResult:
    rows: list[Row] = [
        {"month": month, "joined": joined, "members": members}
        for month, joined, members in growth_by_month(period.since, period.before)
    ]
    return ReportResult(rows, {"joined": sum(int(row["joined"]) for row in rows)})


_PORTFOLIO_COLUMNS = ("product", "days_late", "loans", "outstanding_principal")
REPORTS = {
    report.name: report
    for report in (
        ReportDefinition("summary", "Summary", ("figure", "value"), _summary),
        ReportDefinition(
            "trial-balance", "Trial balance", ("kind", "account", "name", "debit", "credit"), _trial_balance
        ),
        ReportDefinition(
            "daily-transactions", "Daily transactions", ("day", "kind", "count", "amount"), _daily_transactions
        ),
        ReportDefinition(
            "cashier-activity", "Cashier activity", ("cashier", "name", "kind", "count", "amount"), _cashier_activity
        ),
        ReportDefinition("loan-portfolio", "Loan portfolio", _PORTFOLIO_COLUMNS, _loan_portfolio),
        ReportDefinition("member-growth", "Member growth", ("month", "joined", "members"), _member_growth),
    )
}
