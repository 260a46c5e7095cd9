"""Schemathesis calls every operation of the OpenAPI document with generated data: responses match the document.

`EVERY_EDGE=1`, as in `.ci/run`, adds all boundary values of the document, which takes a quarter of the suite's time.
"""

import os

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis import checks

from audit.events import Event
from audit.services import record
from bankportal.wsgi import application
from confirmations.request import ConfirmableRequest
from confirmations.services.confirmations import create
from core.client_info import SYSTEM_CLIENT
from core.money import NUMBER_ACCEPTED
from factors.models import Passkey
from sessions_browser.browser_ids import new_browser_id
from sessions_browser.cookies import browser_hash
from sessions_browser.enums import Binding
from sessions_browser.models import BrowserSession
from sessions_browser.services import open_session
from sessions_browser.tokens import tokens_of
from tests.api_payments import deposit, open_account
from tests.browsers import LOCAL_CLIENT
from tests.contract.openapi_document import parts, read_document
from tests.loan_factories import create_loan
from users.models import KnownBrowser

EXAMPLES = {"generation": {"deterministic": True, "max-examples": 3, "no-shrink": True}}
CHECKS = [
    checks.not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_headers_conformance,
    checks.response_schema_conformance,
    checks.unsupported_method,
    checks.allow_header_conformance,
    checks.ignored_auth,
    checks.negative_data_rejection,
]


def document_with_numbers():
    """The document, with numbers where its descriptions say that the server accepts them beside strings."""
    document = read_document()
    for schema in parts(document["components"]["schemas"]):
        if schema.get("type") == "string" and NUMBER_ACCEPTED in schema.get("description", ""):
            text = {"type": schema.pop("type"), "pattern": schema.pop("pattern")}
            schema["oneOf"] = [text, {"type": "number", "minimum": 0, "maximum": 10**15}]
    return document


def operations(*, every_edge):
    """The document's operations with a few random examples each; `every_edge` adds all boundary values."""
    config = {"seed": 1, **EXAMPLES, "phases": {"coverage": {"enabled": every_edge}}}
    document = schemathesis.openapi.from_dict(document_with_numbers(), config=schemathesis.Config.from_dict(config))
    document.app = application
    return document.parametrize()


few_examples = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)


@pytest.fixture
def existing_ids(wsgi, browser, other_member, cashier, manager):
    """Creates a row for every list; returns the ids."""
    record(Event.LOGIN_FAILED, client=LOCAL_CLIENT)
    browser.enter(cashier)
    number = open_account(browser, other_member.pk)
    paid = deposit(browser, number, "100.00").json()["id"]
    session = BrowserSession.objects.get()
    loan = create_loan(other_member, number, "active", decided_by=manager, paid_out_by=cashier)
    return {
        "user_id": other_member.pk,
        "session_id": session.pk,
        "number": number,
        "transaction_id": paid,
        "loan_id": loan.pk,
        "cashier_id": cashier.pk,
        "known_browser_id": KnownBrowser.objects.create(user=manager, browser_hash="a hash", is_minted=True).pk,
        "passkey_id": Passkey.objects.create(user=manager, credential_hash="a hash").pk,
        "confirmation_id": str(create(ConfirmableRequest(manager.pk, session.session_token, "a fingerprint")).pk),
        "product_id": loan.product_id,
        "name": "trial-balance",
    }


def authorization(person):
    """The header of a live session of the user; opens a new session if the last call ended it."""
    session = BrowserSession.objects.filter(user=person, user_agent="schemathesis").first()
    if session is None:
        session = open_session(
            user_id=person.pk,
            browser_hash=browser_hash(new_browser_id()),
            binding=Binding.UNBOUND,
            client=SYSTEM_CLIENT,
        )
        BrowserSession.objects.filter(pk=session.pk).update(user_agent="schemathesis")
    return {"Authorization": f"Bearer {tokens_of(session).access}"}


def assert_documented(case, headers=None):
    case.call_and_validate(base_url="http://testserver", headers=headers, checks=CHECKS)


@operations(every_edge=False)
@few_examples
@pytest.mark.slow
def test_anonymous_and_member_requests_get_documented_responses(case, existing_ids, member):
    assert_documented(case)
    assert_documented(case, authorization(member))


@operations(every_edge=bool(os.environ.get("EVERY_EDGE")))
@few_examples
@pytest.mark.slow
def test_manager_requests_with_existing_ids_get_documented_responses(case, existing_ids, manager):
    if case.path_parameters and case.meta.generation.mode.is_positive:
        case.path_parameters = {name: existing_ids[name] for name in case.path_parameters}
    assert_documented(case, authorization(manager))
