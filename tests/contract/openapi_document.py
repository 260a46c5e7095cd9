"""Reads docs/openapi.yaml for tests: its operations, responses, bodies, and schemas as JSON Schema."""

from pathlib import Path

import yaml
from jsonschema import Draft4Validator

DOCUMENT = Path(__file__).parents[2] / "docs" / "openapi.yaml"
JSON = "application/json"


def read_document():
    return yaml.load(DOCUMENT.read_text(), getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # SafeLoader takes a second


def operations(document):
    return [operation for methods in document["paths"].values() for operation in methods.values()]


def responses(document):
    """`(operation, status, response)`."""
    return [(each, *found) for each in operations(document) for found in each["responses"].items()]


def json_bodies(document):
    """`(operation id, content)` of each request and each success response in JSON."""
    successes = [(each, response) for each, status, response in responses(document) if status.startswith("2")]
    requests = [(each, each["requestBody"]) for each in operations(document) if "requestBody" in each]
    return [
        (each["operationId"], body["content"][JSON])
        for each, body in [*requests, *successes]
        if JSON in body.get("content", {})
    ]


def parts(part):
    """Every object below `part`, and itself."""
    if isinstance(part, dict):
        yield part
    for inner in part.values() if isinstance(part, dict) else part if isinstance(part, list) else ():
        yield from parts(inner)


def with_null(schema):
    """The schema for a JSON Schema validator, which does not know `nullable`."""
    if isinstance(schema, list):
        return [with_null(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    found = {name: with_null(inner) for name, inner in schema.items()}
    return {"anyOf": [found, {"type": "null"}]} if found.pop("nullable", None) is True else found


def validator(document, schema):
    """A validator for one schema of the document; OpenAPI 3.0 uses draft 4's `exclusiveMinimum`."""
    return Draft4Validator(with_null({**schema, "components": document["components"]}))
