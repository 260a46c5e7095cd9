"""The page of the admin that asks for confirmation before an action."""

import uuid
from typing import Any

from django import forms
from django.contrib.admin.utils import display_for_field, display_for_value, label_for_field, lookup_field
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from unfold.widgets import UnfoldAdminTextInputWidget

from core.api.serializers import StrictSerializer
from core.exceptions import ApplicationError


class ConfirmForm(forms.Form):
    """The text fields of a serializer, which validates them, and the page's key."""

    key = forms.CharField(widget=forms.HiddenInput, max_length=64, initial=uuid.uuid4)

    def __init__(
        self,
        serializer: type[StrictSerializer],
        data: Any = None,
        request: HttpRequest | None = None,
    ) -> None:
        super().__init__(data)
        self._serializer = serializer
        self._names = list(serializer().fields)
        for name, field in serializer().fields.items():
            self.fields[name] = forms.CharField(
                required=field.required,
                widget=UnfoldAdminTextInputWidget(),  # the serializer checks the length of the normalized text
            )

    def clean(self) -> dict[str, Any]:
        """Validates the fields with the serializer."""
        given = {name: self.cleaned_data[name] for name in self._names if name in self.cleaned_data}
        serializer = self._serializer(data=given)
        if not self.errors and not serializer.is_valid():
            for name, errors in serializer.errors.items():
                self.add_error(name, [str(error) for error in errors])
        self.validated_data = dict(serializer.validated_data) if not self.errors else {}
        return self.cleaned_data

    def show(self, error: ApplicationError) -> bool:
        """Adds an error of the action. Returns whether it was refused: then the form gets another key, because under
        the one of before the refusal may be stored.
        """
        for name, texts in (error.fields or {"": [str(error)]}).items():
            self.add_error(name if name in self.fields else None, texts)
        self.data = {**{name: self.data.get(name) for name in self.fields}, "key": str(uuid.uuid4())}
        return True


def confirmation(page: Any, request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    """Renders the confirmation page."""
    request.current_app = page.admin_site.name
    shown = {
        **page.admin_site.each_context(request),
        "opts": page.opts,
        "row_page": page,
        "media": page.media,
        **context,
    }
    return TemplateResponse(request, "admin/confirm.html", shown)


def summary_rows(page: Any, row: Any) -> list[tuple[str, Any]]:
    """The values of the page's `summary`, or of its list, with the names of the columns."""
    rows = []
    for name in page.summary or page.list_display:
        field, _, value = lookup_field(name, row, page)
        shown = display_for_field(value, field, "-") if field else display_for_value(value, "-")
        rows.append((str(label_for_field(name, page.model, page)), shown))
    return rows
