"""`/api/accounts/`."""

from django.urls import path

from accounts.views import AccountsView, AccountView, CloseView, FreezeView, PayeeView, UnfreezeView

urlpatterns = [
    path("", AccountsView.as_view(), name="accounts"),
    path("<account:number>/", AccountView.as_view(), name="account"),
    path("<account:number>/payee/", PayeeView.as_view(), name="account-payee"),
    path("<account:number>/freeze/", FreezeView.as_view(), name="account-freeze"),
    path("<account:number>/unfreeze/", UnfreezeView.as_view(), name="account-unfreeze"),
    path("<account:number>/close/", CloseView.as_view(), name="account-close"),
]
