"""Declares that an operation may need a confirmation by a second factor. The app `confirmations` judges it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from drf_spectacular.utils import OpenApiParameter

from core.exceptions import ApplicationError


@dataclass(frozen=True)
class StepUp:
    """What an operation that may need a confirmation adds to its declaration.

    `summarize` gets what the method gets, and returns what the user must see before confirming. It raises
    PermissionDenied and NotFound as the method does, and moves nothing. `raises` and `parameters` are for the OpenAPI
    document.
    """

    summarize: Callable[..., Any]
    raises: tuple[type[ApplicationError], ...]
    parameters: tuple[OpenApiParameter, ...]
