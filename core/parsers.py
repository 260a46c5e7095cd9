"""The one parser: JSON objects, of a bounded size and depth."""

import io
import json
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
        _refuse_half_characters(body, data)
        return data


def _refuse_half_characters(body: bytes, data: dict[str, Any]) -> None:
    """JSON can write half of a surrogate pair, which no answer, log or database can write again."""
    if b"\\u" not in body:
        return
    broken = [name for name, value in data.items() if not _is_unicode([name, value])]
    if broken:
        refusal = InvalidRequest()
        refusal.fields = {
            name.encode(errors="backslashreplace").decode()[:100]: ["This is not valid Unicode."]
            for name in broken[:20]
        }
        raise refusal


def _is_unicode(value: Any) -> bool:
    try:
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return False
    return True
