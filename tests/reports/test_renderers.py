"""Each field of a report's dataclass is rendered by its type; a definition has the columns of its rows."""

from dataclasses import fields, make_dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any, get_args, get_type_hints

import pytest

from accounts.enums import AccountType
from core.dates import Month
from core.money import MinorUnits
from reports.definitions import Period, ReportDefinition, ReportResult
from reports.registry import REPORTS
from reports.renderers.csv import to_csv
from reports.renderers.fields import render_fields
from reports.renderers.json import to_json
from reports.selectors.dashboards import CashierDashboard, ManagerDashboard, MemberDashboard
from reports.serializers import CashierDashboardSerializer, ManagerDashboardSerializer, MemberDashboardSerializer

DAY = date(2026, 3, 1)
PERIOD = Period(datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 4, 1, tzinfo=UTC))


def render(hint, value):
    """What becomes of a value in a field of this type."""
    return render_fields(make_dataclass("Row", [("field", hint)])(value))


@pytest.mark.parametrize(
    ("hint", "value", "rendered"),
    [
        (int, 1250, 1250),
        (str, "Vault", "Vault"),
        (MinorUnits, 125_000, "1250.00"),
        (MinorUnits, 0, "0.00"),
        (MinorUnits, -5, "-0.05"),
        (MinorUnits | None, 5, "0.05"),
        (MinorUnits | None, 0, "0.00"),
        (MinorUnits | None, None, ""),
        (date, DAY, "2026-03-01"),
        (date | None, None, ""),
        (Month, DAY, "2026-03"),
        (Fraction, Fraction(0), "0.0000"),
        (Fraction, Fraction(1, 3), "0.3333"),
        (Fraction, Fraction(2, 3), "0.6667"),
        (Fraction, Fraction(1), "1.0000"),
        (AccountType, AccountType.LOANS_RECEIVABLE, "loans_receivable"),
    ],
)
def test_field_is_rendered_by_its_type(hint, value, rendered):
    found = render(hint, value)
    assert found == {"field": rendered}
    assert type(found["field"]) is type(rendered)


@pytest.mark.parametrize(("currency", "text"), [("JPY", "1250"), ("KWD", "1.250"), ("CLF", "0.1250")])
def test_amount_has_the_decimals_of_the_currency_of_the_bank(settings, currency, text):
    settings.BANK_CURRENCY = currency
    assert render(MinorUnits, 1250) == {"field": text}


def test_dict_field_is_rendered_as_one_value_for_each_key():
    assert render(dict[str, MinorUnits], {"1-30": 5, "over 90": 0}) == {"field_1-30": "0.05", "field_over 90": "0.00"}


@pytest.mark.parametrize(
    ("hint", "value"),
    [
        (float, 12.5),
        (Decimal, Decimal("12.5")),
        (bool, True),
        (datetime, datetime(2026, 3, 1, tzinfo=UTC)),
        (int | str, 5),
        (list[int], [5]),
        (dict[str, float], {}),
        (Any, "text"),
    ],
)
def test_field_of_a_type_without_a_rule_is_a_type_error(hint, value):
    with pytest.raises(TypeError, match=r"Row\.field"):
        render(hint, value)


@pytest.mark.parametrize("name", REPORTS)
def test_all_fields_of_every_report_have_a_type_that_is_rendered(name):
    row_type, totals_type = get_args(get_type_hints(REPORTS[name].query)["return"])
    assert row_type is REPORTS[name].row_type
    for dataclass in (row_type, totals_type):
        with pytest.raises(AttributeError):  # only the values are missing: a type without a rule is a TypeError
            render_fields(object.__new__(dataclass))


def test_report_whose_rows_have_other_fields_than_its_columns_is_a_type_error():
    right, wrong = make_dataclass("Right", [("month", Month), ("joined", int)]), make_dataclass("Wrong", ["joined"])
    swapped = make_dataclass("Swapped", [("joined", int), ("month", Month)])
    for row in (wrong(5), swapped(5, DAY)):
        result = ReportResult([right(DAY, 5), row], wrong(5))
        definition = ReportDefinition("growth", "Growth", right, lambda _, result=result: result)
        with pytest.raises(TypeError, match=r"Report growth: .*'month', 'joined'"):
            definition.build(PERIOD)


def test_row_of_another_dataclass_with_the_same_fields_is_rendered_by_its_own_types():
    count, amount = (make_dataclass("Row", [("figure", str), ("value", hint)]) for hint in (int, MinorUnits))
    result = ReportResult([count("loans", 5), amount("gross", 5)], make_dataclass("Totals", [("loans", int)])(5))
    definition = ReportDefinition("figures", "Figures", count, lambda _: result)

    body = to_json(definition, PERIOD, definition.build(PERIOD))

    assert body == {
        "report": "figures", "title": "Figures", "from": DAY, "to": date(2026, 3, 31), "currency": "USD",
        "columns": ["figure", "value"],
        "rows": [{"figure": "loans", "value": 5}, {"figure": "gross", "value": "0.05"}],
        "summary": {"loans": 5},
    }  # fmt: skip
    assert list(to_csv(definition, result)) == ["figure,value\r\n", "loans,5\r\n", "gross,0.05\r\n"]


@pytest.mark.parametrize(
    ("dashboard", "serializer"),
    [
        (MemberDashboard, MemberDashboardSerializer),
        (CashierDashboard, CashierDashboardSerializer),
        (ManagerDashboard, ManagerDashboardSerializer),
    ],
)
def test_serializer_of_a_dashboard_has_all_its_fields_in_order(dashboard, serializer):
    assert list(serializer().fields) == [field.name for field in fields(dashboard)]
