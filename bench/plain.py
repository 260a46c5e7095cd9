"""The same response behind plain SimpleJWT: one query for the user; no binding, revocation or limits."""

from django.conf import settings
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

OURS_ALONE = {"core.api.middleware.JSONErrorMiddleware", "sessions_browser.middleware.BrowserSessionMiddleware"}


class PlainAuthCheckView(APIView):
    """DRF and SimpleJWT with their defaults in place of this project's settings."""

    authentication_classes = (JWTAuthentication,)
    permission_classes = (IsAuthenticated,)
    throttle_classes = ()
    parser_classes = (JSONParser,)
    renderer_classes = (JSONRenderer,)
    content_negotiation_class = DefaultContentNegotiation

    def get(self, request: Request) -> Response:
        """The same body as `/api/users/auth/check/`."""
        user = request.user
        return Response({"authenticated": True, "user": {"id": user.pk, "email": user.email, "role": user.role}})


def plain_application() -> WSGIHandler:
    """The project as a WSGI application, with Django's middleware only."""
    assert set(settings.MIDDLEWARE) >= OURS_ALONE
    with override_settings(MIDDLEWARE=[name for name in settings.MIDDLEWARE if name not in OURS_ALONE]):
        return WSGIHandler()
