"""Reads the operations of docs/openapi.yaml."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

DOCUMENT = Path(__file__).parents[2] / "docs" / "openapi.yaml"

Schema = dict[str, Any]


@dataclass(frozen=True)
class Operation:
    """One method of one path; `parameters` are the names by place: "path", "query" or "header"."""

    id: str
    method: str
    path: str
    parameters: dict[str, list[str]]


def operations() -> dict[str, Operation]:
    """All operations by id."""
    document = yaml.load(DOCUMENT.read_text(), getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    found = {}
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            parameters: dict[str, list[str]] = {"path": [], "query": [], "header": []}
            for parameter in operation.get("parameters", []):
                parameters[parameter["in"]].append(parameter["name"])
            found[operation["operationId"]] = Operation(operation["operationId"], method.upper(), path, parameters)
    return found
