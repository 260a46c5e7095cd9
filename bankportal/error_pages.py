"""What people see on the staff's pages when something breaks down: 503 for a database that is down, else 500."""

import sys

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.html import escape
from django.views import defaults

from core.answers import answer, headers_of, refusal_for
from core.middleware import API

_PAGE = """<!doctype html>
<html lang="en"><head><title>Service unavailable</title></head>
<body><h1>Service unavailable</h1><p>{}</p></body></html>
"""


def server_error(request: HttpRequest) -> HttpResponseBase:
    """Django's `handler500`, called while the exception is being handled. A bank that is down must not look broken."""
    exc = sys.exc_info()[1]
    refusal = refusal_for(exc) if exc else None
    if refusal is None or refusal.status != 503:
        return defaults.server_error(request)
    if request.path_info.startswith(API):
        return answer(refusal)
    response = HttpResponse(_PAGE.format(escape(str(refusal))), status=503, headers=headers_of(refusal))
    response.refusal = refusal  # type: ignore[attr-defined]  # for the log
    return response
