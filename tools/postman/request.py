"""An operation as a Postman request (format 2.1)."""

import json
import re
from typing import Any

from tools.postman.document import Operation, Schema
from tools.postman.examples import PATH_VALUES, VALUES

BASE = "{{base_url}}"
_NUMBER = re.compile(r'"(\{\{\w+_id\}\})"')


def request_of(
    operation: Operation,
    *,
    body: Any = None,
    path: dict[str, str] | None = None,
    query: dict[str, str] | None = None,
    headers: dict[str, str] | None = None,
    bearer: str | None = None,
) -> Schema:
    """A request with the given values in place of the examples; other query parameters are disabled."""
    request: Schema = {
        "method": operation.method,
        "header": _headers(operation, headers or {}),
        "url": _url(operation, PATH_VALUES.get(operation.id, {}) | (path or {}), query or {}),
        "description": operation.description,
    }
    body = operation.body if body is None else body
    if body is not None:
        request["header"] = [{"key": "Content-Type", "value": "application/json"}, *request["header"]]
        request["body"] = {"mode": "raw", "raw": text_of(body), "options": {"raw": {"language": "json"}}}
    if bearer:
        request["auth"] = bearer_of(bearer)
    return request


def bearer_of(token: str) -> Schema:
    """Authentication by a token in the Authorization header."""
    return {"type": "bearer", "bearer": [{"key": "token", "value": token, "type": "string"}]}


def text_of(body: Any) -> str:
    """JSON, except that variables for numbers have no quotes."""
    return _NUMBER.sub(r"\1", json.dumps(body, indent=2, ensure_ascii=False))


def _headers(operation: Operation, given: dict[str, str]) -> list[Schema]:
    return [
        {
            "key": parameter["name"],
            "value": given.get(parameter["name"], VALUES[parameter["name"]]),
            "description": parameter.get("description", ""),
            "disabled": not parameter.get("required") and parameter["name"] not in given,
        }
        for parameter in operation.parameters
        if parameter["in"] == "header"
    ]


def _url(operation: Operation, path: dict[str, str], query: dict[str, str]) -> Schema:
    route = re.sub(r"/\{(\w+)\}(?=/|$)", r"/:\1", operation.path)
    route = re.sub(r"\{(\w+)\}", r"{{\1}}", route)  # Postman has no path variables for a part of a segment
    url: Schema = {"raw": BASE + route, "host": [BASE], "path": route.removeprefix("/").split("/")}
    variables = [
        {
            "key": parameter["name"],
            "value": path.get(parameter["name"]) or VALUES[parameter["name"]],
            "description": parameter.get("description", ""),
        }
        for parameter in operation.parameters
        if parameter["in"] == "path" and f":{parameter['name']}" in route
    ]
    parameters = [
        {
            "key": parameter["name"],
            "value": query.get(parameter["name"], _choice(parameter["schema"])),
            "description": parameter.get("description", ""),
            "disabled": parameter["name"] not in query,
        }
        for parameter in operation.parameters
        if parameter["in"] == "query"
    ]
    unknown = (path.keys() | query.keys()) - {parameter["name"] for parameter in operation.parameters}
    if unknown:
        raise ValueError(f"{operation.id} has no {sorted(unknown)}")
    if switched_on := "&".join(f"{each['key']}={each['value']}" for each in parameters if not each["disabled"]):
        url["raw"] += "?" + switched_on
    return url | ({"variable": variables} if variables else {}) | ({"query": parameters} if parameters else {})


def _choice(schema: Schema) -> str:
    """An initial value: the default of a parameter, else the first of its choices, else an empty text."""
    return str(schema.get("default", (schema.get("enum") or [""])[0]))
