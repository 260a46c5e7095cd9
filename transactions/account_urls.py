"""`/api/accounts/{number}/entries/` and `statement/`."""

from django.urls import path

from transactions.statements.views import StatementView
from transactions.views import EntriesView

urlpatterns = [
    path("<account:number>/entries/", EntriesView.as_view(), name="account-entries"),
    path("<account:number>/statement/", StatementView.as_view(), name="account-statement"),
]
