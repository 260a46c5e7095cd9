"""A coarse version of `bench/`: a request takes no longer than with plain SimpleJWT and minimal middleware."""

import statistics

from django.core.handlers.wsgi import WSGIHandler
from rest_framework_simplejwt.tokens import AccessToken

from bench.in_process import call_of
from bench.plain import plain_application
from bench.timing import compare


def test_authenticated_request_takes_no_longer_than_plain_simplejwt(wsgi, signed_in, member, settings):
    settings.ROOT_URLCONF = "bench.urls"
    browser = signed_in(member)
    cookie = f"browserId={browser.cookie('browserId')}"
    ours, plain = (
        call_of(application, path, {"Authorization": f"Bearer {token}", "Cookie": cookie, "Host": "testserver"})
        for application, path, token in [
            (WSGIHandler(), "/api/users/auth/check/", browser.access),
            (plain_application(), "/api/plain/auth/check/", AccessToken.for_user(member)),
        ]
    )
    assert ours() == plain()

    took = compare(ours, plain, batches=50, size=10)  # short batches, so that other load affects both of a pair
    assert statistics.median(took.ratios()) <= 1.0, took.report()
