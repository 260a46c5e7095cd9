"""The handler finds the same views as Django, and remembers those of the API."""

import pytest
from django.core.handlers.base import BaseHandler
from django.test import RequestFactory
from django.urls import Resolver404

from bankportal.handler import MAX_PATH, PATHS, Handler, _resolve
from tests.contract.routes import views

EXAMPLES = {
    "{number}": "200000000961", "{transaction_id}": "7", "{path}": "no/such/path", "{loan_id}": "7",
}  # fmt: skip
OTHER_PATHS = ["/", "/admin/", "/admin/login/", "/api/nothing/", "/api/accounts/1/", f"/api/{'x' * MAX_PATH}/"]


@pytest.fixture(autouse=True)
def _no_matches():
    _resolve.cache_clear()
    yield
    _resolve.cache_clear()


def example(path):
    for place, value in EXAMPLES.items():
        path = path.replace(place, value)
    return "/".join("7" if part.startswith("{") else part for part in path.split("/"))


def resolve(handler_class, path):
    request = RequestFactory().get(path)
    match = handler_class.resolve_request(Handler(), request)
    assert request.resolver_match is match
    return match.func, match.args, match.kwargs, match.route, match.url_name


@pytest.mark.parametrize("path", [*map(example, views()), *OTHER_PATHS])
def test_view_is_that_of_django_at_the_first_request_and_at_the_second(path):
    expected = resolve(BaseHandler, path)

    assert [resolve(Handler, path) for _ in range(2)] == [expected, expected]


def test_path_without_a_view_is_not_found_twice():
    for _ in range(2):
        with pytest.raises(Resolver404):
            resolve(Handler, "/nothing/")


def test_remembered_paths_are_those_of_the_api_and_bounded():
    for path in ("/api/accounts/", "/api/accounts/", "/admin/", f"/api/{'x' * MAX_PATH}/"):
        resolve(Handler, path)

    assert _resolve.cache_info().currsize == 1
    assert _resolve.cache_info().maxsize == PATHS
