"""Printed documents as downloads."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header


def pdf_response(document: bytes, *, filename: str) -> HttpResponse:
    """A download of the document."""
    return HttpResponse(
        document,
        content_type="application/pdf",
        headers={"Content-Disposition": content_disposition_header(True, filename)},
    )
