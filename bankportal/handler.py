"""Django's WSGI handler, which remembers which view the paths of the API lead to."""

from functools import lru_cache

import django
from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpRequest
from django.urls import ResolverMatch, get_resolver

API = "/api/"
PATHS, MAX_PATH = 2000, 200  # how many are remembered, and of how many characters


class Handler(WSGIHandler):
    """Finding the view again for each request takes 9 % of a simple one: Django walks through the patterns."""

    def resolve_request(self, request: HttpRequest) -> ResolverMatch:
        """As in Django. Raises Resolver404, which is not remembered."""
        path = request.path_info
        if not path.startswith(API) or len(path) > MAX_PATH:
            return super().resolve_request(request)
        request.resolver_match = match = _resolve(path)
        return match


def get_application() -> Handler:
    """As `django.core.wsgi.get_wsgi_application`, with this handler."""
    django.setup(set_prefix=False)
    return Handler()


@lru_cache(maxsize=PATHS)
def _resolve(path: str) -> ResolverMatch:
    return get_resolver().resolve(path)
