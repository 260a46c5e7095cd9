"""Renders responses as compact JSON, with all times in one format."""

from collections.abc import Mapping
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
    """`application/json` with that encoder, compact whatever `Accept` contains."""

    encoder_class = APIEncoder
    # Made once: `json.dumps` makes one for each response, and DRF parses the media type for an indent (10 µs).
    _encoder = APIEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"))

    def render(
        self, data: Any, accepted_media_type: str | None = None, renderer_context: Mapping[str, Any] | None = None
    ) -> bytes:
        """As in DRF, with U+2028 and U+2029 escaped."""
        if data is None:
            return b""
        text = self._encoder.encode(data)
        return text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029").encode()
