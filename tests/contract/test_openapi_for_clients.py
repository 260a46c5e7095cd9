"""The OpenAPI document has what client generators need: headers, examples, one type for amounts, tags, servers."""

import re

import pytest

from core.api.openapi_headers import HEADERS
from tests.contract.openapi_document import JSON, json_bodies, operations, parts, read_document, responses, validator

pytestmark = pytest.mark.any_database

AMOUNTS = re.compile(
    r"(?:^|_)(?:amount|balance|principal|interest|limit|left|total|multiple|rate|fees?|penalties|apr)$"
)
COUNTS = {("RecoveryCodesState", "left")}  # numbers of things with the name of an amount
FILES = {"get_statement_csv", "get_statement_pdf", "get_receipt_pdf", "get_report_csv"}
PAYMENTS = {
    "transfer", "deposit", "withdraw", "repay_loan", "settle_loan", "disburse_loan", "reverse_transaction",
    "write_off_loan", "fund_till", "return_cash", "count_till", "receive_cash", "pay_out_cash",
}  # fmt: skip


@pytest.fixture(scope="module")
def document():
    return read_document()


def where(document, header):
    """`(operation id, status)` of the responses that have the header."""
    return {
        (each["operationId"], status) for each, status, response in responses(document) if header in response["headers"]
    }


def test_every_response_has_a_request_id(document):
    assert where(document, "X-Request-Id") == {(each["operationId"], status) for each, status, _ in responses(document)}


@pytest.mark.parametrize(("header", "statuses"), [("Retry-After", {"429", "503"}), ("WWW-Authenticate", {"401"})])
def test_header_that_follows_from_the_status_is_in_every_response_of_that_status(document, header, statuses):
    expected = {(each["operationId"], status) for each, status, _ in responses(document) if status in statuses}

    assert where(document, header) == expected


def test_success_responses_of_payments_may_be_marked_as_replayed(document):
    found = where(document, "Idempotent-Replayed")

    assert found == {(name, "201") for name in PAYMENTS}
    assert not document["components"]["headers"]["Idempotent-Replayed"].get("required")


def test_downloads_have_a_file_name(document):
    assert where(document, "Content-Disposition") == {(name, "200") for name in FILES}


def test_no_response_documents_a_cookie_or_an_unknown_header(document):
    references = {part["$ref"] for _, _, response in responses(document) for part in response["headers"].values()}

    assert references == {f"#/components/headers/{name}" for name in HEADERS}
    assert set(document["components"]["headers"]) == set(HEADERS)


@pytest.mark.parametrize(
    ("path", "status", "headers"),
    [("/api/config/", 200, ["X-Request-Id"]), ("/api/accounts/", 401, ["X-Request-Id", "WWW-Authenticate"])],
)
def test_server_sends_the_documented_headers(browser, path, status, headers):
    response = browser.get(path)

    assert response.status_code == status
    assert set(headers) <= set(response.headers)


def test_every_json_body_has_an_example_that_is_valid_by_its_schema(document):
    bodies = json_bodies(document)

    assert len(bodies) > 60
    for name, content in bodies:
        assert "example" in content, name
        errors = [error.message for error in validator(document, content["schema"]).iter_errors(content["example"])]
        assert errors == [], name


def test_example_with_a_wrong_type_is_not_valid(document):
    content = document["paths"]["/api/transactions/transfer/"]["post"]["requestBody"]["content"][JSON]

    assert not validator(document, content["schema"]).is_valid({**content["example"], "amount": 25})


def test_amounts_and_rates_are_strings_in_requests_and_responses(document):
    found = 0
    for name, schema in document["components"]["schemas"].items():
        for field, inner in schema.get("properties", {}).items():
            if (
                (name, field) not in COUNTS
                and AMOUNTS.search(field)
                and inner.get("type") != "boolean"
                and not {"$ref", "allOf"} & inner.keys()
            ):
                found += 1
                assert inner.get("type") == "string", (name, field)

    assert found > 40


def test_only_the_dashboard_and_the_login_have_several_types(document):
    schemas = document["components"]["schemas"]

    assert [name for name, schema in schemas.items() for part in parts(schema) if {"oneOf", "anyOf"} & part.keys()] == [
        "Dashboard",
        "LoginResult",
    ]


def test_null_is_declared_only_beside_a_type(document):
    nullable = [part for part in parts(document["components"]["schemas"]) if part.get("nullable") is True]

    assert document["components"]["schemas"]["NextDue"] in nullable
    assert [part for part in nullable if not isinstance(part.get("type"), str) or "allOf" in part] == []


def test_component_that_may_be_null_is_null_wherever_it_is_used(document):
    schemas = document["components"]["schemas"]
    nullable = {f"#/components/schemas/{name}" for name, schema in schemas.items() if schema.get("nullable")}
    used = {
        (name, field)
        for name, schema in schemas.items()
        for field, inner in schema.get("properties", {}).items()
        if inner.get("$ref") in nullable
    }
    references = [part for part in parts(document) if part.get("$ref") in nullable]

    assert used == {(each, field) for each in ("Loan", "LoanTransaction") for field in ("next_due", "overdue")} | {
        (each, side) for each in ("ConfirmedTransaction", "Receipt") for side in ("from_account", "to_account")
    }
    assert len(references) == len(used)


def test_server_is_the_one_that_the_document_was_loaded_from(document):
    assert [server["url"] for server in document["servers"]] == ["/"]


def test_every_operation_has_one_declared_tag_which_is_its_first_path_segment(document):
    declared = [tag["name"] for tag in document["tags"]]
    used = {path.split("/")[2] for path in document["paths"]}

    assert all(tag["description"] for tag in document["tags"])
    assert set(declared) == used
    for path, methods in document["paths"].items():
        assert {tuple(operation["tags"]) for operation in methods.values()} == {(path.split("/")[2],)}


def test_every_operation_declares_its_security_and_an_error_of_the_client(document):
    for operation in operations(document):
        assert isinstance(operation.get("security"), list), operation["operationId"]
        assert any(status.startswith("4") for status in operation["responses"]), operation["operationId"]


def test_every_error_lists_its_codes(document):
    schemas = document["components"]["schemas"]
    for operation, status, response in responses(document):
        if status[0] in "45":
            name = response["content"][JSON]["schema"]["$ref"].rpartition("/")[2]
            codes = schemas[name]["allOf"][1]["properties"]["code"]["enum"]
            assert codes, (operation["operationId"], status)


def test_every_response_has_a_description(document):
    assert [each["operationId"] for each, _, response in responses(document) if not response["description"]] == []


def test_every_component_is_used(document):
    references = {part["$ref"] for part in parts(document) if isinstance(part.get("$ref"), str)}
    components = {
        f"#/components/{kind}/{name}"
        for kind, found in document["components"].items()
        if kind != "securitySchemes"
        for name in found
    }

    assert components == references
