"""The base of every API view: closed by default, JSON only."""

from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.csrf import csrf_exempt
from rest_framework.request import Request

from core.api.exception_handler import error_response
from core.api.query_params import DeclaredQuery
from core.authorization.permissions import DENY_ALL, RequiresCapability
from core.exceptions import NotFound


class ApiView(DeclaredQuery):
    """A view declares in `permissions` who may call each of its methods; a method that is not declared is refused.

    In `query_parameters` it declares the query parameters of each method; by default there are none.
    `ignores_token` marks the few routes (login, refresh, …) that ignore a token in the request;
    `moves_money` those under `idempotent_response`, whose refusals are recorded as refused payments.
    """

    permissions: ClassVar[dict[str, RequiresCapability]] = {}
    ignores_token: ClassVar[bool] = False
    moves_money: ClassVar[bool] = False

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
