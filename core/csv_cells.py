"""Cells that are safe to open in a spreadsheet: none starts a formula (OWASP, CSV injection)."""

# The last four are the full-width forms of the first four.
_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def safe(text: str) -> str:
    """The text, behind an apostrophe where a spreadsheet would take it for a formula."""
    return f"'{text}" if text.lstrip(" ").startswith(_STARTS) else text
