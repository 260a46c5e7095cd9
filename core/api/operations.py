"""Declares an operation of the API once, on the method that runs it.

`@Operation(…)` says who may call it, what it takes, returns and raises. The view checks and parses by it, and the
OpenAPI document is generated from it (`core.api.openapi.DeclaredSchema`).
"""

from collections.abc import Callable
from dataclasses import KW_ONLY, dataclass, field
from enum import Enum
from functools import cached_property, wraps
from typing import Any, ClassVar, TypeVar

from django.http.response import HttpResponseBase
from drf_spectacular.utils import OpenApiParameter
from rest_framework.permissions import SAFE_METHODS
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer, Serializer

from core import exceptions as errors
from core.api.query import QuerySerializer
from core.api.representation import Represent, representation_of
from core.api.requests import ApiRequest
from core.api.serializers import StrictSerializer, validate_body
from core.api.step_up import StepUp
from core.authorization.capabilities import CAPABILITIES
from core.authorization.permissions import RequiresCapability
from core.exceptions import ApplicationError

Errors = tuple[type[ApplicationError], ...]
Handler = TypeVar("Handler", bound=Callable[..., Any])


class Body(Enum):
    """What an operation without fields does with a body."""

    EMPTY = "empty"  # accepts none, or `{}`
    UNREAD = "unread"  # does not look at it


@dataclass(frozen=True)
class Operation:
    """Declares one method of an `ApiView`, which it decorates.

    The method gets the parameters of the path, and `query` and `body` (the validated values) where they are declared.
    It returns what `response` serializes, or a response. `raises` names the errors that do not follow from method,
    path and permission.
    """

    id: str
    summary: str
    description: str = ""
    _: KW_ONLY
    allow: RequiresCapability
    query: type[QuerySerializer] | None = None
    body: type[Serializer[Any]] | Body = Body.EMPTY
    response: Any = None  # a serializer or a schema, None for no content, or a schema for each content type
    status: int = 200
    raises: Errors = ()
    step_up: StepUp | None = None  # where a user with a second factor may have to confirm the request
    parameters: tuple[OpenApiParameter, ...] = ()  # headers that it reads, and details of those of the path
    security: list[Any] | None = None  # of the document, where it does not follow from `allow`
    partial: bool = False  # fields that the body does not have stay as they are
    context: Callable[..., dict[str, Any]] | None = None  # of the body's serializer; gets what the method gets
    other_responses: dict[int, Any] = field(default_factory=dict)  # by status, where a Response may have another

    moves_money: ClassVar[bool] = False
    response_description: ClassVar[str] = ""

    def __call__(self, handler: Handler) -> Handler:
        """The method, with its input checked and its result rendered."""

        @wraps(handler)
        def method(view: Any, request: ApiRequest, **arguments: Any) -> Any:
            given = {**arguments, **self.read_input(request, arguments)}
            return self.run(request, lambda: handler(view, request, **given))

        method.operation = self  # type: ignore[attr-defined]
        return method  # type: ignore[return-value]

    def run(self, request: ApiRequest, handler: Callable[[], Any]) -> Any:
        """The response. Subclasses run the method in other ways."""
        result = handler()
        if isinstance(result, HttpResponseBase):
            return result
        return Response(self.serialize(result), status=self.status)

    def read_input(self, request: ApiRequest, arguments: dict[str, Any]) -> dict[str, Any]:
        """`query` and `body`, where they are declared. Raises DRF's ValidationError."""
        found: dict[str, Any] = {}
        if self.query is not None:
            found["query"] = self.query.read(request)
        if self.reads_body(request.method):
            found |= self.read_body(request, request.data, arguments)
        return found

    def read_body(self, request: ApiRequest, data: Any, arguments: dict[str, Any]) -> dict[str, Any]:
        """`body`, where it is declared, validated for the user of `request`. Raises DRF's ValidationError."""
        if not isinstance(self.body, type):
            validate_body(StrictSerializer, data)
            return {}
        context = self.context(request, **arguments) if self.context else {}
        return {"body": validate_body(self.body, data, partial=self.partial, context=context)}

    def serialize(self, result: Any) -> Any:
        """The body for what the method returned."""
        return result if self._represent is None else self._represent(result)

    @cached_property
    def _represent(self) -> Represent | None:
        """Created once, because creating a serializer takes longer than using it."""
        is_class = isinstance(self.response, type) and issubclass(self.response, BaseSerializer)
        return representation_of(self.response()) if is_class else None

    @property
    def documented_parameters(self) -> tuple[OpenApiParameter, ...]:
        """Those of the OpenAPI document; subclasses add theirs."""
        return (*self.parameters, *(self.step_up.parameters if self.step_up else ()))

    @cached_property
    def parameter_names(self) -> frozenset[str]:
        """The query parameters that it accepts."""
        return frozenset(self.query().fields) if self.query else frozenset()

    def errors(self, *, view: type[Any], method: str, path: str) -> Errors:
        """All errors that it can have: those that `view`, method and path imply, and those that it declares."""
        found: list[type[ApplicationError]] = [errors.InvalidRequest, errors.Unavailable]
        if not view.ignores_token:
            for authentication in view.authentication_classes:
                found += authentication.errors(method)
        if not self.allow.public:
            found.append(errors.NotAuthenticated)
            if not view.open_without_factor:
                found.append(errors.FactorSetupRequired)
        if not self._every_role_may():
            found.append(errors.PermissionDenied)
        if view.throttle_classes:
            found.append(errors.Throttled)
        if "{" in path:
            found.append(errors.NotFound)
        if self.reads_body(method):
            found += [errors.PayloadTooLarge, errors.UnsupportedMediaType]
        return (*found, *self.raises, *(self.step_up.raises if self.step_up else ()))

    def reads_body(self, method: str | None) -> bool:
        """Whether a request with this method has a body that is looked at."""
        return method not in {*SAFE_METHODS, "DELETE"} and self.body is not Body.UNREAD

    def _every_role_may(self) -> bool:
        return self.allow.public or all(self.allow.capabilities & granted for granted in CAPABILITIES.values())
