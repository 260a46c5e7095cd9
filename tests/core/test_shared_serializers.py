"""Serializers that are made once for each thread: same results, no context of another request."""

import threading

import pytest
from rest_framework import serializers

from core.api.shared_serializers import serialize_rows, shared_serializer


class Item(serializers.Serializer):
    name = serializers.CharField()
    mine = serializers.SerializerMethodField()

    def get_mine(self, row):
        if row["name"] == "broken":
            raise ZeroDivisionError
        return self.context.get("owner") == row["name"]


ROWS = [{"name": "a"}, {"name": "b"}]


@pytest.mark.parametrize("context", [{"owner": "a"}, {"owner": "b"}, {}])
def test_rows_are_those_of_drfs_list_serializer(context):
    assert serialize_rows(Item, ROWS, context) == Item(ROWS, many=True, context=context).data


def test_context_ends_with_the_call_even_after_an_error():
    with pytest.raises(ZeroDivisionError):
        serialize_rows(Item, [{"name": "broken"}], {"owner": "a"})
    assert shared_serializer(Item).context == {}
    assert serialize_rows(Item, ROWS, {})[0] == {"name": "a", "mine": False}


def test_each_thread_has_an_instance_of_its_own():
    found = []
    thread = threading.Thread(target=lambda: found.append(shared_serializer(Item)))
    thread.start()
    thread.join()
    assert shared_serializer(Item) is shared_serializer(Item)
    assert found[0] is not shared_serializer(Item)
