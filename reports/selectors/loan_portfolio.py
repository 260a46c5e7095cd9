"""The loan portfolio at the end of a period: its totals, and its loans by age and by product."""

from dataclasses import dataclass
from fractions import Fraction

from core.dates import today
from core.money import MinorUnits
from loans.portfolio import Portfolio, portfolio_on
from reports.definitions import Period, ReportResult


@dataclass(frozen=True)
class AgingBucket:
    """The loans of one age."""

    days_late: str
    loans: int
    outstanding_principal: MinorUnits


@dataclass(frozen=True)
class ProductAgingBucket:
    """The loans of one product and age."""

    product: str
    days_late: str
    loans: int
    outstanding_principal: MinorUnits


@dataclass(frozen=True)
class PortfolioTotals:
    """All loans; `outstanding` is the principal by age."""

    loans: int
    gross_portfolio: MinorUnits
    loans_late: int
    portfolio_at_risk: MinorUnits
    par30: Fraction
    outstanding: dict[str, MinorUnits]


@dataclass(frozen=True)
class Arrears:
    """The loans that are late."""

    loans: int
    outstanding_principal: MinorUnits
    par30: Fraction


def loan_portfolio(period: Period) -> ReportResult[ProductAgingBucket, PortfolioTotals]:
    """The report of the portfolio by product and age."""
    portfolio = portfolio_at_end(period)
    rows = [
        ProductAgingBucket(product, age, loans, outstanding)
        for product, ages in sorted(portfolio.by_product().items())
        for age, (loans, outstanding) in ages.items()
    ]
    totals = PortfolioTotals(
        loans=len(portfolio.loans),
        gross_portfolio=portfolio.gross,
        loans_late=len(portfolio.late),
        portfolio_at_risk=portfolio.at_risk,
        par30=portfolio.par30,
        outstanding={age: outstanding for age, (_, outstanding) in portfolio.by_age().items()},
    )
    return ReportResult(rows, totals)


def portfolio_at_end(period: Period) -> Portfolio:
    """The portfolio at the end of the last day, or today's if that is in the future."""
    return portfolio_on(min(period.last, today()))


def aging_buckets(portfolio: Portfolio) -> list[AgingBucket]:
    """The portfolio by age, with every age."""
    return [AgingBucket(age, loans, outstanding) for age, (loans, outstanding) in portfolio.by_age().items()]


def arrears(portfolio: Portfolio) -> Arrears:
    """The loans in arrears, and their share in the portfolio."""
    outstanding = sum(loan.outstanding for loan in portfolio.late)
    return Arrears(loans=len(portfolio.late), outstanding_principal=outstanding, par30=portfolio.par30)
