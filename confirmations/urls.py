"""`/api/confirmations/`."""

from django.urls import path

from confirmations.views import ConfirmationsView, ConfirmationView

urlpatterns = [
    path("", ConfirmationsView.as_view(), name="confirmations"),
    path("<uuid:confirmation_id>/", ConfirmationView.as_view(), name="confirmation"),
]
