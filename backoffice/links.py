"""Where the admin's pages are, for whom: a link that would be refused is not shown."""

from urllib.parse import urlencode

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest
from django.urls import reverse


def can_view(request: HttpRequest, model: type[Model]) -> bool:
    """Whether there is a page for it, and it is for this person."""
    site = admin.site
    return site.is_registered(model) and site.get_model_admin(model).has_view_permission(request)


def list_url(request: HttpRequest, model: type[Model], **filters: str) -> str:
    """The list, filtered; empty if it is not for this person."""
    if not can_view(request, model):
        return ""
    path = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
    return f"{path}?{urlencode(filters)}" if filters else path


def row_url(request: HttpRequest, model: type[Model], pk: int) -> str:
    """The page of one; empty if it is not for this person."""
    if not can_view(request, model):
        return ""
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_change", args=[pk])
