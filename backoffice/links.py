"""URLs of the admin's pages; empty for a page that the user may not see, so that no link is shown."""

from urllib.parse import urlencode

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest
from django.urls import reverse


def can_view(request: HttpRequest, model: type[Model]) -> bool:
    """Whether the model has pages that the user may see."""
    site = admin.site
    return site.is_registered(model) and site.get_model_admin(model).has_view_permission(request)


def list_url(request: HttpRequest, model: type[Model], **filters: str) -> str:
    """The list, filtered; empty if the user may not see it."""
    if not can_view(request, model):
        return ""
    path = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
    return f"{path}?{urlencode(filters)}" if filters else path


def row_url(request: HttpRequest, model: type[Model], pk: int) -> str:
    """The page of one row; empty if the user may not see it."""
    if not can_view(request, model):
        return ""
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_change", args=[pk])
