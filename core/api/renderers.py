"""Renders responses as compact JSON, with all times in one format."""

from datetime import datetime
from typing import Any

from rest_framework.renderers import JSONRenderer
from rest_framework.utils.encoders import JSONEncoder

from core.clock import iso_utc


class APIEncoder(JSONEncoder):
    """Formats times, which serializers leave as they are (`DATETIME_FORMAT` is None)."""

    def default(self, obj: Any) -> Any:
        """As in DRF, except for times."""
        return iso_utc(obj) if isinstance(obj, datetime) else super().default(obj)


class APIRenderer(JSONRenderer):
    """`application/json` with that encoder."""

    encoder_class = APIEncoder
