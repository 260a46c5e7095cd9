"""The page of the admin that asks once more before something is done."""

import uuid
from typing import Any

from django import forms
from django.contrib.admin.utils import display_for_field, display_for_value, label_for_field, lookup_field
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from unfold.widgets import UnfoldAdminTextInputWidget

from core.api.serializers import StrictSerializer


class ConfirmForm(forms.Form):
    """A serializer's text fields, judged by it, and the page's key."""

    key = forms.CharField(widget=forms.HiddenInput, max_length=64, initial=uuid.uuid4)

    def __init__(self, asks: type[StrictSerializer], data: Any = None) -> None:
        super().__init__(data)
        self._asks = asks
        self._names = list(asks().fields)
        for name, field in asks().fields.items():
            self.fields[name] = forms.CharField(
                required=field.required,
                widget=UnfoldAdminTextInputWidget(),  # the serializer judges the length, of the normalized text
            )

    def clean(self) -> dict[str, Any]:
        """The words as the service takes them."""
        given = {name: self.cleaned_data[name] for name in self._names if name in self.cleaned_data}
        judge = self._asks(data=given)
        if not self.errors and not judge.is_valid():
            for name, errors in judge.errors.items():
                self.add_error(name, [str(error) for error in errors])
        self.words = dict(judge.validated_data) if not self.errors else {}
        return self.cleaned_data


def confirmation(page: Any, request: HttpRequest, facts: dict[str, Any]) -> HttpResponse:
    """The page that asks once more."""
    request.current_app = page.admin_site.name
    context = {**page.admin_site.each_context(request), "opts": page.opts, "media": page.media, **facts}
    return TemplateResponse(request, "admin/confirm.html", context)


def summary_rows(page: Any, row: Any) -> list[tuple[str, Any]]:
    """What the list shows of a row, with the names of its columns."""
    facts = []
    for name in page.list_display:
        field, _, value = lookup_field(name, row, page)
        shown = display_for_field(value, field, "-") if field else display_for_value(value, "-")
        facts.append((str(label_for_field(name, page.model, page)), shown))
    return facts
