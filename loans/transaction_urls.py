"""What loans add under `/api/transactions/{id}/`."""

from django.urls import path

from loans.views.reversing import ReverseView

urlpatterns = [
    path("<bounded:transaction_id>/reverse/", ReverseView.as_view(), name="transaction-reverse"),
]
