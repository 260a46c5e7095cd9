"""Groups rows by periods whose bounds are constants: days and months of the bank's time zone.

The bounds are computed in Python, because the time zones of a database server may be missing, or of another release.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Case, IntegerField, Value, When
from django.db.models.expressions import Combinable


def bucket_number(field: str, starts: Sequence[datetime]) -> Combinable:
    """The number, from 0, of the last of `starts` that is not later than the field; 0 too for an earlier field.

    There is at least one; they are in ascending order. Compares by halves, so that a thousand periods cost ten
    comparisons a row.
    """
    return _among(field, starts, 0, len(starts))


def _among(field: str, starts: Sequence[datetime], first: int, end: int) -> Combinable:
    if end - first <= 1:
        return Value(first, output_field=IntegerField())
    middle = (first + end) // 2
    earlier = When(**{f"{field}__lt": starts[middle]}, then=_among(field, starts, first, middle))
    return Case(earlier, default=_among(field, starts, middle, end))
