"""What forms of the staff site that ask for a factor share."""

import json

from django.forms import ValidationError
from unfold.widgets import INPUT_CLASSES

from factors.passkeys import Credential

MAX_CREDENTIAL = 20_000  # characters
CODE_WIDGET = {"autocomplete": "one-time-code", "class": " ".join(INPUT_CLASSES)}


def read_credential(text: str) -> Credential:
    """The passkey that a script has put into a field. Raises ValidationError."""
    try:
        value = json.loads(text)
    except ValueError as exc:
        raise ValidationError("The passkey could not be read.") from exc
    if not isinstance(value, dict) or not isinstance(value.get("response"), dict):
        raise ValidationError("The passkey could not be read.")
    return value
