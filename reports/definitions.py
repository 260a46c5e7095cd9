"""What a report is: its period, its result, and its definition. Amounts are minor units here, days are dates."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from core.dates import bank_day, last_day_before

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Row = TypeVar("Row", bound="DataclassInstance")
Totals = TypeVar("Totals", bound="DataclassInstance")


@dataclass(frozen=True)
class Period:
    """Whole days: `since` is the start of the first, `before` the end of the last."""

    since: datetime
    before: datetime

    @property
    def first(self) -> date:
        """The first day."""
        return bank_day(self.since)

    @property
    def last(self) -> date:
        """The last day, included."""
        return last_day_before(self.before)


@dataclass(frozen=True)
class ReportResult(Generic[Row, Totals]):
    """The rows of a report and its totals: dataclasses, whose fields `reports.renderers` renders by their types."""

    rows: Sequence[Row]
    totals: Totals


@dataclass(frozen=True)
class ReportDefinition:
    """A report: its name and title, the dataclass of its rows, and the selector that reads it."""

    name: str
    title: str
    row_type: type["DataclassInstance"]
    query: Callable[[Period], ReportResult[Any, Any]]

    @property
    def columns(self) -> list[str]:
        """The names of the fields of a row, in order."""
        return _field_names(self.row_type)

    def build(self, period: Period) -> ReportResult[Any, Any]:
        """The report for a period. Raises TypeError if the fields of a row are not the columns."""
        result = self.query(period)
        for row_type in {type(row) for row in result.rows}:
            if _field_names(row_type) != self.columns:
                raise TypeError(f"Report {self.name}: the fields of {row_type.__name__} are not {self.columns}.")
        return result


def _field_names(row_type: type["DataclassInstance"]) -> list[str]:
    return [field.name for field in fields(row_type)]
