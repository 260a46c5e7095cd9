"""Cells that a spreadsheet would run are made text; everything else stays as it is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.csv_export import escape_formula

# A formula's beginnings, in half and full width, and what a spreadsheet strips to find one.
STARTS = [*"=+-@\t\r\n", "\uff1d", "\uff0b", "\uff0d", "\uff20"]


@pytest.mark.parametrize("start", STARTS)
@pytest.mark.parametrize("before", ["", " ", "   "])
def test_what_starts_a_formula_gets_an_apostrophe(start, before):
    assert escape_formula(f"{before}{start}1+1") == f"'{before}{start}1+1"


@pytest.mark.parametrize(
    "text", ["", "Rent", "a=b", "1-2", "'=1", "5%", "mail@example.com", "Ørsted", "\uff11", "(-1)"]
)
def test_what_does_not_stays_as_it_is(text):
    assert escape_formula(text) == text


@given(st.text())
def test_no_cell_starts_a_formula_and_nothing_is_lost(text):
    assert not escape_formula(text).lstrip(" ").startswith(tuple(STARTS))
    assert escape_formula(text) in {text, f"'{text}"}
