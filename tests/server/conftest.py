"""Servers with and without a proxy of ours in front, and a member who is signed in with cookies."""

import os

import pytest

from tests.hashers import PASSWORD
from tests.server.raw_sockets import exchange, json_request
from tests.servers import Server

MEMBER, OTHER = "member@example.com", "member2@example.com"


@pytest.fixture(scope="session")
def proxied_running():
    name = f"proxied_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
    with Server(name, workers=1, TRUSTED_PROXY_COUNT=1, THROTTLE_LOGIN="1000/minute") as server:
        yield server


@pytest.fixture
def proxied(proxied_running):
    """A server that believes the last entry of X-Forwarded-For."""
    proxied_running.reset()
    return proxied_running


@pytest.fixture
def cookies(server):
    """The cookies of a member's browser, as a `Cookie` header's value."""
    response = log_in(server, MEMBER, transport="cookie")
    assert response.status == 200
    pairs = [line.partition(";")[0] for line in response.headers["set-cookie"].split("\n")]
    return "; ".join(pairs).encode()


def log_in(server, email, *headers, **extra):
    body = {"email": email, "password": PASSWORD} | extra
    return exchange(server, json_request("POST", "/api/users/login/", body, *headers))
