"""How answers are written as JSON: compact, and every time in the one form, from wherever it comes."""

from datetime import datetime
from typing import Any

from rest_framework.renderers import JSONRenderer
from rest_framework.utils.encoders import JSONEncoder

from core.clock import iso_utc


class APIEncoder(JSONEncoder):
    """Serializers hand times on as they are (`DATETIME_FORMAT` is None); the form is given here alone."""

    def default(self, obj: Any) -> Any:
        """As DRF's, but for times."""
        return iso_utc(obj) if isinstance(obj, datetime) else super().default(obj)


class APIRenderer(JSONRenderer):
    """`application/json`, with that encoder."""

    encoder_class = APIEncoder
