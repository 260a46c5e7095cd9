"""Getters that are made once give what DRF's `to_representation` gives."""

from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest
from django.core.exceptions import ObjectDoesNotExist
from rest_framework import serializers

from core.api.representation import representation_of
from users.models import User


class Inner(serializers.Serializer):
    name = serializers.CharField()
    twice = serializers.SerializerMethodField()

    def get_twice(self, row):
        return [row.name, row.name]


class Shouted(serializers.Serializer):
    name = serializers.CharField()

    def to_representation(self, instance):
        return {"name": str(instance.name).upper()}


class Row(serializers.Serializer):
    number = serializers.IntegerField()
    text = serializers.CharField()
    renamed = serializers.CharField(source="text")
    deep = serializers.CharField(source="inner.name")
    flag = serializers.BooleanField()
    kind = serializers.ChoiceField([("a", "A"), ("b", "B")])
    at = serializers.DateTimeField()
    day = serializers.DateField()
    amount = serializers.DecimalField(max_digits=6, decimal_places=2)
    inner = Inner()
    many = Inner(many=True)
    loud = Shouted(source="inner")
    computed = serializers.SerializerMethodField()
    with_default = serializers.CharField(default="default")
    may_be_missing = serializers.CharField(required=False)
    nullable = serializers.CharField(allow_null=True)
    called = serializers.CharField()
    secret = serializers.CharField(write_only=True)

    def get_computed(self, row):
        return [row.number, self.context.get("reader")]


class Broken:
    @property
    def nullable(self):
        raise ObjectDoesNotExist


def row(**changes):
    inner = SimpleNamespace(name="inner")
    values = {
        "number": 7, "text": "text", "flag": True, "kind": "a", "at": datetime(2026, 1, 2, tzinfo=UTC),
        "day": date(2026, 1, 2), "amount": "1.5", "inner": inner, "many": [inner, inner], "nullable": None,
        "called": lambda: "called",
    }  # fmt: skip
    return SimpleNamespace(**values | changes)


ROWS = {
    "plain": row(),
    "nulls": row(number=None, text=None, kind=None, at=None, day=None, amount=None, inner=None, many=None),
    "not of the field's type": row(number="8", text=5, kind="unknown", flag="no"),
    "with optional values": row(with_default="given", may_be_missing="given", nullable="given"),
    "dict": {**vars(row()), "called": "x"},
}
ROWS["nulls"].inner = SimpleNamespace(name=None)


@pytest.mark.parametrize("name", ROWS)
@pytest.mark.parametrize("context", [{}, {"reader": "me"}])
def test_representation_is_that_of_drf(name, context):
    serializer = Row(context=context)
    if name == "dict":
        serializer.fields.pop("computed")  # its method takes an object
        serializer.fields["inner"].fields.pop("twice")
        serializer.fields["many"].child.fields.pop("twice")
        serializer.fields.pop("loud")
        ROWS[name].update(inner={"name": "inner"}, many=[{"name": "inner"}])

    found, expected = representation_of(serializer)(ROWS[name]), serializer.to_representation(ROWS[name])

    assert found == expected
    assert list(found) == list(expected)
    assert [type(value) for value in found.values()] == [type(value) for value in expected.values()]


def test_related_row_that_does_not_exist_is_null():
    class Nullable(serializers.Serializer):
        nullable = serializers.CharField()

    assert representation_of(Nullable())(Broken()) == Nullable(Broken()).data == {"nullable": None}


def test_missing_attribute_is_the_same_error_as_in_drf():
    with pytest.raises(AttributeError) as expected:
        Row().to_representation(SimpleNamespace())
    with pytest.raises(AttributeError) as found:
        representation_of(Row())(SimpleNamespace())

    assert str(found.value) == str(expected.value)


@pytest.mark.parametrize("key", [3, None])
def test_related_field_is_the_key(key):
    class Keyed(serializers.Serializer):
        user = serializers.PrimaryKeyRelatedField(queryset=User.objects.none())

    given = SimpleNamespace(user=None if key is None else User(pk=key))

    assert representation_of(Keyed())(given) == Keyed().to_representation(given) == {"user": key}


def test_context_may_change_between_rows():
    serializer = Row()
    represent = representation_of(serializer)
    serializer._context = {"reader": "first"}
    first = represent(row())["computed"]
    serializer._context = {"reader": "second"}

    assert (first, represent(row())["computed"]) == ([7, "first"], [7, "second"])
