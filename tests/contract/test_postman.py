"""The Postman collection: it matches the OpenAPI document, and newman runs it against the demo bank."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

from tests.contract.openapi_document import DOCUMENT, read_document
from tests.servers import DEFAULT_LIMITS, DemoServer
from tools.postman.collection import COLLECTION, DAYS, ENVIRONMENT, FOLDER, SETTINGS, written

pytestmark = pytest.mark.slow

NEWMAN = FOLDER / "node_modules" / ".bin" / "newman"
SECONDS = 120  # for one run; a hanging newman must not hang the suite
with_newman = pytest.mark.skipif(
    not (NEWMAN.exists() and os.environ.get("IN_NEWMAN")), reason="`make test-postman`, which installs newman"
)


@pytest.fixture(scope="module")
def document():
    return read_document()


@pytest.fixture(scope="module")
def collection():
    return json.loads((FOLDER / COLLECTION).read_text())


@pytest.fixture(scope="module")
def demo_server():
    """The demo bank on a real server with the default limits."""
    with DemoServer(database(), workers=1, **DEFAULT_LIMITS) as server:
        yield server


def database():
    return f"postman_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"


def requests_in(items):
    """The requests of a collection, whose folders may contain folders."""
    for item in items:
        yield from requests_in(item["item"]) if "item" in item else [item["request"]]


def route(request):
    path = "/".join(re.sub(r"^:(\w+)$", r"{\1}", part) for part in request["url"]["path"])
    path = path.replace("{{", "{").replace("}}", "}")  # where a parameter is a part of a segment
    return request["method"], f"/{path}"


def run(server, folder, *days, collection=FOLDER / COLLECTION):
    """Runs newman on this server as `docs/postman/README.md` describes."""
    chosen = [word for day in days or DAYS for word in ("--folder", day)]
    environ = {"PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}", "HOME": str(folder), "LANG": "C.UTF-8"}
    return subprocess.run(
        [NEWMAN, "run", collection, "-e", FOLDER / ENVIRONMENT, "--env-var", f"base_url={server.url}", *chosen],
        cwd=folder, env={**environ, "NO_PROXY": "*"}, timeout=SECONDS, text=True,
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip


@pytest.mark.parametrize("name", [COLLECTION, ENVIRONMENT])
def test_committed_postman_file_is_up_to_date(name):
    assert (FOLDER / name).read_text() == written()[name], "run `make postman`"


def test_request_bodies_of_the_postman_collection_match_the_document(document, collection):
    known = SETTINGS | {"account": "100000000190", "second_account": "100000000384"}
    with_body = [request for request in requests_in(collection["item"]) if "body" in request]

    assert len(with_body) > 25
    for request in with_body:
        method, path = route(request)
        schema = document["paths"][path][method.lower()]["requestBody"]["content"]["application/json"]["schema"]
        filled = re.sub(r"\{\{\$?(\w+)\}\}", lambda name: known.get(name[1]) or "1", request["body"]["raw"])
        # OpenAPI 3.0 uses `exclusiveMinimum` as draft 4 does.
        jsonschema.Draft4Validator({**schema, "components": document["components"]}).validate(json.loads(filled))


def test_every_step_of_a_postman_scenario_checks_the_status(collection):
    days = collection["item"][: len(DAYS)]
    assert [day["name"] for day in days] == list(DAYS)
    for item in (item for day in days for item in day["item"]):
        test_events = [event for event in item["event"] if event["listen"] == "test"]
        assert "pm.response.to.have.status" in test_events[0]["script"]["exec"][0], item["name"]


@with_newman
def test_import_of_the_openapi_document_into_postman_has_every_operation_once(document, tmp_path):
    imported = tmp_path / "imported.json"
    importer = NEWMAN.with_name("openapi2postmanv2")
    subprocess.run([importer, "-s", DOCUMENT, "-o", imported], check=True, capture_output=True, timeout=SECONDS)

    found = [route(request) for request in requests_in(json.loads(imported.read_text())["item"])]
    operations = [(method.upper(), path) for path, methods in document["paths"].items() for method in methods]
    assert len(operations) > 40
    assert sorted(found) == sorted(operations)


@with_newman
def test_newman_passes_twice_on_the_same_demo_bank(demo_server, tmp_path):
    for _ in range(2):
        result = run(demo_server, tmp_path)
        assert result.returncode == 0, result.stdout


@with_newman
def test_newman_fails_on_an_unexpected_response(demo_server, tmp_path):
    broken = tmp_path / "broken.json"
    text = (FOLDER / COLLECTION).read_text()
    assert text.count("token_superseded") > 1
    broken.write_text(text.replace("token_superseded", "token_reused"))

    result = run(demo_server, tmp_path, "Signing in", collection=broken)

    assert result.returncode == 1
    assert "1. code is token_reused" in result.stdout


@with_newman
def test_postman_collection_refreshes_a_token_that_is_about_to_expire(tmp_path):
    with DemoServer(database(), workers=1, ACCESS_TOKEN_LIFETIME=30) as server:
        result = run(server, tmp_path, "A cashier's day")
        assert result.returncode == 0, result.stdout
        refreshed = server.sql("SELECT COUNT(*) FROM audit_events WHERE event = %s", "token_refreshed")[0][0]
    # All but the sign-in and the sign-out.
    assert refreshed == len(DAYS["A cashier's day"][1]) - 2
