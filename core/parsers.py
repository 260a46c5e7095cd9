"""The one parser: JSON objects, of a bounded size and depth."""

import io
from collections.abc import Mapping
from typing import IO, Any

from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser

from core.errors import InvalidRequest

MAX_BODY_BYTES = 64 * 1024  # the largest honest body is a few hundred bytes


class BoundedJSONParser(JSONParser):
    """DRF's parser reads a stream of any length and lets nesting overflow the stack; this one refuses both."""

    def parse(
        self, stream: IO[Any], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> dict[str, Any]:
        """The decoded object. Raises InvalidRequest for anything that is no JSON object."""
        body = stream.read(MAX_BODY_BYTES + 1)
        if len(body) > MAX_BODY_BYTES:
            raise InvalidRequest(f"The body is larger than {MAX_BODY_BYTES // 1024} kB.")
        try:
            data = super().parse(io.BytesIO(body), media_type, parser_context)
        except (ParseError, RecursionError) as exc:
            raise InvalidRequest("The body is not valid JSON.") from exc
        if not isinstance(data, dict):
            raise InvalidRequest("The body is not a JSON object.")
        return data
