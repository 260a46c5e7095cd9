"""Printed documents as downloads."""

from collections.abc import Callable

from django.http import HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import get_language

from transactions.printing.labels import printed_language


def pdf_response(make_document: Callable[[], bytes], *, filename: str) -> HttpResponse:
    """A download of the document, which is made in the language of the request."""
    with printed_language():
        return HttpResponse(
            make_document(),
            content_type="application/pdf",
            headers={
                "Content-Disposition": content_disposition_header(True, filename),
                "Content-Language": get_language(),
            },
        )
