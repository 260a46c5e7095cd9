"""The same response behind plain SimpleJWT: one query for the user; no binding, revocation or limits."""

from django.core.handlers.wsgi import WSGIHandler
from django.test import override_settings
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.parsers import JSONParser
from rest_framework.permissions import IsAuthenticated
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView
from rest_framework_simplejwt.authentication import JWTAuthentication
from rest_framework_simplejwt.views import TokenBlacklistView, TokenObtainPairView, TokenRefreshView

# What `startproject` sets, without those of the admin.
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]


class Defaults:
    """DRF's defaults in place of this project's settings, for a view."""

    throttle_classes = ()
    parser_classes = (JSONParser,)
    renderer_classes = (JSONRenderer,)
    content_negotiation_class = DefaultContentNegotiation


class PlainAuthCheckView(Defaults, APIView):
    """One query for the user."""

    authentication_classes = (JWTAuthentication,)
    permission_classes = (IsAuthenticated,)

    def get(self, request: Request) -> Response:
        """The same body as `/api/users/auth/check/`."""
        user = request.user
        return Response({"authenticated": True, "user": {"id": user.pk, "email": user.email, "role": user.role}})


class PlainLoginView(Defaults, TokenObtainPairView):
    """SimpleJWT's login, which also writes `last_login`."""


class PlainRefreshView(Defaults, TokenRefreshView):
    """SimpleJWT's rotation with its blacklist."""


class PlainLogoutView(Defaults, TokenBlacklistView):
    """Puts a refresh token on SimpleJWT's blacklist."""


def plain_application() -> WSGIHandler:
    """A WSGI application with Django's minimal middleware."""
    with override_settings(MIDDLEWARE=MIDDLEWARE):
        return WSGIHandler()
