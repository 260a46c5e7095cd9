"""The examples of the OpenAPI document: one for each request body and each success response in JSON."""

from pathlib import Path
from typing import Any

import yaml

FILE = Path(__file__).parent / "openapi_examples.yaml"
_JSON = "application/json"
_PAGE = "Page"


def add_examples(result: dict[str, Any], **_options: Any) -> dict[str, Any]:
    """A hook of drf-spectacular: adds the example of its component to each body that has one."""
    examples = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    for methods in result["paths"].values():
        for operation in methods.values():
            for content in _contents(operation):
                example = _example(examples, content.get("schema", {}))
                if example is not None:
                    content["example"] = example
    return result


def _contents(operation: dict[str, Any]) -> list[dict[str, Any]]:
    """The JSON contents of the request and of the success responses."""
    responses = [response for status, response in operation["responses"].items() if status.startswith("2")]
    bodies = [operation.get("requestBody", {}), *responses]
    return [body["content"][_JSON] for body in bodies if _JSON in body.get("content", {})]


def _example(examples: dict[str, Any], schema: dict[str, Any]) -> Any:
    """The example of a component, of a page of it, or of an array of it."""
    if schema.get("type") == "array":
        item = _example(examples, schema["items"])
        return None if item is None else [item]
    name = schema.get("$ref", "").rpartition("/")[2]
    if name.endswith(_PAGE):
        item = examples.get(name.removesuffix(_PAGE))
        return None if item is None else {"next": None, "previous": None, "results": [item]}
    return examples.get(name)
