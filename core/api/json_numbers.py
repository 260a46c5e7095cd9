"""Numbers of a JSON body by the digits that the client sent: a float would round them before they are validated."""

from dataclasses import dataclass
from typing import Any

EXACT_FLOAT_DIGITS = 15  # up to here two different decimal numbers are two different doubles


@dataclass(frozen=True, slots=True)
class JSONNumber:
    """A number that is not a plain integer (`10.50`, `1e3`, also `NaN`), as it was written.

    Neither a string nor a Python number, so that only fields that use `digits_as_sent` accept it.
    """

    text: str

    def __str__(self) -> str:
        return self.text


def parse_integer(text: str) -> int | JSONNumber:
    """An integer; a JSONNumber if it has more digits than Python converts."""
    try:
        return int(text)
    except ValueError:
        return JSONNumber(text)


def digits_as_sent(value: Any) -> str | None:
    """The text of a JSON string or number; None for a value of any other type."""
    if isinstance(value, JSONNumber):
        return value.text
    if isinstance(value, bool) or not isinstance(value, str | int):
        return None
    return str(value)


def for_fingerprint(value: Any) -> Any:
    """`default=` of `json.dumps`: one form for all spellings of a number, and never the same form for two numbers.

    A float where that is exact, so that 5.5 and 5.50 are the same request.
    """
    if not isinstance(value, JSONNumber):
        raise TypeError(f"{type(value).__name__} is not a value of a JSON body")
    has_fraction = "." in value.text and "e" not in value.text.lower()
    text = value.text.rstrip("0") if has_fraction else value.text
    if sum(character.isdigit() for character in text) <= EXACT_FLOAT_DIGITS:
        return float(text)
    return {"number": text}
