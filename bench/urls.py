"""The portal's URLs, and that of plain SimpleJWT at the same depth."""

from django.urls import include, path

from bankportal.urls import urlpatterns as portal
from bench.plain import PlainAuthCheckView

urlpatterns = [path("api/plain/", include([path("auth/check/", PlainAuthCheckView.as_view())])), *portal]
