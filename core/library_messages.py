"""Sentences of Django and Django REST framework that their own catalogues lack in one of our languages.

`make messages` reads this module, so that the sentences are in our catalogues; nothing calls it.
`tests/contract/test_catalogues.py` names what is to be added here.
"""

from django.utils.translation import gettext_noop, ngettext

SENTENCES = [gettext_noop("Surrogate characters are not allowed: U+{code_point:X}.")]


def password_too_short(length: int) -> str:
    """Of `django.contrib.auth.password_validation.MinimumLengthValidator`."""
    return ngettext(
        "This password is too short. It must contain at least %d character.",
        "This password is too short. It must contain at least %d characters.",
        length,
    )
