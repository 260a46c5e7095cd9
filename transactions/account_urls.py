"""What the ledger adds under `/api/accounts/{number}/`."""

from django.urls import path

from transactions.views.reading import EntriesView
from transactions.views.statements import StatementView

urlpatterns = [
    path("<account:number>/entries/", EntriesView.as_view(), name="account-entries"),
    path("<account:number>/statement/", StatementView.as_view(), name="account-statement"),
]
