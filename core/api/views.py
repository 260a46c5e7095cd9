"""The base of every API view: closed by default, JSON only.

DRF makes parsers, authenticators, throttles and renderers anew for each request, and looks the methods of a view up
several times. Ours have no state, so each is made once. DRF's `dispatch` is kept, and with it the order of all checks.
"""

from collections.abc import Sequence
from functools import cache
from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.csrf import csrf_exempt
from rest_framework.request import Request

from core.api.declared_query import DeclaredQuery
from core.api.exception_handler import error_response
from core.api.negotiation import JSONOnlyNegotiation
from core.api.operations import Operation
from core.api.renderers import APIRenderer
from core.api.requests import ApiRequest
from core.authorization.permissions import DENY_ALL
from core.exceptions import NotFound

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
_RENDERER, _NEGOTIATOR = APIRenderer(), JSONOnlyNegotiation()


class ApiView(DeclaredQuery):
    """A view whose methods are operations (`core.api.operations.Operation`); any other method is refused.

    `ignores_token` marks the few routes (login, refresh, …) that ignore a token in the request; `moves_money`, which
    follows from the operations, those whose refusals are recorded as refused payments; `open_without_factor` those that
    users may call who must set up a second factor first (`FACTOR_REQUIRED_ROLES`).
    """

    ignores_token: ClassVar[bool] = False
    open_without_factor: ClassVar[bool] = False
    moves_money: ClassVar[bool] = False
    _operations: ClassVar[dict[str, Operation]] = {}  # by method; HEAD has that of GET
    _methods: ClassVar[list[str]] = []

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        cls._operations = cls.operations()
        cls.moves_money = any(each.moves_money for each in cls._operations.values())
        if "GET" in cls._operations:
            cls._operations["HEAD"] = cls._operations["GET"]
        cls._methods = [method for method in METHODS if hasattr(cls, method.lower())]  # the CORS middleware has OPTIONS
        if "GET" in cls._methods:
            cls._methods.append("HEAD")

    @classmethod
    def operations(cls) -> dict[str, Operation]:
        """The operation of each method that has one."""
        found = {method: getattr(getattr(cls, method.lower(), None), "operation", None) for method in METHODS}
        return {method: each for method, each in found.items() if each is not None}

    @property
    def operation(self) -> Operation | None:
        """The operation of the request's method; HEAD has that of GET."""
        return self._operations.get(self.request.method or "")

    def declared_parameters(self) -> frozenset[str]:
        """The names that the operation accepts in the query."""
        return self.operation.parameter_names if self.operation else frozenset()

    def initialize_request(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Request:
        """As DRF's, with an `ApiRequest`."""
        return ApiRequest(
            request,
            parsers=self.get_parsers(),
            authenticators=self.get_authenticators(),
            negotiator=_NEGOTIATOR,
            parser_context=self.get_parser_context(request),
        )

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Responds with 405 to a method that the view does not have, before permissions are checked."""
        if request.method not in self._methods:
            self.http_method_not_allowed(request)
        super().initial(request, *args, **kwargs)

    @property
    def allowed_methods(self) -> list[str]:
        """The methods of the view."""
        return self._methods

    def perform_content_negotiation(self, request: Request, force: bool = False) -> tuple[Any, str]:
        """The one format that the API has, whatever `Accept` contains."""
        return _RENDERER, _RENDERER.media_type

    def get_parsers(self) -> list[Any]:
        """See the module."""
        return _instances(tuple(self.parser_classes))

    def get_authenticators(self) -> list[Any]:
        """See the module."""
        return _instances(tuple(self.authentication_classes))

    def get_throttles(self) -> list[Any]:
        """See the module."""
        return _instances(tuple(self.throttle_classes))

    def get_permissions(self) -> list[Any]:
        """The permission of this method."""
        return [self.operation.allow if self.operation else DENY_ALL]


@cache
def _instances(classes: Sequence[type[Any]]) -> list[Any]:
    return [each() for each in classes]


@method_decorator(csrf_exempt, name="dispatch")
class NotFoundView(View):
    """Responds with a JSON 404 to all other paths under `/api/`, without a redirect to a path with a slash."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The same for every method."""
        return error_response(NotFound())
