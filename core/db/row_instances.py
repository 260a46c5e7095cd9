"""Makes the model instances of a compiled query straight from its rows.

`Model.from_db` calls `__init__`, which sends two signals and sets each attribute by its name: 10 µs for a transaction,
here 1. A page of 50 entries has 200 instances. A related row that several rows have in common becomes one instance,
as the account that all entries of a list belong to.
"""

from collections.abc import Callable, Iterable, Sequence
from operator import itemgetter
from typing import Any, TypeVar, cast

from django.db.models import Model
from django.db.models.base import ModelState
from django.db.models.signals import post_init, pre_init

Values = Sequence[Any]
Maker = Callable[[Values, dict[Any, Any]], Any]  # gets the related instances of the rows before, by path and key
Instance = TypeVar("Instance", bound=Model)
Setter = Callable[[Any, Any], None]


def instances_maker(
    info: dict[str, Any], select: Values, db: str, annotations: dict[str, int]
) -> Callable[[Iterable[Values]], list[Any]]:
    """A function that makes the instances of rows, with those of `select_related` and their annotations.

    `info`, `select` and `annotations` are what Django's compiler has found about the columns of the statement. Columns
    that the query does not read are deferred, as in Django.
    """
    make = _maker(info, select, db, annotations)

    def make_all(rows: Iterable[Values]) -> list[Any]:
        related: dict[Any, Any] = {}
        return [make(row, related) for row in rows]

    return make_all


def _maker(info: dict[str, Any], select: Values, db: str, annotations: dict[str, int]) -> Maker:
    columns = info["select_fields"]
    names = [select[column][0].target.attname for column in columns]
    read = _reader([*columns, *annotations.values()])
    new = instance_maker(info["model"], names, db, annotations)
    others = [_related(each, select, db) for each in info.get("related_klass_infos", ())]

    def make(row: Values, related: dict[Any, Any]) -> Any:
        instance = new(read(row))
        for set_other in others:
            set_other(instance, row, related)
        return instance

    return make


def _related(info: dict[str, Any], select: Values, db: str) -> Callable[[Any, Values, dict[Any, Any]], None]:
    """A function that sets a related instance; None where the row does not exist."""
    make, set_here, set_there = _maker(info, select, db, {}), info["local_setter"], info["remote_setter"]
    names = {select[column][0].target.attname: column for column in info["select_fields"]}
    key_column = names[info["model"]._meta.pk.attname]

    def set_other(instance: Any, row: Values, related: dict[Any, Any]) -> None:
        key = row[key_column]
        if key is None:
            set_here(instance, None)
            return
        other = related.get((key_column, key))
        if other is None:
            other = related[key_column, key] = make(row, related)
        set_here(instance, other)
        set_there(other, instance)

    return set_other


def _reader(columns: Sequence[int]) -> Callable[[Values], Values]:
    if len(columns) == 1:  # where an itemgetter returns no tuple
        return lambda row: (row[columns[0]],)
    return cast("Callable[[Values], Values]", itemgetter(*columns))


def instance_maker(
    model: type[Instance], fields: Sequence[str], db: str, annotations: Iterable[str] = ()
) -> Callable[[Values], Instance]:
    """A function that makes an instance from the values of these fields and then of these annotations."""
    names, count = [*fields, *annotations], len(fields)
    if _has_own_init(model):

        def make_by_django(values: Values) -> Instance:
            instance = model.from_db(db, fields, values[:count])
            vars(instance).update(zip(names[count:], values[count:], strict=True))
            return instance

        return make_by_django

    def make(values: Values) -> Instance:
        instance, state = object.__new__(model), ModelState()
        state.db, state.adding = db, False
        attributes = instance.__dict__
        attributes["_state"] = state
        attributes.update(zip(names, values))  # noqa: B905 (`strict` takes longer)
        return instance

    return make


def _has_own_init(model: type[Model]) -> bool:
    """Whether more happens than in Django's `__init__`: in a subclass, or by a signal."""
    changed = model.__init__ is not Model.__init__ or model.from_db.__func__ is not Model.from_db.__func__  # type: ignore[attr-defined]
    return bool(changed or pre_init.has_listeners(model) or post_init.has_listeners(model))
