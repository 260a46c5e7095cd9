"""nginx with the files of `deploy/` serves an application and the API on one host: paths, headers and caches."""

import gzip
import os
import re

import pytest

from tests.certificates import make_certificate
from tests.deploy.proxies import HOST, NginxWithApplication
from tests.servers import Server

PAGE = '<meta property="csp-nonce" nonce="__CSP_NONCE__"><script type="module" nonce="__CSP_NONCE__"></script>'
SCRIPT = "console.log('ready');" * 50
FILES = {
    "index.html": PAGE,
    "bank.svg": "<svg/>",
    "manifest.webmanifest": "{}",
    "icons/icon-192.png": "png",
    "assets/index-BkwaUOhz.js": SCRIPT,
    "assets/index-DYKxwPvx.css": "body{}",
}
PAGES = ["/", "/index.html", "/sign-in", "/accounts/2000000123", "/loans/7?page=2", "/apiary", "/administrators"]
PORTAL = ["/admin/login/", "/admin/none", "/static/admin/css/base.css", "/static/none", "/readyz", "/healthz", "/api"]
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def proxy(tmp_path_factory):
    """nginx in front of a server with the settings of production."""
    folder = tmp_path_factory.mktemp("one_host")
    application = folder / "application"
    for name, content in FILES.items():
        (application / name).parent.mkdir(parents=True, exist_ok=True)
        (application / name).write_text(content)
    (application / "assets/index-BkwaUOhz.js.gz").write_bytes(gzip.compress(SCRIPT.encode()))
    production = {"DEBUG": 0, "ALLOWED_HOSTS": HOST, "FRONTEND_URL": f"https://{HOST}", "TRUSTED_PROXY_COUNT": 1}
    certificate = make_certificate(folder / "tls", name=HOST)
    server = Server(f"one_host_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}", 1, **production)
    proxy = NginxWithApplication(folder, certificate, [server.port, 1], application)
    if not proxy.binary:
        pytest.skip(f"apt-get install {proxy.program}")
    with server, proxy:
        yield proxy


@pytest.fixture
def get(proxy):
    with proxy.client() as client:
        yield lambda path, **headers: proxy.request(client, "GET", path, headers=headers)


def policy(response):
    return dict(part.split(" ", 1) for part in response.headers["Content-Security-Policy"].split("; "))


def test_files_are_valid_without_warnings(proxy):
    done = proxy.check()
    assert done.returncode == 0, done.stderr
    assert "warn" not in done.stderr.lower()


@pytest.mark.parametrize("path", PAGES)
def test_path_of_a_page_gets_index_html_which_is_not_cached(path, get):
    response = get(path)
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "text/html; charset=utf-8"
    assert response.headers["Cache-Control"] == "no-cache"
    assert 'property="csp-nonce"' in response.text
    assert not response.headers.keys() & {"ETag", "Last-Modified"}


def test_each_index_html_has_a_nonce_of_its_own_in_policy_and_page(get):
    nonces = set()
    for _ in range(3):
        response = get("/")
        in_page = set(re.findall(r'nonce="(\w+)"', response.text))
        assert policy(response)["style-src"] == f"'self' 'nonce-{''.join(in_page)}'"
        assert re.fullmatch(r"[0-9a-f]{32}", "".join(in_page))
        nonces |= in_page
    assert len(nonces) == 3


def test_page_has_a_strict_policy_and_the_other_headers(get):
    response = get("/")
    rules = policy(response)
    assert rules["default-src"] == rules["frame-ancestors"] == rules["base-uri"] == "'none'"
    assert rules["script-src"] == rules["connect-src"] == "'self'"
    assert "unsafe" not in response.headers["Content-Security-Policy"]
    assert "publickey-credentials-get=(self)" in response.headers["Permissions-Policy"]
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["X-Frame-Options"] == "DENY"
    assert response.headers["Referrer-Policy"] == "same-origin"
    assert response.headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert response.headers["Strict-Transport-Security"] == get("/api/config/").headers["Strict-Transport-Security"]


def test_file_with_a_hash_in_its_name_is_cached_for_a_year(get):
    response = get("/assets/index-DYKxwPvx.css")
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "text/css; charset=utf-8"
    assert response.headers["Cache-Control"] == f"max-age={365 * 86400}"
    assert response.headers["X-Content-Type-Options"] == "nosniff"


def test_script_is_sent_compressed_to_a_client_that_accepts_it(get):
    plain = get("/assets/index-BkwaUOhz.js", **{"Accept-Encoding": "identity"})
    response = get("/assets/index-BkwaUOhz.js", **{"Accept-Encoding": "gzip"})
    assert response.headers["Content-Encoding"] == "gzip"
    assert response.headers["Vary"] == plain.headers["Vary"] == "Accept-Encoding"
    assert response.headers["Content-Type"] == plain.headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert response.text == plain.text == SCRIPT
    assert "Content-Encoding" not in plain.headers


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/bank.svg", "image/svg+xml"),
        ("/manifest.webmanifest", "application/manifest+json"),
        ("/icons/icon-192.png", "image/png"),
    ],
)
def test_file_without_a_hash_is_revalidated(path, kind, get):
    response = get(path)
    assert (response.status_code, response.headers["Content-Type"]) == (200, kind)
    assert response.headers["Cache-Control"] == "no-cache"
    assert get(path, **{"If-None-Match": response.headers["ETag"]}).status_code == 304


@pytest.mark.parametrize("path", ["/assets/index-OldBuild.js", "/favicon.ico", "/.env", "/robots.txt", "/index.php"])
def test_unknown_file_is_404_and_not_a_page(path, get):
    response = get(path)
    assert response.status_code == 404
    assert "csp-nonce" not in response.text


@pytest.mark.parametrize("path", ["/api/accounts/", "/api/unknown/", "/api/unknown.js"])
def test_path_of_the_api_is_answered_by_the_portal_with_its_own_headers(path, get):
    response = get(path)
    assert response.status_code in {401, 404}
    assert response.headers["Content-Type"].startswith("application/json")
    assert response.headers["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'"
    assert response.headers["Cache-Control"] == "no-store"
    assert "Permissions-Policy" not in response.headers


@pytest.mark.parametrize("path", PORTAL)
def test_path_of_the_portal_is_never_a_page_of_the_application(path, get):
    response = get(path)
    assert "csp-nonce" not in response.text
    assert "Permissions-Policy" not in response.headers


def test_metrics_are_not_served(get):
    response = get("/metrics")
    assert (response.status_code, response.json()["code"]) == (404, "not_found")
