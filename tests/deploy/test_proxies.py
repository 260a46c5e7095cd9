"""nginx and HAProxy with the files of `deploy/`, in front of real servers: TLS, headers, slow clients, errors."""

import json
import os
import socket
import ssl

import httpx
import pytest

from tests.certificates import make_certificate
from tests.deploy.proxies import HOST, HAProxy, Nginx
from tests.hashers import PASSWORD
from tests.metrics.conftest import TOKEN
from tests.servers import Server
from tests.waiting import wait_until

MEMBER = "member@example.com"
SLOW_CLIENTS = 60  # more than the threads of the server
pytestmark = [pytest.mark.slow, pytest.mark.any_database]


@pytest.fixture(scope="module")
def portal():
    """A server with the settings of production, which trusts one proxy."""
    production = {
        "DEBUG": 0, "ALLOWED_HOSTS": HOST, "FRONTEND_URL": "https://app.bank.example", "TRUSTED_PROXY_COUNT": 1,
        "THROTTLE_LOGIN": "1000/minute", "THREADS": 4, "METRICS_TOKEN": TOKEN,
    }  # fmt: skip
    with Server(f"proxies_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}", 1, **production) as server:
        yield server


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    return make_certificate(tmp_path_factory.mktemp("proxy"), name=HOST)


@pytest.fixture(params=[Nginx, HAProxy], ids=["nginx", "haproxy"])
def proxy(request, tmp_path, portal, certificate):
    """The proxy in front of one server, whose second address refuses connections."""
    portal.reset()
    proxy = request.param(tmp_path, certificate, [portal.port, 1])
    if not proxy.binary:
        pytest.skip(f"apt-get install {proxy.program}")
    with proxy:
        if request.param is HAProxy:
            wait_for(lambda: "Server bank_portal/portal2 is DOWN" in proxy.log.read_text(), proxy)
        yield proxy


def wait_for(condition, proxy):
    wait_until(condition, seconds=20, report=proxy.log.read_text)


def log_in(proxy, client, password=PASSWORD, **headers):
    body = {"email": MEMBER, "password": password}
    return proxy.request(
        client, "POST", "/api/users/login/", json=body, headers={"Origin": f"https://{HOST}"} | headers
    )


def assert_json_error(response, status, code):
    assert (response.status_code, response.json()["code"]) == (status, code), response.text
    assert response.headers["Content-Type"].startswith("application/json")


def access_lines(portal, *words):
    return [
        line for line in portal.log.read_text().splitlines() if " access " in line and all(w in line for w in words)
    ]


def test_file_is_valid_without_warnings(proxy):
    done = proxy.check()
    assert done.returncode == 0, done.stderr
    assert "warn" not in done.stderr.lower()


def test_member_signs_in_over_tls_and_the_session_works(proxy):
    with proxy.client() as client:
        response = log_in(proxy, client)
        assert response.status_code == 200, response.text
        assert "Secure" in response.headers["Set-Cookie"]
        assert response.headers["Strict-Transport-Security"]
        headers = {
            "Authorization": f"Bearer {response.json()['access']}",
            "Cookie": response.headers["Set-Cookie"].partition(";")[0],
        }
        assert proxy.request(client, "GET", "/api/users/auth/check/", headers=headers).status_code == 200


@pytest.mark.parametrize("name", ["X-Forwarded-For", "x_forwarded_for", "Forwarded"])
def test_address_that_a_client_claims_is_not_believed(name, proxy, portal):
    with proxy.client() as client:
        claimed = "for=198.51.100.9" if name == "Forwarded" else "198.51.100.9"
        assert log_in(proxy, client, "wrong", **{name: claimed}).status_code == 401
    assert access_lines(portal, "POST /api/users/login/ 401")[-1].count("ip=127.0.0.1") == 1
    assert "198.51.100.9" not in portal.log.read_text()


def test_scheme_and_host_that_a_client_claims_are_not_believed(proxy):
    with proxy.client() as client:
        headers = {"X-Forwarded-Proto": "http", "X-Forwarded-Host": "evil.example"}
        response = proxy.request(client, "GET", "/api/config/", headers=headers)
        assert response.status_code == 200  # http would be redirected


def test_plain_http_is_redirected_to_https(proxy):
    response = httpx.get(f"http://127.0.0.1:{proxy.plain_port}/api/config/", headers={"Host": HOST}, trust_env=False)
    assert (response.status_code, response.headers["Location"]) == (308, f"https://{HOST}/api/config/")


def test_other_host_name_gets_no_certificate(proxy):
    with pytest.raises((ssl.SSLError, ConnectionError)):
        proxy.connect("other.example")


@pytest.mark.parametrize("size", [70_000, 2_000_000])
def test_large_body_is_413_in_json(size, proxy):
    with proxy.client() as client:
        response = proxy.request(
            client, "POST", "/api/users/login/", content=b"x" * size, headers={"Content-Type": "application/json"}
        )
    assert_json_error(response, 413, "payload_too_large")


def test_metrics_are_not_served_to_the_outside(proxy, portal):
    headers = {"Authorization": f"Bearer {TOKEN}"}
    assert httpx.get(f"{portal.url}/metrics", headers=headers, trust_env=False).status_code == 200
    with proxy.client() as client:
        assert_json_error(proxy.request(client, "GET", "/metrics", headers=headers), 404, "not_found")


def test_clients_with_slow_headers_occupy_no_thread_and_are_closed(proxy):
    slow = [proxy.connect() for _ in range(SLOW_CLIENTS)]
    try:
        for connection in slow:
            connection.sendall(f"GET /api/config/ HTTP/1.1\r\nHost: {HOST}\r\nX-Slow: ".encode())
        with proxy.client() as client:
            assert proxy.request(client, "GET", "/api/config/").status_code == 200
        for connection in slow:
            connection.settimeout(20)
            assert_closed(connection)
    finally:
        for connection in slow:
            connection.close()


def test_clients_with_slow_bodies_do_not_reach_the_portal(proxy, portal):
    before = len(access_lines(portal))
    slow = [proxy.connect() for _ in range(SLOW_CLIENTS)]
    head = f"POST /api/users/login/ HTTP/1.1\r\nHost: {HOST}\r\nContent-Length: 500\r\n\r\n{{"
    try:
        for connection in slow:
            connection.sendall(head.encode())
        with proxy.client() as client:
            assert proxy.request(client, "GET", "/api/config/").status_code == 200
        for connection in slow:
            connection.settimeout(20)
            assert_closed(connection)
    finally:
        for connection in slow:
            connection.close()
    assert len(access_lines(portal)) == before + 1


def assert_closed(connection):
    """Reads up to the end, which may be a response with 408 before it."""
    received = b""
    try:
        while block := connection.recv(65536):
            received += block
    except (ConnectionError, ssl.SSLError):
        return
    assert received == b"" or received.split(b" ", 2)[1] in {b"408", b"400"}, received


def test_server_that_is_down_is_503_in_json_until_it_is_back(proxy, portal):
    with proxy.client() as client:
        portal.process.terminate()
        portal.process.wait(20)
        try:
            wait_for(lambda: proxy.request(client, "GET", "/api/config/").status_code == 503, proxy)
            response = proxy.request(client, "GET", "/api/config/")
            assert_json_error(response, 503, "unavailable")
            assert response.headers["Retry-After"] == "1"
            assert response.headers["Cache-Control"] == "no-store"
        finally:
            portal.start()
        wait_for(lambda: proxy.request(client, "GET", "/api/config/").status_code == 200, proxy)


@pytest.mark.parametrize("sent", ["client-4711-abc", "<script>", None])
def test_request_id_leads_from_the_log_of_the_proxy_to_the_audit_row(sent, proxy, portal):
    with proxy.client() as client:
        response = log_in(proxy, client, "wrong", **({"X-Request-Id": sent} if sent else {}))
    own = response.headers["X-Request-Id"]
    client_id, user_id = portal.sql("SELECT client_request_id, user_id FROM audit_events WHERE request_id = %s", own)[0]
    assert user_id
    assert (
        client_id == sent
        if sent == "client-4711-abc"
        else (len(client_id) >= 32 and client_id.replace("-", "").isalnum())
    )
    wait_for(lambda: own in proxy.access_log(), proxy)
    line = next(line for line in proxy.access_log().splitlines() if own in line)
    logged = json.loads(line[line.index("{") :])
    assert (logged["client_request_id"], logged["request_id"], logged["status"]) == (client_id, own, "401")
    assert "login" not in line


def test_malformed_request_is_400(proxy):
    with proxy.connect() as connection:
        connection.sendall(f"GET /api/config/ HTTP/1.1\r\nHost: {HOST}\r\nBad Header: 1\r\n\r\n".encode())
        connection.settimeout(20)
        response = connection.recv(65536)
    assert response.split(b" ", 2)[1] == b"400"
    if isinstance(proxy, Nginx):  # HAProxy's own text for what it cannot parse cannot be changed
        assert b'"code":"invalid_request"' in response


def test_unencrypted_request_on_the_port_of_tls_is_refused(proxy):
    with socket.create_connection(("127.0.0.1", proxy.port), 20) as connection:
        connection.sendall(f"GET /api/config/ HTTP/1.1\r\nHost: {HOST}\r\n\r\n".encode())
        received = connection.recv(65536)
    assert b"200" not in received[:20]
