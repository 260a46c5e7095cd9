"""`tools.openapi_changes` finds what would break clients, and nothing in additions or in what was deprecated."""

import re
import tomllib
from copy import deepcopy

import pytest
import yaml

from tests.servers import ROOT
from tools.openapi_changes import changes

pytestmark = pytest.mark.slow

RELEASED = ROOT / "docs" / "releases" / "openapi.yaml"
DOCUMENT = {
    "paths": {
        "/payments/": {
            "post": {
                "operationId": "pay",
                "parameters": [
                    {"in": "query", "name": "kind", "schema": {"type": "string", "enum": ["a", "b"]}},
                    {"in": "header", "name": "Key", "required": True, "schema": {"type": "string", "maxLength": 255}},
                ],
                "requestBody": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Request"}}}},
                "responses": {
                    "201": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Payment"}}}}
                },
            },
            "get": {"operationId": "list", "deprecated": True, "responses": {"200": {}}},
        }
    },
    "components": {
        "schemas": {
            "Request": {
                "type": "object",
                "properties": {"amount": {"type": "string"}, "note": {"type": "string", "nullable": True}},
                "required": ["amount"],
            },
            "Payment": {
                "type": "object",
                "properties": {
                    "id": {"type": "integer"},
                    "old": {"type": "string", "deprecated": True},
                    "lines": {"type": "array", "items": {"$ref": "#/components/schemas/Line"}},
                    "reverses": {"allOf": [{"$ref": "#/components/schemas/Payment"}]},
                },
                "required": ["id", "lines"],
            },
            "Line": {"type": "object", "properties": {"amount": {"type": "string"}}},
        }
    },
}
POST = ("paths", "/payments/", "post")
REQUEST, PAYMENT, LINE = (("components", "schemas", name) for name in ("Request", "Payment", "Line"))


def changed(*path, **values):
    """The document with these values at the path; None removes."""
    document = deepcopy(DOCUMENT)
    found = document
    for part in path:
        found = found[part]
    for name, value in values.items():
        if value is None:
            found.pop(name)
        else:
            found[name] = value
    return document


@pytest.mark.parametrize(
    ("new", "line"),
    [
        (changed("paths", "/payments/", post=None), "POST /payments/: the operation is removed"),
        (changed(*POST, operationId="send"), "POST /payments/: the operation id pay is changed"),
        (changed(*POST, "parameters", 0, "schema", enum=["a"]),
         "POST /payments/ parameter kind: the values b are refused now"),
        (changed(*POST, "parameters", 0, "schema", enum=["a", "c"]),
         "POST /payments/ parameter kind: the values b are refused now"),
        (changed(*POST, "parameters", 1, "schema", enum=["a"]),
         "POST /payments/ parameter Key: only listed values are accepted now"),
        (changed(*POST, "parameters", 0, required=True), "POST /payments/ parameter kind: is required now"),
        (changed(*POST, "parameters", 1, "schema", maxLength=9), "POST /payments/ parameter Key: maxLength is 9 now"),
        (changed(*POST, "parameters", 1, "schema", pattern="x"),
         "POST /payments/ parameter Key: the pattern is changed"),
        (changed(*POST, parameters=DOCUMENT["paths"]["/payments/"]["post"]["parameters"][1:]),
         "POST /payments/ parameter kind: is removed"),
        (changed(*POST, "responses", **{"201": None}), "POST /payments/: the response 201 is removed"),
        (changed(*REQUEST, required=["amount", "note"]), "POST /payments/ request.note: is required now"),
        (changed(*REQUEST, "properties", note=None), "POST /payments/ request.note: is removed"),
        (changed(*REQUEST, "properties", "note", nullable=None), "POST /payments/ request.note: null is refused now"),
        (changed(*REQUEST, "properties", "amount", type="number"),
         "POST /payments/ request.amount: the type string is changed to number"),
        (changed(*PAYMENT, "properties", id=None), "POST /payments/ response 201.id: is removed"),
        (changed(*PAYMENT, required=["id"]), "POST /payments/ response 201.lines: may be absent now"),
        (changed(*PAYMENT, "properties", "id", nullable=True), "POST /payments/ response 201.id: may be null now"),
        (changed(*LINE, "properties", amount=None), "POST /payments/ response 201.lines[].amount: is removed"),
    ],
)  # fmt: skip
def test_change_that_breaks_clients_is_listed(new, line):
    assert changes(DOCUMENT, new) == [line]


@pytest.mark.parametrize(
    "new",
    [
        DOCUMENT,
        changed("paths", "/payments/", get=None),
        changed(*PAYMENT, "properties", old=None),
        changed(*PAYMENT, "properties", new={"type": "string"}),
        changed(*REQUEST, "properties", new={"type": "string"}),
        changed(*POST, "parameters", 0, "schema", enum=["a", "b", "c"]),
        changed(*POST, "parameters", 1, "schema", maxLength=300),
        changed("paths", **{"/other/": {"get": {"responses": {"200": {}}}}}),
    ],
)
def test_addition_or_removal_of_what_was_deprecated_is_not_listed(new):
    assert changes(DOCUMENT, new) == []


def test_document_breaks_clients_of_the_last_release_only_in_the_listed_ways():
    old, new = (yaml.safe_load(path.read_text()) for path in (RELEASED, ROOT / "docs" / "openapi.yaml"))
    assert sorted(changes(old, new)) == sorted(listed_changes())


def test_only_a_new_major_version_breaks_clients():
    version = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    released = re.search(r"^## (\d+)\.\d+\.\d+", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)[1]
    assert int(version.partition(".")[0]) > int(released) or not listed_changes()


def listed_changes():
    lines = (RELEASED.parent / "breaking-changes.txt").read_text().splitlines()
    return [line for line in lines if line and not line.startswith("#")]
