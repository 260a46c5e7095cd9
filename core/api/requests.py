"""The request that views get: DRF's, with what almost every operation needs at hand."""

from functools import cached_property

from django.http import HttpRequest
from rest_framework.request import Request

from core.client_info import ClientInfo, get_client_info


class ApiRequest(Request):
    """DRF's request. `users.request.UserRequest` is its type where a user is signed in."""

    @property
    def http_request(self) -> HttpRequest:
        """Django's request, which middleware and cookies work on."""
        request: HttpRequest = self._request
        return request

    @cached_property
    def client(self) -> ClientInfo:
        """The address, browser and request id that audit rows and limits take."""
        return get_client_info(self._request)
