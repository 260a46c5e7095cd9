"""Every error of the API has a sentence in every language, with the same code and status."""

import json

import pytest

from core.api.exception_handler import error_response
from core.api.language_middleware import respond_in_language
from core.exceptions import ApplicationError
from core.idempotency.service import StoredRefusal
from core.languages import SUPPORTED


def subclasses(kind):
    return {kind, *(deeper for child in kind.__subclasses__() for deeper in subclasses(child))}


# Of a stored refusal, the sentence is that of the first request (tests/contract/test_languages.py).
ERRORS = sorted(subclasses(ApplicationError) - {StoredRefusal}, key=lambda kind: (kind.__module__, kind.__name__))
OTHERS = [language for language in SUPPORTED if language != "en"]


def body_in(language, error):
    environ = {"PATH_INFO": "/api/", "HTTP_ACCEPT_LANGUAGE": language}
    response = respond_in_language(environ, lambda: error_response(error()))

    assert (response.headers["Content-Language"], response.headers["Vary"]) == (language, "Accept-Language")
    return response.status_code, json.loads(response.content)


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("error", ERRORS, ids=lambda error: error.__name__)
def test_error_has_a_sentence_in_each_language_and_one_code(error, language):
    english, translated = body_in("en", error), body_in(language, error)

    assert english[1]["error"] != translated[1]["error"]
    assert translated[1]["error"].endswith(".")
    assert english[1] | {"error": ""} == translated[1] | {"error": ""}
    assert english[0] == translated[0] == error.status


def test_errors_of_all_apps_are_known():
    assert {error.__module__.partition(".")[0] for error in ERRORS} >= {
        "accounts", "confirmations", "core", "factors", "loans", "sessions_browser", "transactions", "users",
    }  # fmt: skip
