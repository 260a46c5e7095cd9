"""Account numbers: ten random digits and two check digits (ISO 7064 Mod 97-10, as in an IBAN).

The check digits catch every single wrong digit and every two digits that changed places, neighbours or not.
Random, so that a number reveals neither how many accounts the bank has nor the next number.
"""

import secrets

from stdnum.iso7064 import mod_97_10

LENGTH = 12


def new_number() -> str:
    """A number for a new account; the UNIQUE constraint of the table guarantees that it is unique."""
    body = str(secrets.randbelow(9 * 10**9) + 10**9)
    return body + check_digits(body)


def check_digits(body: str) -> str:
    """The two digits that follow the ten."""
    return str(mod_97_10.calc_check_digits(body))


def is_number(text: str) -> bool:
    """Whether the text is an account number in form, check digits included."""
    return len(text) == LENGTH and text.isascii() and text.isdigit() and bool(mod_97_10.is_valid(text))


def grouped_number(number: str) -> str:
    """`"123456789012"` → `"1234 5678 9012"`: easier to read, and spreadsheets take it for text."""
    return " ".join(number[place : place + 4] for place in range(0, len(number), 4))
