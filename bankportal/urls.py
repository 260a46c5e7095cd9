"""All URLs of the portal."""

from django.contrib import admin
from django.urls import include, path, register_converter

from bankportal.api_docs import DocsView, SchemaView
from bankportal.client_config import ConfigView
from bankportal.landing_page import StartPage
from core.api.converters import AccountNumber, BoundedId
from core.api.views import NotFoundView
from reports.views import DashboardView

register_converter(BoundedId, "bounded")
register_converter(AccountNumber, "account")

handler400 = "backoffice.error_pages.bad_request"
handler403 = "backoffice.error_pages.permission_denied"
handler404 = "backoffice.error_pages.page_not_found"
handler500 = "backoffice.error_pages.server_error"
urlpatterns = [
    path("api/users/", include("users.urls")),
    path("api/confirmations/", include("confirmations.urls")),
    path("api/sessions/", include("sessions_browser.urls")),
    path("api/accounts/", include("accounts.urls")),
    path("api/accounts/", include("transactions.account_urls")),
    path("api/transactions/", include("transactions.urls")),
    path("api/tills/", include("transactions.tills.urls")),
    path("api/loans/", include("loans.urls")),
    path("api/dashboard/", DashboardView.as_view(), name="dashboard"),
    path("api/reports/", include("reports.urls")),
    path("api/audit/", include("audit.urls")),
    path("api/config/", ConfigView.as_view(), name="config"),
    path("api/schema/", SchemaView.as_view(), name="schema"),
    path("api/docs/", DocsView.as_view(), name="docs"),
    path("api/<path:path>", NotFoundView.as_view()),
    path("admin/", admin.site.urls),
    path("", StartPage.as_view(), name="start"),
]
