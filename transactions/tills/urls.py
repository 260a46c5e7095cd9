"""`/api/tills/`."""

from django.urls import path

from transactions.tills.views import (
    CountTillView,
    FundTillView,
    PayOutCashView,
    ReceiveCashView,
    ReturnCashView,
    TillsView,
)

urlpatterns = [
    path("", TillsView.as_view(), name="tills"),
    path("vault/receive/", ReceiveCashView.as_view(), name="vault-receive"),
    path("vault/pay-out/", PayOutCashView.as_view(), name="vault-pay-out"),
    path("<bounded:cashier_id>/fund/", FundTillView.as_view(), name="till-fund"),
    path("<bounded:cashier_id>/return/", ReturnCashView.as_view(), name="till-return"),
    path("<bounded:cashier_id>/count/", CountTillView.as_view(), name="till-count"),
]
