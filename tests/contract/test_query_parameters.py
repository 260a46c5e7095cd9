"""Query parameters of all routes: an unknown parameter is 400, and an empty parameter counts as not given."""

import re

import pytest

from accounts.views import AccountFilters, AccountsView
from core.api.shared_serializers import shared_serializer
from core.authorization.capabilities import CAPABILITIES
from core.authorization.roles import Role
from tests.api_payments import idempotency_headers
from tests.contract.confirmation_values import ABSENT
from tests.contract.error_assertions import assert_error
from tests.contract.openapi_document import DOCUMENT, read_document
from tests.contract.routes import api_views, methods_of, permissions_of, query_parameters_of
from tests.hashers import PASSWORD
from tests.servers import ROOT

OPERATIONS = [
    pytest.param(method.upper(), path, operation, id=f"{method.upper()} {path}")
    for path, methods in read_document()["paths"].items()
    for method, operation in methods.items()
]
UNKNOWN, TWICE = ["Unknown query parameter."], ["This parameter is given more than once."]


def documented(operation):
    return [parameter["name"] for parameter in operation.get("parameters", []) if parameter["in"] == "query"]


def fill_in(path, **values):
    """The path with ids that need not exist, because the query is validated before objects are looked up."""
    return re.sub(r"{(\w+)}", lambda match: str({"confirmation_id": ABSENT, **values}.get(match[1], 1)), path)


def reader_of(path, method, manager, member):
    """The manager, or the member where a manager may not call the route."""
    rule = permissions_of(api_views()[path])[method]
    return manager if rule.public or rule.capabilities & CAPABILITIES[Role.MANAGER] else member


@pytest.mark.parametrize(("method", "path", "operation"), OPERATIONS)
def test_openapi_document_has_the_parameters_that_the_view_declares(method, path, operation):
    assert sorted(documented(operation)) == sorted(query_parameters_of(api_views()[path], method))


def test_every_method_of_every_view_is_an_operation():
    for path, view in api_views().items():
        assert set(view.operations()) == methods_of(view), path


def test_parameter_that_a_query_serializer_does_not_declare_is_400_and_cannot_be_read(
    manager_client, monkeypatch, caplog
):
    operation = AccountsView.operations()["GET"]
    names = operation.parameter_names
    monkeypatch.delitem(shared_serializer(AccountFilters).fields.fields, "owner")
    monkeypatch.setitem(vars(operation), "parameter_names", names - {"owner"})  # which is cached

    assert_error(manager_client.get("/api/accounts/"), 500, "server_error")
    assert "KeyError: 'owner'" in caplog.text
    body = assert_error(manager_client.get("/api/accounts/?owner=1"), 400, "invalid_request")
    assert body["fields"] == {"owner": UNKNOWN}


def test_query_of_an_api_request_is_read_by_core_alone():
    files = {str(path.relative_to(ROOT)): path.read_text() for path in ROOT.glob("[a-z]*/**/*.py")}
    readers = {name for name, text in files.items() if re.search(r"request\.(query_params|GET)\b", text)}
    staff_site = {"audit/admin.py", "backoffice/ended_sessions.py", "backoffice/site.py"}

    assert readers - staff_site == {"core/api/query.py", "core/api/declared_query.py", "core/api/pagination.py"}


@pytest.mark.parametrize(("method", "path", "operation"), OPERATIONS)
def test_unknown_parameter_is_400_and_named(signed_in, manager, member, method, path, operation):
    browser = signed_in(reader_of(path, method, manager, member))
    query = "&".join(["no_such=1", *(f"{name}=" for name in documented(operation)), "nor_this"])
    response = browser.request(method, f"{fill_in(path)}?{query}", headers=idempotency_headers())

    assert assert_error(response, 400, "invalid_request")["fields"] == {"no_such": UNKNOWN, "nor_this": UNKNOWN}


@pytest.mark.slow
@pytest.mark.parametrize(("method", "path", "operation"), [case for case in OPERATIONS if case.values[0] == "GET"])
def test_empty_parameters_count_as_not_given(clock, signed_in, manager, member, account, method, path, operation):
    browser = signed_in(reader_of(path, method, manager, member))
    path = fill_in(path, number=account, name="trial-balance")
    query = "&".join(f"{name}=" for name in documented(operation))
    browser.get(path)  # the first read in an hour is recorded, which the audit log shows
    plain, empty = browser.get(path), browser.get(f"{path}?{query}")

    assert empty.status_code == plain.status_code
    assert empty.getvalue() == plain.getvalue()
    if path.count("/") == 3:
        assert empty.status_code == 200
    head = browser.request("HEAD", f"{path}?{query}")
    assert head.status_code == plain.status_code
    assert browser.request("HEAD", f"{path}?no_such=1").status_code == 400


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("page=2", {"page"}),
        ("limit=5&offset=5", {"limit", "offset"}),
        ("ordering=-id", {"ordering"}),
        ("form=2026-01-01", {"form"}),
        ("Search=x", {"Search"}),
        ("search%20=x", {"search "}),
        ("=x", {""}),
        ("self=1&sentence=2&fields=3", {"self", "sentence", "fields"}),
        ("%ff=1", {"\ufffd"}),
        ("a" * 300, {"a" * 100}),
        ("&".join(f"p{number:02}=1" for number in range(60)), {f"p{number:02}" for number in range(20)}),
    ],
    ids=lambda value: value[:24] if isinstance(value, str) else "",
)
def test_every_unknown_parameter_of_a_list_is_named(manager_client, query, names):
    body = assert_error(manager_client.get(f"/api/transactions/?{query}"), 400, "invalid_request")

    assert body["fields"] == dict.fromkeys(names, UNKNOWN)


def test_duplicate_parameter_is_400_and_named(manager_client):
    response = manager_client.get(
        "/api/accounts/?status=active&status=closed&type=savings&type=savings&cursor=x&cursor="
    )
    body = assert_error(response, 400, "invalid_request")

    assert body["fields"] == {"status": TWICE, "type": TWICE, "cursor": TWICE}


def test_role_is_judged_before_the_query(browser, signed_in, member):
    assert_error(browser.get("/api/accounts/?no_such=1"), 401, "not_authenticated")
    assert_error(signed_in(member).get("/api/users/?no_such=1"), 403, "permission_denied")
    assert_error(browser.get("/api/nowhere/?no_such=1"), 404, "not_found")


def test_method_is_judged_before_the_query(browser):
    for method in ("PUT", "OPTIONS"):
        assert_error(browser.request(method, "/api/users/login/?no_such=1"), 405, "method_not_allowed")


def test_preflight_with_an_unknown_parameter_is_200(browser):
    headers = {"Origin": "https://app.bank.example", "Access-Control-Request-Method": "GET"}

    assert browser.request("OPTIONS", "/api/accounts/?no_such=1", headers=headers).status_code == 200


def test_login_with_an_unknown_parameter_does_not_sign_in(browser, member):
    response = browser.post("/api/users/login/?next=/", {"email": member.email, "password": PASSWORD})

    assert assert_error(response, 400, "invalid_request")["fields"] == {"next": UNKNOWN}
    assert not response.cookies


@pytest.mark.parametrize("path", ["/api/schema/", "/api/docs/"])
def test_schema_and_docs_reject_unknown_parameters(browser, path):
    for query, status in (("", 200), ("?", 200), ("?no_such=1", 400)):
        response = browser.get(path + query)
        assert response.status_code == status, query
    assert assert_error(response, 400, "invalid_request")["fields"] == {"no_such": UNKNOWN}
    assert browser.get("/api/docs/?script=").status_code == 200


@pytest.mark.slow
@pytest.mark.parametrize(
    ("query", "accept", "form"),
    [
        ("", "*/*", "yaml"),
        ("", "text/html", "yaml"),
        ("", "application/vnd.oai.openapi", "yaml"),
        ("", "application/json", "json"),
        ("", "application/vnd.oai.openapi+json", "json"),
        ("?format=", "application/json", "json"),
        ("?format=json", "*/*", "json"),
        ("?format=yaml", "application/json", "yaml"),
    ],
)
def test_schema_is_yaml_or_json_by_format_or_accept(browser, query, accept, form):
    response = browser.get(f"/api/schema/{query}", headers={"Accept": accept})
    kind = "application/json" if form == "json" else "application/vnd.oai.openapi"

    assert response.headers["Content-Type"] == kind
    if form == "json":
        assert response.json() == read_document()
    else:
        assert response.content.decode() == DOCUMENT.read_text()


def test_schema_in_an_unknown_format_is_400(browser):
    response = browser.get("/api/schema/?format=xml")

    assert list(assert_error(response, 400, "invalid_request")["fields"]) == ["format"]


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_health_checks_ignore_unknown_parameters(browser, path):
    assert browser.get(f"{path}?no_such=1").status_code == 200
