"""The OpenAPI document is generated, validated, committed and complete; its page needs no internet access."""

import re
from collections import defaultdict

import pytest
import yaml
from django.core.management import call_command
from jsonschema import Draft4Validator

from core.api.openapi_errors import error_component_name
from tests.contract.access_table import ROWS
from tests.contract.openapi_document import DOCUMENT, read_document
from tests.contract.routes import api_views

ERROR = {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}
EXTERNAL_URL = re.compile(r"""["'(]\s*(?:https?:)?//[^"')]*""")
LOCAL_SOURCES = {"'none'", "'self'", "'unsafe-inline'", "data:"}
ASSET = re.compile(r"""(?:src|href)="([^"]+)"|from\s*["']([^"']+)["']""")


@pytest.fixture(scope="module")
def generated(tmp_path_factory):
    """The document as `make schema` writes it; any warning stops the command."""
    path = tmp_path_factory.mktemp("schema") / "openapi.yaml"
    call_command("spectacular", "--validate", "--fail-on-warn", "--file", str(path))
    return path.read_text()


@pytest.fixture(scope="module")
def document():
    return read_document()


def operations(document):
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            yield method.upper(), path, operation


def test_committed_openapi_document_is_up_to_date(generated):
    assert generated == DOCUMENT.read_text(), "run `make schema`"


def test_served_openapi_document_equals_the_committed_document(browser, document):
    response = browser.get("/api/schema/")

    assert response.status_code == 200
    assert yaml.safe_load(response.content) == document


def test_openapi_document_has_exactly_the_routes_and_methods_of_the_access_table(document):
    assert {(method, path) for method, path, _ in operations(document)} == {row.route for row in ROWS}


def test_every_status_of_the_access_table_is_documented(document):
    documented = {(method, path): set(operation["responses"]) for method, path, operation in operations(document)}
    for row in ROWS:
        assert {str(status) for status in row.statuses.values()} <= documented[row.route], row.route


def declared_codes(method, path):
    """The codes of each error status that the operation declares; None where it declares no errors."""
    view = api_views()[path]
    declared = view.operations().get(method)
    if declared is None:
        return None
    codes = defaultdict(set)
    for error in declared.errors(view=view, method=method, path=path):
        codes[str(error.status)].add(error.code)
    return codes


def test_every_documented_error_uses_the_error_schema(document):
    for method, path, operation in operations(document):
        errors = {status: response for status, response in operation["responses"].items() if status[0] in "45"}
        declared = declared_codes(method, path)
        expected = ERROR if declared is None else error_of(operation)
        assert errors, (method, path)
        assert declared is None or set(declared) == set(errors), (method, path)
        for status, response in errors.items():
            assert response["content"] == expected, (method, path, status)
            assert response["description"], (method, path, status)


def error_of(operation):
    reference = f"#/components/schemas/{error_component_name(operation['operationId'])}"
    return {"application/json": {"schema": {"$ref": reference}}}


def test_error_schema_of_an_operation_is_the_error_schema_with_the_codes_that_it_declares(document):
    found = 0
    for method, path, operation in operations(document):
        declared = declared_codes(method, path)
        if declared is None:
            continue
        found += 1
        shape, own = document["components"]["schemas"][error_component_name(operation["operationId"])]["allOf"]
        assert [shape] == [content["schema"] for content in ERROR.values()]
        assert own["required"] == ["code"]
        assert own["properties"]["code"]["enum"] == sorted(set().union(*declared.values())), (method, path)

    assert found > 30


def test_description_of_an_error_lists_its_codes_where_there_are_more_than_the_one_of_its_status(document):
    responses = document["paths"]["/api/loans/{loan_id}/repay/"]["post"]["responses"]

    assert responses["404"]["description"] == "Not found or not accessible."
    assert responses["409"]["description"] == "The state has moved. Codes: `idempotency_in_progress`."
    assert {"`overpayment`", "`loan_not_active`"} <= set(re.findall("`[a-z_]+`", responses["422"]["description"]))


def test_component_names_have_no_leading_underscore_and_no_repeated_suffix(document):
    names = document["components"]["schemas"]

    assert [name for name in names if name.startswith("_") or name.endswith("RequestRequest")] == []


def test_error_schema_requires_error_and_code_and_allows_fields_and_details(document):
    schema = document["components"]["schemas"]["Error"]

    assert sorted(schema["required"]) == ["code", "error"]
    assert set(schema["properties"]) == {"error", "code", "fields", "details"}


def test_operation_is_public_exactly_where_the_access_table_admits_anonymous_users(document):
    open_to_all = {row.route for row in ROWS if row.statuses.get("anonymous", 401) != 401}
    open_to_all.add(("POST", "/api/users/token/refresh/"))  # its token comes in the body or in its own cookie
    for method, path, operation in operations(document):
        security = operation.get("security", [])
        assert ({} in security or not security) == ((method, path) in open_to_all), (method, path)


def test_every_list_documents_its_pagination_parameters(document):
    for _, path, operation in operations(document):
        response = operation["responses"].get("200", {}).get("content", {}).get("application/json", {})
        if response.get("schema", {}).get("$ref", "").endswith("Page"):
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
        validator = Draft4Validator({**schema, "components": document["components"]})
        for name in {"default", "example"} & schema.keys():
            assert validator.is_valid(schema[name]), schema

    assert {"", "1250.00", "12.5"} <= {schema.get(name) for schema in found for name in ("default", "example")}


def test_every_operation_has_a_summary_and_a_name_of_its_own(document):
    names = [operation["operationId"] for _, _, operation in operations(document)]

    assert len(set(names)) == len(names)
    assert all(operation.get("summary") for _, _, operation in operations(document))


@pytest.mark.parametrize("path", ["/api/docs/", "/api/docs/?script="])
def test_docs_page_loads_nothing_from_other_hosts(browser, path):
    response = browser.get(path)

    assert response.status_code == 200
    assert EXTERNAL_URL.findall(response.content.decode()) == []
    policy = dict(part.split(maxsplit=1) for part in response.headers["Content-Security-Policy"].split("; "))
    assert policy["default-src"] == "'none'"
    assert {source for sources in policy.values() for source in sources.split()} <= LOCAL_SOURCES
    assert "'unsafe-inline'" not in policy["script-src"]


def test_assets_of_the_docs_page_are_served_by_this_server(browser):
    page = browser.get("/api/docs/").content.decode()
    assets = [first or second for first, second in ASSET.findall(page)]
    local = [asset for asset in assets if asset.startswith("/static/")]

    assert len(local) >= 4  # the style, two scripts, the icon
    for asset in assets:
        response = browser.get(asset)
        body = response.getvalue()
        assert (asset, response.status_code) == (asset, 200)
        assert body
        if asset.endswith(".css"):
            assert not re.search(rb"(url\(|@import)\s*[\"']?(https?:)?//", body)
