"""Parses request bodies: JSON objects in UTF-8 of bounded size and depth, each field once, numbers by their digits."""

import json
from collections import Counter
from collections.abc import Mapping
from typing import IO, Any

from django.utils.http import parse_header_parameters
from django.utils.translation import gettext
from rest_framework.parsers import BaseParser

from core.api.json_numbers import JSONNumber, parse_integer
from core.exceptions import InvalidRequest, PayloadTooLarge, UnsupportedMediaType
from core.validation import MAX_FIELD_NAME, MAX_NAMED_FIELDS

MAX_BODY_BYTES = 64 * 1024  # the largest valid body has a few hundred bytes
_UTF_8 = {"", "utf-8", "utf8"}


class BoundedJSONParser(BaseParser):
    """Replaces DRF's JSONParser, which accepts any charset, bodies of any length, and parses numbers as floats."""

    media_type = "application/json"

    def parse(
        self, stream: IO[Any], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> dict[str, Any]:
        """The decoded object. Raises UnsupportedMediaType, PayloadTooLarge, and InvalidRequest for all else."""
        _, parameters = parse_header_parameters(media_type or "")
        if parameters.get("charset", "").lower() not in _UTF_8:
            raise UnsupportedMediaType(gettext("Send the body in UTF-8."))
        body = stream.read(MAX_BODY_BYTES + 1)
        if len(body) > MAX_BODY_BYTES:
            raise PayloadTooLarge(gettext("The body is larger than %(limit)s kB.") % {"limit": MAX_BODY_BYTES // 1024})
        try:
            data = json.loads(
                body.decode(),
                object_pairs_hook=_object,
                parse_float=JSONNumber,
                parse_int=parse_integer,
                parse_constant=JSONNumber,  # NaN and the like: the field refuses it, so that the error names the field
            )
            if isinstance(data, dict):
                _refuse_half_characters(data)
        except (ValueError, RecursionError) as exc:
            raise InvalidRequest(gettext("The body is not valid JSON.")) from exc
        if not isinstance(data, dict):
            raise InvalidRequest(gettext("The body is not a JSON object."))
        return data


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Refuses a name that is given twice: a gateway might check another of its values than the one that is booked."""
    data = dict(pairs)
    if len(data) < len(pairs):
        counts = Counter(name for name, _ in pairs)
        raise _refused([name for name in data if counts[name] > 1], gettext("This field is given more than once."))
    return data


def _refuse_half_characters(data: dict[str, Any]) -> None:
    """Refuses half a surrogate pair, which JSON allows, but which no response, log or database can encode."""
    if not _is_unicode(data):
        raise _refused(
            [name for name, value in data.items() if not _is_unicode([name, value])],
            gettext("This is not valid Unicode."),
        )


def _is_unicode(value: Any) -> bool:
    try:
        json.dumps(value, ensure_ascii=False, default=str).encode()
    except UnicodeEncodeError:
        return False
    return True


def _refused(names: list[str], message: str) -> InvalidRequest:
    error = InvalidRequest()
    shown = [name.encode(errors="backslashreplace").decode()[:MAX_FIELD_NAME] for name in names[:MAX_NAMED_FIELDS]]
    error.fields = {name: [message] for name in shown}
    return error
