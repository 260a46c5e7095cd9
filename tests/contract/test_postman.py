"""The Postman collection: made from the OpenAPI document, complete, and true of the demo bank when newman runs it."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest
import yaml

from tests.servers import DEFAULT_LIMITS, DemoServer
from tools.postman.collection import COLLECTION, DAYS, ENVIRONMENT, FOLDER, SETTINGS, written
from tools.postman.document import DOCUMENT
from tools.postman.examples import VARIABLES

NEWMAN = FOLDER / "node_modules" / ".bin" / "newman"
SECONDS = 120  # for one run; a hanging newman must not hang the suite
with_newman = pytest.mark.skipif(
    not (NEWMAN.exists() and os.environ.get("IN_NEWMAN")), reason="`make test-postman`, which installs newman"
)


@pytest.fixture(scope="module")
def document():
    return yaml.safe_load(DOCUMENT.read_text())


@pytest.fixture(scope="module")
def collection():
    return json.loads((FOLDER / COLLECTION).read_text())


@pytest.fixture(scope="module")
def demo():
    """The demo bank on a real server, with the limits that a newcomer meets."""
    with DemoServer(database(), workers=1, **DEFAULT_LIMITS) as server:
        yield server


def database():
    return f"postman_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"


def requests(folders):
    return [item["request"] for folder in folders for item in folder["item"]]


def route(request):
    path = "/".join(re.sub(r"^:(\w+)$", r"{\1}", part) for part in request["url"]["path"])
    return request["method"], f"/{path}"


def run(server, folder, *days, collection=FOLDER / COLLECTION):
    """newman as `docs/postman/README.md` runs it, on this server."""
    chosen = [word for day in days or DAYS for word in ("--folder", day)]
    there = {"PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}", "HOME": str(folder), "LANG": "C.UTF-8"}
    return subprocess.run(
        [NEWMAN, "run", collection, "-e", FOLDER / ENVIRONMENT, "--env-var", f"base_url={server.url}", *chosen],
        cwd=folder, env={**there, "NO_PROXY": "*"}, timeout=SECONDS, text=True,
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip


@pytest.mark.parametrize("name", [COLLECTION, ENVIRONMENT])
def test_the_committed_file_is_the_generated_one(name):
    assert (FOLDER / name).read_text() == written()[name], "run `make postman`"


def test_every_operation_of_the_document_is_in_a_folder_by_tag_once(document, collection):
    operations = [(method.upper(), path) for path, methods in document["paths"].items() for method in methods]
    reference = requests(collection["item"][len(DAYS) :])

    assert len(operations) > 40
    assert sorted(map(route, reference)) == sorted(operations)


def test_every_request_sends_a_body_that_the_document_allows(document, collection):
    known = VARIABLES | SETTINGS
    with_body = [request for request in requests(collection["item"]) if "body" in request]

    assert len(with_body) > 40
    for request in with_body:
        method, path = route(request)
        wanted = document["paths"][path][method.lower()]["requestBody"]["content"]["application/json"]["schema"]
        filled = re.sub(r"\{\{\$?(\w+)\}\}", lambda name: known.get(name[1]) or "1", request["body"]["raw"])
        # OpenAPI 3.0 says `exclusiveMinimum` as draft 4 does.
        jsonschema.Draft4Validator({**wanted, "components": document["components"]}).validate(json.loads(filled))


def test_every_step_asks_something_of_its_answer(collection):
    days = collection["item"][: len(DAYS)]
    assert [day["name"] for day in days] == list(DAYS)
    for item in (item for day in days for item in day["item"]):
        asked = [event for event in item["event"] if event["listen"] == "test"]
        assert "pm.response.to.have.status" in asked[0]["script"]["exec"][0], item["name"]


@with_newman
def test_newman_finds_every_day_as_it_should_be_and_again_on_the_same_bank(demo, tmp_path):
    for _ in range(2):
        done = run(demo, tmp_path)
        assert done.returncode == 0, done.stdout


@with_newman
def test_an_answer_that_is_not_as_asked_makes_newman_fail(demo, tmp_path):
    broken = tmp_path / "broken.json"
    text = (FOLDER / COLLECTION).read_text()
    assert text.count("token_superseded") > 1
    broken.write_text(text.replace("token_superseded", "token_reused"))

    done = run(demo, tmp_path, "Signing in", collection=broken)

    assert done.returncode == 1
    assert "1. code is token_reused" in done.stdout


@with_newman
def test_a_token_that_is_about_to_expire_is_refreshed_before_the_request(tmp_path):
    with DemoServer(database(), workers=1, ACCESS_TOKEN_LIFETIME=30) as server:
        done = run(server, tmp_path, "A cashier's day")
        assert done.returncode == 0, done.stdout
        refreshed = server.sql("SELECT COUNT(*) FROM audit_events WHERE event = %s", "token_refreshed")[0][0]
    # All but the sign-in and the sign-out.
    assert refreshed == len(DAYS["A cashier's day"][1]) - 2
