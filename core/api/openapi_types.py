"""Objects of the OpenAPI document that may be null."""

from collections.abc import Iterator
from typing import Any


def move_null_to_components(result: dict[str, Any], **_options: Any) -> dict[str, Any]:
    """A hook of drf-spectacular: an object that may be null is a component with `nullable`.

    drf-spectacular writes `nullable` beside `allOf`, where it has no effect without a `type` (OpenAPI 3.0.3), and
    where generators read it in different ways.
    """
    schemas = result["components"]["schemas"]
    moved = [part for part in _parts(schemas) if part.get("nullable") is True and "allOf" in part]
    references = [part["allOf"][0]["$ref"] for part in moved]
    for part, reference in zip(moved, references, strict=True):
        part.clear()
        part["$ref"] = reference
        schemas[reference.rpartition("/")[2]]["nullable"] = True
    return result


def _parts(part: Any) -> Iterator[dict[str, Any]]:
    """Every object below `part`, and itself."""
    if isinstance(part, dict):
        yield part
        part = list(part.values())
    if isinstance(part, list):
        for inner in part:
            yield from _parts(inner)
