"""Shows times on the pages of the staff site in the bank's time zone."""

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone

from backoffice.csp import PREFIX
from core.api.middleware import GetResponse
from core.time_zones import time_zone


class BankTimeMiddleware:
    """Makes Django's templates show the bank's time under `/admin/`; responses of the API are UTC."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """For this request only."""
        if not request.path_info.startswith(PREFIX):
            return self.get_response(request)
        with timezone.override(time_zone(settings.BANK_TIME_ZONE)):
            return self.get_response(request)
