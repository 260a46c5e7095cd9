"""Django's admin with the API's limits and audit trail at its door."""

from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.auth.views import PasswordChangeView
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import reverse

from bankportal.admin_forms import BankLoginForm, BankPasswordChangeForm
from core.client import client_of
from users.models import User
from users.services.admin_sign_in import note_admin_logout


class AdminPasswordChangeView(PasswordChangeView):
    """Django's page over our form."""

    form_class = BankPasswordChangeForm

    def get_form_kwargs(self) -> dict[str, Any]:
        """With the caller's address, which the limits count by."""
        return {**super().get_form_kwargs(), "client": client_of(self.request)}


class BankAdminSite(AdminSite):
    """Whatever the apps' `admin` modules register, behind our own forms."""

    site_header = site_title = "Bank portal"
    index_title = "Administration"
    login_form = BankLoginForm

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """Django's page; a throttled try is a 429 that says when to come back."""
        return _said(super().login(request, extra_context))

    def logout(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """Django's page, and a row in the audit trail."""
        user = request.user
        response = super().logout(request, extra_context)
        if request.method == "POST" and isinstance(user, User):
            note_admin_logout(user=user, client=client_of(request))
        return response

    def password_change(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """As Django's, with our view."""
        view = AdminPasswordChangeView.as_view(
            success_url=reverse("admin:password_change_done", current_app=self.name),
            extra_context={**self.each_context(request), **(extra_context or {})},
        )
        return _said(view(request))


def _said(response: HttpResponseBase) -> HttpResponseBase:
    """The page with the status of a throttled form."""
    if isinstance(response, TemplateResponse):
        form = (response.context_data or {}).get("form")
        refusal = getattr(form, "throttled", None)
        if refusal:
            response.status_code = refusal.status
            response.headers["Retry-After"] = str(refusal.retry_after)
    return response
