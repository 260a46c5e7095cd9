"""The middleware of the staff site runs under `/admin/`, and not for requests of the API."""

import pytest
from django.conf import settings
from django.utils.module_loading import import_string

from backoffice.admin_middleware import UnderAdmin
from tests.admin.admin_client import AdminBrowser

ADMIN_MIDDLEWARE = [cls for cls in map(import_string, settings.MIDDLEWARE) if issubclass(cls, UnderAdmin)]


@pytest.fixture
def called(monkeypatch):
    """The names of Django's classes that run."""
    names = []
    for cls in ADMIN_MIDDLEWARE:
        base = cls.__mro__[2]
        original = base.process_request

        def run(self, *args, original=original, name=base.__name__):
            names.append(name)
            return original(self, *args)

        monkeypatch.setattr(base, "process_request", run)
    return names


def test_request_of_the_api_runs_no_middleware_of_the_staff_site(signed_in, member, called):
    assert signed_in(member).check().status_code == 200
    assert called == []


def test_page_of_the_staff_site_runs_all_of_it(db, called):
    assert AdminBrowser().get("/admin/login/").status_code == 200
    assert set(called) == {"SessionMiddleware", "AuthenticationMiddleware", "MessageMiddleware"}


def test_form_of_the_staff_site_without_a_csrf_token_is_refused(db, client):
    client.handler.enforce_csrf_checks = True
    response = client.post("/admin/login/", {"username": "a@example.com", "password": "x"})
    assert response.status_code == 403
