"""The charts of the start page in the format of Chart.js. Only charts use floats; figures in text are exact."""

import json
from typing import Any

from django.conf import settings

from core.money import to_decimal
from reports.selectors.activity import CashFlow
from reports.selectors.loan_portfolio import AgingBucket

WEEK = 7  # days
# Readable on white and on the dark theme's grey.
_WORDS, _LINES = "#78818f", "#9ca3af40"
_PRIMARY = "var(--color-primary-500)"
_AMBER = "#d97706"
_BY_AGE = [_PRIMARY, "#f59e0b", _AMBER, "#dc2626", "#991b1b"]


def cash_flow_chart(days: list[CashFlow]) -> dict[str, str]:
    """Deposits and withdrawals side by side, a bar for seven days; the last bar ends today."""
    weeks = [days[max(end - WEEK, 0) : end] for end in range(len(days), 0, -WEEK)][::-1]
    data = {
        "labels": [f"{week[0].day:%d %b}" for week in weeks],
        "datasets": [
            _bar_dataset("Deposits", _PRIMARY, [_main_units(sum(day.deposits for day in week)) for week in weeks]),
            _bar_dataset("Withdrawals", _AMBER, [_main_units(sum(day.withdrawals for day in week)) for week in weeks]),
        ],
    }
    return {"data": json.dumps(data), "options": json.dumps(_options(legend=True, ticks=7))}


def portfolio_chart(ages: list[AgingBucket]) -> dict[str, str]:
    """The outstanding principal, a bar for each age."""
    amounts = [_main_units(age.outstanding_principal) for age in ages]
    data = {
        "labels": [age.days_late for age in ages],
        "datasets": [_bar_dataset("Outstanding principal", _BY_AGE, amounts)],
    }
    return {"data": json.dumps(data), "options": json.dumps(_options(legend=False, ticks=len(ages)))}


def _main_units(minor: int) -> float:
    return float(to_decimal(minor, settings.BANK_CURRENCY))


def _bar_dataset(label: str, colour: str | list[str], amounts: list[float]) -> dict[str, Any]:
    return {"label": label, "data": amounts, "backgroundColor": colour, "maxBarThickness": 48}


def _options(*, legend: bool, ticks: int) -> dict[str, Any]:
    labels = {"color": _WORDS, "maxRotation": 0}
    return {
        "animation": False,
        "responsive": True,
        "maintainAspectRatio": False,
        "interaction": {"mode": "index", "intersect": False},
        "plugins": {"legend": {"display": legend, "align": "end", "labels": {"color": _WORDS, "boxWidth": 12}}},
        "scales": {
            "x": {"grid": {"display": False}, "ticks": labels | {"maxTicksLimit": ticks}},
            "y": {"beginAtZero": True, "grid": {"color": _LINES}, "ticks": labels | {"maxTicksLimit": 6}},
        },
    }
