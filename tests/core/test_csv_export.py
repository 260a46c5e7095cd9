"""CSV cells that a spreadsheet would run as formulas are escaped; other cells are unchanged."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.csv_export import escape_formula

# The first characters of formulas in half and full width, and whitespace that spreadsheets strip before them.
FORMULA_PREFIXES = [*"=+-@\t\r\n", "\uff1d", "\uff0b", "\uff0d", "\uff20"]


@pytest.mark.parametrize("prefix", FORMULA_PREFIXES)
@pytest.mark.parametrize("spaces", ["", " ", "   "])
def test_cell_that_starts_a_formula_gets_an_apostrophe(prefix, spaces):
    assert escape_formula(f"{spaces}{prefix}1+1") == f"'{spaces}{prefix}1+1"


@pytest.mark.parametrize(
    "text", ["", "Rent", "a=b", "1-2", "'=1", "5%", "mail@example.com", "Ørsted", "\uff11", "(-1)"]
)
def test_cell_that_is_not_a_formula_is_unchanged(text):
    assert escape_formula(text) == text


@given(st.text())
def test_escaped_cell_never_starts_a_formula_and_keeps_the_text(text):
    assert not escape_formula(text).lstrip(" ").startswith(tuple(FORMULA_PREFIXES))
    assert escape_formula(text) in {text, f"'{text}"}
