"""Servers with and without a trusted proxy, and a member who is signed in with cookies."""

import os

import pytest

from tests.hashers import PASSWORD
from tests.server.raw_sockets import exchange, json_request
from tests.servers import Server

MEMBER, OTHER = "member@example.com", "member2@example.com"


@pytest.fixture(scope="session")
def running_proxied_server():
    name = f"proxied_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
    with Server(name, workers=1, TRUSTED_PROXY_COUNT=1, THROTTLE_LOGIN="1000/minute") as server:
        yield server


@pytest.fixture
def proxied_server(running_proxied_server):
    """A server that trusts the last entry of X-Forwarded-For."""
    running_proxied_server.reset()
    return running_proxied_server


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
