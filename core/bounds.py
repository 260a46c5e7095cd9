"""Bounds of input that several places share."""

MAX_ID = 2**63 - 1  # what an id column holds
MAX_PASSWORD = 128  # characters
MAX_TEXT = 200  # characters of a search


def is_id(text: str) -> bool:
    """Whether the text is a number that an id column can hold."""
    return text.isascii() and text.isdigit() and len(text) <= 19 and int(text) <= MAX_ID
