"""Compares each error response of a test with the errors that its operation declares, and with the catalogues."""

import json
import re

from core.api.views import ApiView
from tests.catalogues import is_translated

ANY_OPERATION = {405, 500}  # of a method that has no operation, and of a defect


def assert_error_is_declared(request, response):
    """Fails where the operation that the request calls cannot have this error by its declaration."""
    match = request.resolver_match
    view = getattr(match and match.func, "cls", None)
    if response.status_code < 400 or response.status_code in ANY_OPERATION or not _is_api_view(view):
        return
    method = "GET" if request.method == "HEAD" else request.method
    operation = view.operations().get(method)
    if operation is None:
        return
    path = re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", match.route)
    declared = {(error.status, error.code) for error in operation.errors(view=view, method=method, path=path)}
    found = (response.status_code, json.loads(response.content)["code"])
    assert found in declared, f"{operation.id} responds with {found}; by its declaration it has {sorted(declared)}"


def assert_sentences_are_translated(request, response):
    """Fails where an error of the API in English has a sentence that is in no catalogue."""
    if (
        response.status_code >= 400
        and request.path.startswith("/api/")
        and response.headers.get("Content-Language") == "en"
    ):
        body = json.loads(response.content)
        sentences = [body["error"], *(text for texts in body.get("fields", {}).values() for text in texts)]
        unknown = [text for text in sentences if not is_translated(text)]
        assert not unknown, f"mark these for gettext, and run `make messages`: {unknown}"


def _is_api_view(view):
    return isinstance(view, type) and issubclass(view, ApiView)
