"""`/api/reports/`."""

from django.urls import path

from reports.views import ReportCsvView, ReportsView, ReportView

urlpatterns = [
    path("", ReportsView.as_view(), name="reports"),
    path("<slug:name>.csv", ReportCsvView.as_view(), name="report-csv"),
    path("<slug:name>/", ReportView.as_view(), name="report"),
]
