"""`/api/accounts/{number}/entries/`, `statement/`, `statement.csv` and `statement.pdf`."""

from django.urls import path

from transactions.statements.views import StatementCsvView, StatementPdfView, StatementView
from transactions.views import EntriesView

urlpatterns = [
    path("<account:number>/entries/", EntriesView.as_view(), name="account-entries"),
    path("<account:number>/statement/", StatementView.as_view(), name="account-statement"),
    path("<account:number>/statement.csv", StatementCsvView.as_view(), name="account-statement-csv"),
    path("<account:number>/statement.pdf", StatementPdfView.as_view(), name="account-statement-pdf"),
]
