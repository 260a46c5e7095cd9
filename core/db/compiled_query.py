"""Queries whose SQL is made once for each shape: for the lists, which Django takes longer to build than to read.

A shape is a function that returns a queryset, and the steps that follow: `filter`, `order_by` and so on. The first
query of a shape is built by Django with marks for the values; those after it run its text with their own values.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any, Generic, NamedTuple, Self, TypeVar

from django.core.exceptions import EmptyResultSet, ValidationError
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Model, Q, QuerySet

from core.db.row_instances import instances_maker
from core.db.sql import Converter, convert_row

Row = TypeVar("Row", bound=Model)
Build = Callable[[], "QuerySet[Any, Any]"]
Step = tuple[Callable[..., "QuerySet[Any, Any]"], tuple[str, ...], int]  # the function, its names, how many values
SHAPES = 500  # of which the statements are kept in memory, about 10 kB each
_MAX_INTEGER = 2**63
_FIRST_MARK = 2_071_583_417  # of the integers; those of small columns must fit


class CompiledQuery(Generic[Row]):
    """A query that behaves as the queryset of its steps, with the methods that lists need.

    Values that are not a plain integer or text, and lookups that change their value, are left to Django. `build` and
    the functions of `apply` belong to a module and depend on nothing but their arguments, because the text of a shape
    is kept for the life of the process.
    """

    def __init__(self, build: Build, steps: tuple[Step, ...] = (), values: tuple[Any, ...] = ()) -> None:
        self._build, self._steps, self._values = build, steps, values

    def filter(self, *conditions: Q, **lookups: Any) -> Self:
        """As of a queryset. A query with conditions is left to Django."""
        return self.apply(_filter, *conditions, *lookups.values(), names=tuple(lookups))

    def filter_given(self, **lookups: Any) -> Self:
        """The rows that match all lookups whose value is not None."""
        given = {name: value for name, value in lookups.items() if value is not None}
        return self.filter(**given) if given else self

    def none(self) -> Self:
        """As of a queryset: no rows, and no query."""
        return self.apply(_none)

    def order_by(self, *names: str) -> Self:
        """As of a queryset, with names only."""
        return self.apply(_order_by, names=names)

    def apply(self, function: Callable[..., "QuerySet[Any, Any]"], *values: Any, names: tuple[str, ...] = ()) -> Self:
        """With the step `function(queryset, names, values)`, which looks at the number of values, not at themselves."""
        return type(self)(self._build, (*self._steps, (function, names, len(values))), (*self._values, *values))

    def first(self) -> Row | None:
        """The row with the lowest key, or None."""
        return next(iter(self.order_by("pk")[:1]), None)

    def queryset(self) -> "QuerySet[Row, Row]":
        """The same as Django's."""
        return _replay(self._build, self._steps, self._values)

    def __iter__(self) -> Iterator[Row]:
        return iter(self[:])

    def __getitem__(self, part: slice) -> list[Row]:
        """The rows of this part, read from the database."""
        using = connections[DEFAULT_DB_ALIAS]
        statement = None
        if not part.start and all(map(_is_plain, self._values)):
            types = tuple(map(type, self._values))
            statement = _statement(using.vendor, self._build, self._steps, types, part.stop)
        if statement is None:
            return list(self.queryset()[part])
        parameters = [self._values[each.number] if type(each) is _Place else each for each in statement.parameters]
        with using.cursor() as cursor:
            cursor.execute(statement.sql, parameters)
            rows = cursor.fetchall()
        return statement.make_instances(convert_row(row, statement.converters) for row in rows)


class _Statement(NamedTuple):
    sql: str
    parameters: tuple[Any, ...]  # constants and places
    converters: list[Converter]
    make_instances: Callable[[Iterable[Sequence[Any]]], list[Any]]


class _Place(NamedTuple):
    """The place of a value in the parameters of a statement."""

    number: int


@lru_cache(maxsize=SHAPES)
def _statement(
    _vendor: str, build: Build, steps: tuple[Step, ...], types: tuple[type, ...], stop: int | None
) -> _Statement | None:
    """The statement of a shape, whose values have these types.

    None where only Django can make it: because it changes a value, or knows that no row can match.
    """
    marks: dict[Any, _Place] = {_mark(kind, index): _Place(index) for index, kind in enumerate(types)}
    try:
        compiler = _replay(build, steps, tuple(marks))[:stop].query.get_compiler(DEFAULT_DB_ALIAS)
        sql, found = compiler.as_sql()
    except (EmptyResultSet, ValueError, ValidationError):  # errors of fields that do not take such a value
        return None
    parameters = tuple(marks.get(each, each) for each in found)
    if not set(marks.values()) <= set(parameters):
        return None
    select = [expression for expression, _, _ in compiler.select[: compiler.col_count]]
    converters = [(index, each, list(found)) for index, (found, each) in compiler.get_converters(select).items()]
    make = instances_maker(compiler.klass_info, compiler.select, DEFAULT_DB_ALIAS, compiler.annotation_col_map)
    return _Statement(sql, parameters, converters, make)


def _replay(build: Build, steps: tuple[Step, ...], values: tuple[Any, ...]) -> "QuerySet[Any, Any]":
    rows, used = build(), 0
    for function, names, count in steps:
        rows = function(rows, names, values[used : used + count])
        used += count
    return rows


def _filter(rows: "QuerySet[Any, Any]", names: tuple[str, ...], values: tuple[Any, ...]) -> "QuerySet[Any, Any]":
    conditions = values[: len(values) - len(names)]
    return rows.filter(*conditions, **dict(zip(names, values[len(conditions) :], strict=True)))


def _none(rows: "QuerySet[Any, Any]", _names: tuple[str, ...], _values: tuple[Any, ...]) -> "QuerySet[Any, Any]":
    return rows.none()


def _order_by(rows: "QuerySet[Any, Any]", names: tuple[str, ...], _values: tuple[Any, ...]) -> "QuerySet[Any, Any]":
    return rows.order_by(*names)


def _is_plain(value: object) -> bool:
    """Whether a value may be given to the database as it is: text, or an integer of 64 bits."""
    return type(value) is str or (type(value) is int and -_MAX_INTEGER <= value < _MAX_INTEGER)


def _mark(kind: type, index: int) -> object:
    """A value that stands for another while a statement is compiled. It must not be equal to one of a constant."""
    return _FIRST_MARK + index if kind is int else f"\0value {index}"
