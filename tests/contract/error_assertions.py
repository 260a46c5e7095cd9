"""Assertions about the shape of errors."""

import json


def assert_error(response, status, code):
    """Asserts status, code and shape of an error; returns the body."""
    assert response.status_code == status, response.content[:300]
    assert response.headers["Content-Type"] == "application/json"
    assert response.headers["Cache-Control"] == "no-store"
    assert ("WWW-Authenticate" in response.headers) == (status == 401)
    body = json.loads(response.content)
    assert body["code"] == code
    assert set(body) <= {"error", "code", "fields", "details"}
    assert body["error"].endswith((".", "!"))
    assert not any(word in body["error"] for word in ("Traceback", "SELECT", "<", "Exception"))
    for sentences in body.get("fields", {}).values():
        assert all(isinstance(sentence, str) for sentence in sentences)
    return body


def headers_without_request_id(response):
    """All headers of a response except the request id, which is always new."""
    return str({name: value for name, value in response.headers.items() if name != "X-Request-Id"})
