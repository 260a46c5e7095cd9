"""The portal's URLs, and those of plain SimpleJWT at the same depth."""

from django.urls import include, path

from bankportal.urls import urlpatterns as portal
from bench.plain import PlainAuthCheckView, PlainLoginView, PlainLogoutView, PlainRefreshView
from bench.plain_transfer_view import PlainTransferView

plain = [
    path("auth/check/", PlainAuthCheckView.as_view()),
    path("login/", PlainLoginView.as_view()),
    path("refresh/", PlainRefreshView.as_view()),
    path("logout/", PlainLogoutView.as_view()),
    path("transfer/", PlainTransferView.as_view()),
]
urlpatterns = [path("api/plain/", include(plain)), *portal]
