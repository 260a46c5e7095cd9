"""Printed documents as downloads."""

from django.http import HttpResponse


def pdf_response(document: bytes, *, filename: str) -> HttpResponse:
    """A download of the document."""
    return HttpResponse(
        document,
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{filename}"'},
    )
