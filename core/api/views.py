"""The base of every API view: closed by default, JSON only."""

from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.csrf import csrf_exempt
from rest_framework.request import Request

from core.api.declared_query import DeclaredQuery
from core.api.exception_handler import error_response
from core.api.operations import Operation
from core.api.requests import ApiRequest
from core.authorization.permissions import DENY_ALL
from core.exceptions import NotFound

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")


class ApiView(DeclaredQuery):
    """A view whose methods are operations (`core.api.operations.Operation`); any other method is refused.

    `ignores_token` marks the few routes (login, refresh, …) that ignore a token in the request; `moves_money`, which
    follows from the operations, those whose refusals are recorded as refused payments; `open_without_factor` those that
    users may call who must set up a second factor first (`FACTOR_REQUIRED_ROLES`).
    """

    ignores_token: ClassVar[bool] = False
    open_without_factor: ClassVar[bool] = False
    moves_money: ClassVar[bool] = False

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        cls.moves_money = any(each.moves_money for each in cls.operations().values())

    @classmethod
    def operations(cls) -> dict[str, Operation]:
        """The operation of each method that has one."""
        found = {method: getattr(getattr(cls, method.lower(), None), "operation", None) for method in METHODS}
        return {method: each for method, each in found.items() if each is not None}

    @property
    def operation(self) -> Operation | None:
        """The operation of the request's method; HEAD has that of GET."""
        method = "GET" if self.request.method == "HEAD" else self.request.method
        handler = getattr(self, method.lower(), None) if method in METHODS else None
        return getattr(handler, "operation", None)

    def declared_parameters(self) -> frozenset[str]:
        """The names that the operation accepts in the query."""
        return self.operation.parameter_names if self.operation else frozenset()

    def initialize_request(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Request:
        """As DRF's, with an `ApiRequest`."""
        return ApiRequest(
            request,
            parsers=self.get_parsers(),
            authenticators=self.get_authenticators(),
            negotiator=self.get_content_negotiator(),
            parser_context=self.get_parser_context(request),
        )

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Responds with 405 to a method that the view does not have, before permissions are checked."""
        if request.method not in self.allowed_methods:
            self.http_method_not_allowed(request)
        super().initial(request, *args, **kwargs)

    @property
    def allowed_methods(self) -> list[str]:
        """The methods of the view; only the CORS middleware answers OPTIONS."""
        return [method for method in super().allowed_methods if method != "OPTIONS"]

    def get_permissions(self) -> list[Any]:
        """The permission of this method."""
        return [self.operation.allow if self.operation else DENY_ALL]


@method_decorator(csrf_exempt, name="dispatch")
class NotFoundView(View):
    """Responds with a JSON 404 to all other paths under `/api/`, without a redirect to a path with a slash."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The same for every method."""
        return error_response(NotFound())
