"""`/api/transactions/`."""

from django.urls import path

from transactions.payments.views.payees import LimitsView, PayeesView
from transactions.payments.views.postings import DepositView, ReverseView, TransferView, WithdrawView
from transactions.receipts.views import ReceiptPdfView, ReceiptView
from transactions.views import TransactionsView, TransactionView

urlpatterns = [
    path("", TransactionsView.as_view(), name="transactions"),
    path("payees/", PayeesView.as_view(), name="payees"),
    path("limits/", LimitsView.as_view(), name="limits"),
    path("deposit/", DepositView.as_view(), name="deposit"),
    path("withdraw/", WithdrawView.as_view(), name="withdraw"),
    path("transfer/", TransferView.as_view(), name="transfer"),
    path("<bounded:transaction_id>/", TransactionView.as_view(), name="transaction"),
    path("<bounded:transaction_id>/receipt/", ReceiptView.as_view(), name="transaction-receipt"),
    path("<bounded:transaction_id>/receipt.pdf", ReceiptPdfView.as_view(), name="transaction-receipt-pdf"),
    path("<bounded:transaction_id>/reverse/", ReverseView.as_view(), name="transaction-reverse"),
]
