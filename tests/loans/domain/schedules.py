"""Loan terms with published figures, schedules of changed terms, and the columns of a schedule."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from loans.domain.schedule import schedule_of
from loans.domain.terms import Terms
from loans.enums import DayCount, Method

LOAN = Terms(
    amount=5_000_00,
    annual_rate=Decimal(12),
    term_months=18,
    method=Method.DECLINING_BALANCE,
    day_count=DayCount.THIRTY_360,
    instalment_multiple=1,
    principal_grace_months=0,
    disbursed_on=date(2022, 11, 1),
    first_due_date=date(2022, 12, 1),
)


def schedule_with(**changes):
    return schedule_of(replace(LOAN, **changes))


def principal_parts(rows):
    return [row.principal for row in rows]


def interest_parts(rows):
    return [row.interest for row in rows]


def instalment_totals(rows):
    return [row.total for row in rows]


def minor_units(*figures):
    return [int(Decimal(figure) * 100) for figure in figures]
