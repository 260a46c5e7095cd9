"""The routes under `/api/` in the URLconf."""

import re

from django.urls import URLPattern, get_resolver
from rest_framework.views import APIView

from core.api.views import ApiView, NotFoundView

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")


def views():
    """`{"/api/users/{user_id}/": view class}` for everything under `/api/`."""
    return {path: view for path, view in _walk("/", get_resolver().url_patterns) if path.startswith("/api/")}


def api_views():
    """The routes of this project's views, without schema, docs and the 404 view."""
    return {path: view for path, view in views().items() if issubclass(view, ApiView)}


def other_views():
    return {path: view for path, view in views().items() if not issubclass(view, ApiView | NotFoundView)}


def methods_of(view):
    """The methods that a view supports."""
    return {method for method in METHODS if hasattr(view, method.lower())}


def permissions_of(view):
    """The permission of each method that is an operation."""
    return {method: operation.allow for method, operation in view.operations().items()}


def query_parameters_of(view, method):
    """The names of the query parameters that a method of a view declares."""
    return view.operations()[method].parameter_names


def _walk(prefix, patterns):
    for pattern in patterns:
        path = prefix + str(pattern.pattern).lstrip("^")
        if isinstance(pattern, URLPattern):
            yield re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", path), _class_of(pattern.callback)
        else:
            yield from _walk(path, pattern.url_patterns)


def _class_of(callback):
    """The class of a view; APIView for a plain function, which no route may be."""
    return getattr(callback, "cls", None) or getattr(callback, "view_class", APIView)
