"""The comparison of two databases reports what is lost or changed, and accepts new tables and columns."""

from collections import Counter

import pytest

from tests.upgrade.contents import differences

BEFORE = {"accounts": (("id", "balance"), Counter([(1, 100), (2, 0)]))}


def accounts(*rows, columns=("id", "balance")):
    return {"accounts": (columns, Counter(rows))}


@pytest.mark.parametrize(
    "after",
    [
        accounts((1, 100), (2, 0)),
        accounts((1, 100, None), (2, 0, None), columns=("id", "balance", "note")),
        accounts((100, 1), (0, 2), columns=("balance", "id")),
        {**accounts((1, 100), (2, 0)), "notes": (("id",), Counter([(1,)]))},
    ],
    ids=["unchanged", "a new column", "columns in another order", "a new table"],
)
def test_new_tables_and_columns_are_accepted(after):
    assert differences(BEFORE, after) == []


@pytest.mark.parametrize(
    ("after", "lines"),
    [
        (accounts((1, 100)), ["accounts: id=2, balance=0 is gone or changed"]),
        (
            accounts((1, 99), (2, 0)),
            ["accounts: id=1, balance=100 is gone or changed", "accounts: id=1, balance=99 is new or changed"],
        ),
        (accounts((1, 100), (2, 0), (3, 5)), ["accounts: id=3, balance=5 is new or changed"]),
        (accounts((1,), (2,), columns=("id",)), ["accounts.balance: the column is gone"]),
        ({}, ["accounts: the table is gone"]),
    ],
    ids=["a lost row", "a changed value", "a new row", "a lost column", "a lost table"],
)
def test_lost_or_changed_data_is_reported(after, lines):
    assert differences(BEFORE, after) == lines


def test_documented_changes_and_new_rows_of_growing_tables_are_accepted():
    after = accounts((1, 99), (2, 0), (3, 5))

    assert differences(BEFORE, after, changed={"accounts.balance"}, grown={"accounts"}) == []
