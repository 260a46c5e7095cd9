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
from core.authorization.permissions import DENY_ALL, RequiresCapability
from core.exceptions import NotFound

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")


class ApiView(DeclaredQuery):
    """A view whose methods are operations (`core.api.operations.Operation`); any other method is refused.

    `permissions` and `moves_money` follow from the operations. `ignores_token` marks the few routes
    (login, refresh, …) that ignore a token in the request.
    """

    permissions: ClassVar[dict[str, RequiresCapability]] = {}
    ignores_token: ClassVar[bool] = False
    moves_money: ClassVar[bool] = False

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        operations = cls.operations()
        if operations:
            cls.permissions = {method: each.allow for method, each in operations.items()}
            cls.moves_money = any(each.moves_money for each in operations.values())

    @classmethod
    def operations(cls) -> dict[str, Operation]:
        """The operation of each method that has one."""
        found = {method: cls.operation_of(method) for method in METHODS}
        return {method: each for method, each in found.items() if each is not None}

    @classmethod
    def operation_of(cls, method: str) -> Operation | None:
        """The operation of one method, if it has one."""
        found: Operation | None = getattr(getattr(cls, method.lower(), None), "operation", None)
        return found

    def declared_parameters(self) -> frozenset[str]:
        """The names that the operation accepts in the query."""
        method = self.request.method or ""
        declared = self.operation_of("GET" if method == "HEAD" else method)
        return declared.parameter_names if declared else frozenset()

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
        method = self.request.method or ""
        return [self.permissions.get("GET" if method == "HEAD" else method, DENY_ALL)]


@method_decorator(csrf_exempt, name="dispatch")
class NotFoundView(View):
    """Responds with a JSON 404 to all other paths under `/api/`, without a redirect to a path with a slash."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The same for every method."""
        return error_response(NotFound())
