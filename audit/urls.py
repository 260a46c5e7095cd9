"""`/api/audit/`."""

from django.urls import path

from audit.views import AuditEventsView

urlpatterns = [path("events/", AuditEventsView.as_view(), name="audit-events")]
