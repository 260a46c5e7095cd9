"""Django's admin site, with a sign-in that has the API's limits and audit events."""

from functools import update_wrapper
from posixpath import normpath
from typing import Any
from urllib.parse import unquote, urlsplit

from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.views import LoginView, PasswordChangeView
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from unfold.sites import UnfoldAdminSite

from backoffice.ended_sessions import ended_text, with_reason
from backoffice.factor_forms import FactorForm
from backoffice.factor_page import factors_page
from backoffice.forms import BankLoginForm, BankPasswordChangeForm
from core.api.exception_handler import error_headers
from core.authorization.roles import needs_factor
from core.client_info import get_client_info
from factors.enums import FactorMethod
from factors.login_challenges import FactorDue
from sessions_browser.authentication import session_of
from sessions_browser.cookies import has_browser_id, set_browser_id
from sessions_browser.staff_session_middleware import bind_session
from users.authentication.staff_login import sign_out_of_admin

# Pages for users who must set up a second factor first.
OPEN_WITHOUT_FACTOR = {"factors", "logout", "password_change", "password_change_done", "jsi18n"}


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
        """Signs in, binds Django's session to the browser's row, and sets `browserId` for a new browser.

        Where a second factor is due, asks for it; nobody is signed in yet.
        """
        if form.factor_due is not None:
            factor_form = FactorForm(self.request, initial={"challenge": form.factor_due.challenge})
            response = self.ask_factor(factor_form, form.factor_due)
        else:
            response = super().form_valid(form)
            bind_session(self.request, form.session)
        if form.browser_id and not has_browser_id(self.request, form.browser_id):
            set_browser_id(response, form.browser_id)
        return response

    def ask_factor(self, form: FactorForm, due: FactorDue | None) -> HttpResponse:
        """The page of the second step; without `due`, it says that the sign-in has expired."""
        context = {
            **self.get_context_data(form=form),
            "title": "Second factor",
            "due": due,
            "asks_code": due is not None and any(method is not FactorMethod.PASSKEY for method in due.methods),
            "app_path": reverse("admin:login_factor"),
            "login_url": reverse("admin:login"),
        }
        return TemplateResponse(self.request, "admin/login_factor.html", context)


class AdminFactorView(AdminLoginView):
    """The second step of the login: judges the factor of `FactorForm`."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The first step: the second one has no page of its own."""
        return HttpResponseRedirect(reverse("admin:login"))

    def form_invalid(self, form: Any) -> HttpResponse:
        """Asks again, unless the challenge has ended."""
        return self.ask_factor(form, form.due())


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

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """Django's check; a user who must set up a second factor first is sent to the page for that."""
        checked = super().admin_view(view, cacheable)

        def gated(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            name = request.resolver_match.url_name if request.resolver_match else ""
            if name not in OPEN_WITHOUT_FACTOR and self.has_permission(request) and needs_factor(request.user):
                return HttpResponseRedirect(reverse("admin:factors", current_app=self.name))
            response = checked(request, *args, **kwargs)
            return response if self.has_permission(request) or name == "logout" else with_reason(response, request)

        return update_wrapper(gated, checked)

    def extra_urls(self) -> list[URLPattern]:
        """Our own pages; unfold puts them before Django's."""
        return [
            path("login/factor/", self.login_factor, name="login_factor"),
            path("factors/", self.admin_view(self.factors), name="factors"),
        ]

    def login_factor(self, request: HttpRequest) -> Any:
        """The second step of the login."""
        request.current_app = self.name
        view = AdminFactorView.as_view(extra_context=self.each_context(request), authentication_form=FactorForm)
        return _apply_error_status(view(request))

    def factors(self, request: HttpRequest) -> HttpResponse:
        """The page where a user sets up second factors."""
        request.current_app = self.name
        return factors_page(request, self.each_context(request))

    def look(self, request: HttpRequest) -> dict[str, Any]:
        """The part of `each_context` that a page without a menu needs; makes no query."""
        return {
            "site_title": self._get_config("SITE_TITLE", request),
            "site_favicons": self._get_favicons("SITE_FAVICONS", request),
            "site_icon": self._get_theme_images("SITE_ICON", request),
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
                "ended_text": ended_text(request),
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
