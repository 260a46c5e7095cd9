"""An operation as a Postman request (format 2.1)."""

import json
import re
from typing import Any

from tools.postman.document import Operation, Schema
from tools.postman.variables import DEFAULTS

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
    """A request with these values. Raises ValueError for a parameter that the operation does not have."""
    given = {"path": path or {}, "query": query or {}, "header": headers or {}}
    for place, values in given.items():
        if unknown := values.keys() - set(operation.parameters[place]):
            raise ValueError(f"{operation.id} has no {sorted(unknown)}")
    request: Schema = {
        "method": operation.method,
        "header": _pairs(_filled(operation, "header", given)),
        "url": _url(operation, _filled(operation, "path", given), given["query"]),
    }
    if body is not None:
        request["header"].insert(0, {"key": "Content-Type", "value": "application/json"})
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


def _filled(operation: Operation, place: str, given: dict[str, dict[str, str]]) -> dict[str, str]:
    """The parameters in this place that the step gives or that have a default."""
    values = DEFAULTS | given[place]
    return {name: values[name] for name in operation.parameters[place] if name in values}


def _url(operation: Operation, path: dict[str, str], query: dict[str, str]) -> Schema:
    route = re.sub(r"\{(\w+)\}", r":\1", operation.path)
    search = "&".join(f"{name}={value}" for name, value in query.items())
    return {
        "raw": f"{BASE}{route}{'?' if search else ''}{search}",
        "host": [BASE],
        "path": route.removeprefix("/").split("/"),
        "variable": _pairs(path),
        "query": _pairs(query),
    }


def _pairs(values: dict[str, str]) -> list[Schema]:
    return [{"key": name, "value": value} for name, value in values.items()]
