"""Reads the operations of docs/openapi.yaml, with their parameters and an example of each body."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from tools.postman.examples import BODIES, VALUES

DOCUMENT = Path(__file__).parents[2] / "docs" / "openapi.yaml"
JSON = "application/json"
_PLAIN = {"integer": 1, "boolean": True, "string": ""}

Schema = dict[str, Any]


@dataclass(frozen=True)
class Operation:
    """One method of one path; `body` is an example, or None for a request without one."""

    id: str
    method: str
    path: str
    tag: str
    summary: str
    description: str
    parameters: list[Schema]
    body: Any


def operations() -> Iterator[Operation]:
    """All operations, in the order of the document."""
    document = yaml.safe_load(DOCUMENT.read_text())
    for path, methods in document["paths"].items():
        for method, found in methods.items():
            yield Operation(
                id=found["operationId"],
                method=method.upper(),
                path=path,
                tag=found["tags"][0],
                summary=found["summary"],
                description=found.get("description", ""),
                parameters=found.get("parameters", []),
                body=_body(document, found),
            )


def example(document: Schema, schema: Schema, name: str = "") -> Any:
    """A value that the schema of the field `name` allows: the one in `VALUES` for the name, else the schema's."""
    if name in VALUES:
        return VALUES[name]
    for key in ("example", "default"):
        if key in schema:
            return schema[key]
    if inner := _behind(document, schema):
        return example(document, inner, name)
    if schema.get("type") == "object":
        return {name: example(document, inner, name) for name, inner in schema.get("properties", {}).items()}
    return schema["enum"][0] if "enum" in schema else _PLAIN[schema["type"]]


def _behind(document: Schema, schema: Schema) -> Schema | None:
    """The schema that a reference points to, or the first of several choices."""
    if "$ref" in schema:
        return document["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    return next((schema[choice][0] for choice in ("allOf", "oneOf", "anyOf") if choice in schema), None)


def _body(document: Schema, operation: Schema) -> Any:
    if "requestBody" not in operation:
        return None
    schema = operation["requestBody"]["content"][JSON]["schema"]
    return BODIES.get(operation["operationId"]) or example(document, schema)
