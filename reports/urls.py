"""`/api/reports/`."""

from django.urls import path

from reports.views import ReportsView, ReportView

urlpatterns = [
    path("", ReportsView.as_view(), name="reports"),
    path("<slug:name>/", ReportView.as_view(), name="report"),
]
