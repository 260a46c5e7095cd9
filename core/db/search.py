"""Searches in text columns by comparing search keys that are stored beside them (docs/adr/0002-search-keys.md).

A model with such columns is a `SearchableModel`; `name_folded__finds=term` selects rows whose `name` contains the term.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, ClassVar, Self, TypeVar

from django.db import models
from django.db.models.expressions import Col
from django.db.models.lookups import Contains

from core.text import MAX_SEARCH_KEY, fold, search_key

if TYPE_CHECKING:
    CharField = models.CharField[Any, Any]
else:
    CharField = models.CharField  # takes parameters in the stubs only

Row = TypeVar("Row", bound=models.Model)


class FoldedField(CharField):
    """The search key of the text column `source`, computed whenever the row is saved.

    NULL where the row was not written by the model, or by a version of the portal without search keys.
    """

    def __init__(self, *, source: str, **options: Any) -> None:
        self.source = source
        super().__init__(**{"max_length": MAX_SEARCH_KEY, "null": True, "editable": False, **options})

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        """For migrations."""
        name, path, args, options = super().deconstruct()
        return name, path, list(args), {**options, "source": self.source}

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        """The key of the text that is being saved."""
        key = search_key(getattr(model_instance, self.source))
        setattr(model_instance, self.attname, key)
        return key


@FoldedField.register_lookup
class Finds(Contains):
    """Whether the source contains the term: case, normal form and kind of space do not matter, accents do.

    For a row without a key, the text itself is compared in lower case.
    """

    lookup_name = "finds"
    prepare_rhs = False

    def get_prep_lookup(self) -> str:
        """The term, folded as the keys are."""
        return fold(str(self.rhs))

    def get_rhs_op(self, connection: Any, rhs: str) -> str:
        """Compares bytes, with literal `%` and `_`, on every database and under every collation."""
        return str(connection.operators["contains"] % rhs)

    def process_lhs(self, compiler: Any, connection: Any, lhs: Any = None) -> tuple[str, Any]:
        """The key, or the text in lower case."""
        key, params = super().process_lhs(compiler, connection, lhs)
        column: Any = self.lhs
        source, _ = compiler.compile(Col(column.alias, column.target.model._meta.get_field(column.target.source)))
        return f"COALESCE({key}, LOWER({source}))", params


class SearchableQuerySet(models.QuerySet[Row]):
    """Updates the keys when a query changes the texts."""

    def update(self, **changes: Any) -> int:
        """As Django's; where the new text is an expression, the key becomes NULL."""
        for field in folded_fields(self.model):
            if field.source in changes:
                text = changes[field.source]
                changes[field.name] = search_key(text) if isinstance(text, str) else None
        return super().update(**changes)


class SearchableManager(models.Manager[Row]):
    """A manager with such querysets."""

    def get_queryset(self) -> models.QuerySet[Row]:
        """All rows."""
        return SearchableQuerySet(self.model, using=self._db)


class SearchableModel(models.Model):
    """A model that saves search keys together with their texts."""

    insert_only: ClassVar[bool] = False  # the database refuses every UPDATE
    objects: ClassVar[models.Manager[Self]] = SearchableManager()

    class Meta:
        abstract = True

    def save(self, *args: Any, update_fields: Iterable[str] | None = None, **options: Any) -> None:
        """As Django's; `update_fields` need not name the keys."""
        if update_fields is not None:
            changed = set(update_fields)
            update_fields = changed | {f.name for f in folded_fields(type(self)) if f.source in changed}
        super().save(*args, update_fields=update_fields, **options)


def folded_fields(model: type[models.Model]) -> list[FoldedField]:
    """The search keys of a model."""
    return [field for field in model._meta.concrete_fields if isinstance(field, FoldedField)]
