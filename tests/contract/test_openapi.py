"""The OpenAPI document: generated, validated, committed, complete; and a page that needs no internet."""

import re
from pathlib import Path

import pytest
import yaml
from django.core.management import call_command
from jsonschema import Draft4Validator

from tests.contract.access_table import ROWS

DOCUMENT = Path(__file__).parents[2] / "docs" / "openapi.yaml"
ERROR = {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}
FOREIGN = re.compile(r"""["'(]\s*(?:https?:)?//[^"')]*""")
FROM_HERE = {"'none'", "'self'", "'unsafe-inline'", "data:"}
ASSET = re.compile(r"""(?:src|href)="([^"]+)"|from\s*["']([^"']+)["']""")


@pytest.fixture(scope="module")
def generated(tmp_path_factory):
    """The document as `make schema` writes it; any warning stops the command."""
    path = tmp_path_factory.mktemp("schema") / "openapi.yaml"
    call_command("spectacular", "--validate", "--fail-on-warn", "--file", str(path))
    return path.read_text()


@pytest.fixture(scope="module")
def document():
    return yaml.safe_load(DOCUMENT.read_text())


def operations(document):
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            yield method.upper(), path, operation


def test_the_committed_document_is_the_generated_one(generated):
    assert generated == DOCUMENT.read_text(), "run `make schema`"


def test_the_served_document_is_the_committed_one(browser, document):
    answer = browser.get("/api/schema/")

    assert answer.status_code == 200
    assert yaml.safe_load(answer.content) == document


def test_the_document_has_exactly_the_routes_and_methods_of_the_access_table(document):
    assert {(method, path) for method, path, _ in operations(document)} == {row.route for row in ROWS}


def test_every_status_of_the_access_table_is_documented(document):
    documented = {(method, path): set(operation["responses"]) for method, path, operation in operations(document)}
    for row in ROWS:
        assert {str(status) for status in row.statuses.values()} <= documented[row.route], row.route


def test_every_error_of_every_operation_has_the_one_shape(document):
    for method, path, operation in operations(document):
        errors = {status: answer for status, answer in operation["responses"].items() if status[0] in "45"}
        assert errors, (method, path)
        for status, answer in errors.items():
            assert answer["content"] == ERROR, (method, path, status)
            assert answer["description"], (method, path, status)


def test_the_one_shape_is_a_sentence_a_code_and_perhaps_fields_and_details(document):
    shape = document["components"]["schemas"]["Error"]

    assert sorted(shape["required"]) == ["code", "error"]
    assert set(shape["properties"]) == {"error", "code", "fields", "details"}


def test_an_operation_is_open_exactly_where_the_access_table_lets_nobody_in_particular_in(document):
    open_to_all = {row.route for row in ROWS if row.statuses.get("anonymous", 401) != 401}
    open_to_all.add(("POST", "/api/users/token/refresh/"))  # its token comes in the body or in a cookie of its own
    for method, path, operation in operations(document):
        asked_for = operation.get("security", [])
        assert ({} in asked_for or not asked_for) == ((method, path) in open_to_all), (method, path)


def test_every_list_says_how_to_page_through_it(document):
    for _, path, operation in operations(document):
        answer = operation["responses"].get("200", {}).get("content", {}).get("application/json", {})
        if answer.get("schema", {}).get("$ref", "").endswith("Page"):
            assert {"cursor", "page_size"} <= {parameter["name"] for parameter in operation["parameters"]}, path


def schemas_with_samples(part):
    """Every schema below `part` that names a default or an example."""
    if isinstance(part, dict):
        if {"default", "example"} & part.keys() and {"type", "oneOf", "allOf", "$ref"} & part.keys():
            yield part
        for inner in part.values():
            yield from schemas_with_samples(inner)
    elif isinstance(part, list):
        for inner in part:
            yield from schemas_with_samples(inner)


def test_every_default_and_example_is_valid_by_its_own_schema(document):
    found = list(schemas_with_samples(document))
    for schema in found:
        judge = Draft4Validator({**schema, "components": document["components"]})
        for name in {"default", "example"} & schema.keys():
            assert judge.is_valid(schema[name]), schema

    assert {"", "1250.00", "12.5"} <= {schema.get(name) for schema in found for name in ("default", "example")}


def test_every_operation_has_a_summary_and_a_name_of_its_own(document):
    names = [operation["operationId"] for _, _, operation in operations(document)]

    assert len(set(names)) == len(names)
    assert all(operation.get("summary") for _, _, operation in operations(document))


@pytest.mark.parametrize("path", ["/api/docs/", "/api/docs/?script="])
def test_the_docs_page_asks_nothing_of_a_foreign_host(browser, path):
    answer = browser.get(path)

    assert answer.status_code == 200
    assert FOREIGN.findall(answer.content.decode()) == []
    policy = dict(part.split(maxsplit=1) for part in answer.headers["Content-Security-Policy"].split("; "))
    assert policy["default-src"] == "'none'"
    assert {source for sources in policy.values() for source in sources.split()} <= FROM_HERE
    assert "'unsafe-inline'" not in policy["script-src"]


def test_the_assets_of_the_docs_page_are_served_from_here(browser):
    page = browser.get("/api/docs/").content.decode()
    assets = [first or second for first, second in ASSET.findall(page)]
    local = [asset for asset in assets if asset.startswith("/static/")]

    assert len(local) >= 4  # the style, two scripts, the icon
    for asset in assets:
        answer = browser.get(asset)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        assert (asset, answer.status_code) == (asset, 200)
        assert body
        if asset.endswith(".css"):
            assert not re.search(rb"(url\(|@import)\s*[\"']?(https?:)?//", body)
