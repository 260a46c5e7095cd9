"""`/api/loans/`."""

from django.urls import path

from loans.views.applications import LoanPaymentsView, LoansView, LoanView, PayoffView, QuoteView, ScheduleView
from loans.views.decisions import ApproveView, CancelView, RejectView
from loans.views.products import ProductsView, ProductView
from loans.views.servicing import DisburseView, RepayView, SettleView, WriteOffView

urlpatterns = [
    path("", LoansView.as_view(), name="loans"),
    path("products/", ProductsView.as_view(), name="loan-products"),
    path("products/<bounded:product_id>/", ProductView.as_view(), name="loan-product"),
    path("quote/", QuoteView.as_view(), name="loan-quote"),
    path("<bounded:loan_id>/", LoanView.as_view(), name="loan"),
    path("<bounded:loan_id>/schedule/", ScheduleView.as_view(), name="loan-schedule"),
    path("<bounded:loan_id>/payoff/", PayoffView.as_view(), name="loan-payoff"),
    path("<bounded:loan_id>/payments/", LoanPaymentsView.as_view(), name="loan-payments"),
    path("<bounded:loan_id>/approve/", ApproveView.as_view(), name="loan-approve"),
    path("<bounded:loan_id>/reject/", RejectView.as_view(), name="loan-reject"),
    path("<bounded:loan_id>/cancel/", CancelView.as_view(), name="loan-cancel"),
    path("<bounded:loan_id>/disburse/", DisburseView.as_view(), name="loan-disburse"),
    path("<bounded:loan_id>/repay/", RepayView.as_view(), name="loan-repay"),
    path("<bounded:loan_id>/settle/", SettleView.as_view(), name="loan-settle"),
    path("<bounded:loan_id>/write-off/", WriteOffView.as_view(), name="loan-write-off"),
]
