"""Django's admin site, with a sign-in that has the API's limits and audit events."""

from posixpath import normpath
from typing import Any
from urllib.parse import unquote, urlsplit

from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.views import LoginView, PasswordChangeView
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import reverse
from unfold.sites import UnfoldAdminSite

from backoffice.forms import BankLoginForm, BankPasswordChangeForm
from core.api.exception_handler import error_headers
from core.client_info import get_client_info
from sessions_browser.authentication import session_of
from sessions_browser.cookies import has_browser_id, set_browser_id
from sessions_browser.staff_session_middleware import bind_session
from users.authentication.staff_login import sign_out_of_admin


class AdminLoginView(LoginView):
    """Django's login page with our form; the login belongs to the browser's session."""

    def get_redirect_url(self) -> str:  # type: ignore[override]  # the stubs know a parameter that Django has not
        """`next`, if it is a page of the staff site other than login and logout; otherwise empty."""
        url = super().get_redirect_url()
        start = reverse("admin:index")
        # Without `.` and `..`, as a browser resolves it, and percent-decoded, as the server reads it.
        path = normpath(unquote(urlsplit(url).path)) + "/"
        leads_away = {reverse("admin:login"), reverse("admin:logout")}
        return url if url.startswith(start) and path.startswith(start) and path not in leads_away else ""

    def get_default_redirect_url(self) -> str:
        """The start page."""
        return reverse("admin:index")

    def form_valid(self, form: Any) -> HttpResponse:
        """Signs in, binds Django's session to the browser's row, and sets `browserId` for a new browser."""
        response = super().form_valid(form)
        bind_session(self.request, form.session)
        if not has_browser_id(self.request, form.browser_id):
            set_browser_id(response, form.browser_id)
        return response


class AdminPasswordChangeView(PasswordChangeView):
    """Django's page with our form."""

    form_class = BankPasswordChangeForm

    def get_form_kwargs(self) -> dict[str, Any]:
        """Adds the client, for the limits, and the session that does not end."""
        session = session_of(self.request)
        return {**super().get_form_kwargs(), "client": get_client_info(self.request), "session": session}


class BankAdminSite(UnfoldAdminSite):  # type: ignore[misc]  # unfold has no types
    """The site that the apps' `admin` modules register with, behind our own forms."""

    index_title = "Start"
    login_form = BankLoginForm

    def has_permission(self, request: HttpRequest) -> bool:
        """Staff, with a live session on this browser (`sessions_browser.staff_session_middleware`)."""
        return bool(super().has_permission(request)) and session_of(request) is not None

    def look(self, request: HttpRequest) -> dict[str, Any]:
        """The part of `each_context` that a page without a menu needs; makes no query."""
        return {
            "site_title": self._get_config("SITE_TITLE", request),
            "site_favicons": self._get_favicons("SITE_FAVICONS", request),
            "styles": self._get_list("STYLES", request),
            "colors": self._get_colors("COLORS", request),
            "border_radius": self._get_config("BORDER_RADIUS", request),
            "theme": self._get_config("THEME", request),
        }

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """Django's page; a refused login has the status of its error, and a 429 has `Retry-After`."""
        if request.method == "GET" and self.has_permission(request):
            return HttpResponseRedirect(reverse("admin:index", current_app=self.name))
        defaults = {
            "extra_context": {
                **self.each_context(request),
                "title": "Sign in",
                "app_path": request.get_full_path(),
                "username": request.user.get_username(),
                REDIRECT_FIELD_NAME: request.GET.get(REDIRECT_FIELD_NAME) or reverse("admin:index"),
                **(extra_context or {}),
            },
            "authentication_form": self.login_form,
            "template_name": self.login_template or "admin/login.html",
        }
        request.current_app = self.name
        return _apply_error_status(AdminLoginView.as_view(**defaults)(request))

    def logout(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """Django's page; ends the browser's session too."""
        session = session_of(request)
        if request.method == "POST" and session is not None:
            # Before Django's own logout: without the row, no token and no cookie of this login is accepted.
            sign_out_of_admin(session=session, client=get_client_info(request))
        return super().logout(request, extra_context)

    def search(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """The menu search (Ctrl-K). It has one page of results; for any other unfold would respond with 500."""
        if request.GET.get("page", "1") != "1":
            raise Http404
        return super().search(request, extra_context)

    def autocomplete_view(self, request: HttpRequest) -> HttpResponse:
        """Responds with 404: no form uses this view, whose search has no order and no pages."""
        raise Http404

    def password_change(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """Django's password change with our view."""
        view = AdminPasswordChangeView.as_view(
            success_url=reverse("admin:password_change_done", current_app=self.name),
            extra_context={**self.each_context(request), **(extra_context or {})},
        )
        return _apply_error_status(view(request))


def _apply_error_status(response: HttpResponseBase) -> HttpResponseBase:
    """The page with the status and headers of the form's error."""
    if isinstance(response, TemplateResponse):
        form = (response.context_data or {}).get("form")
        error = getattr(form, "error", None)
        if error:
            response.status_code = error.status
            for name, value in error_headers(error).items():
                response.headers[name] = value
    return response
