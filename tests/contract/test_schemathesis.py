"""Every operation of the OpenAPI document, called with all kinds of data by schemathesis: it answers as documented.

`EVERY_EDGE=1`, as in `.ci/run`: also with all that the document bounds, which takes as long as a quarter of the suite.
"""

import os
from pathlib import Path

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis import checks

from audit.events import Event
from audit.services import record
from bankportal.wsgi import application
from core.client_info import SYSTEM_CLIENT
from sessions_browser.cookies import browser_hash, new_browser_id
from sessions_browser.enums import Binding
from sessions_browser.models import BrowserSession
from sessions_browser.services import open_session
from sessions_browser.tokens import tokens_of
from tests.api_payments import deposit, open_account
from tests.browsers import LOCAL_CLIENT
from tests.loan_factories import create_loan

DOCUMENT = Path(__file__).parents[2] / "docs" / "openapi.yaml"
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


def operations(*, every_edge):
    """The document's operations with a few random examples each; `every_edge`: also with all that it bounds."""
    config = {"seed": 1, **EXAMPLES, "phases": {"coverage": {"enabled": every_edge}}}
    document = schemathesis.openapi.from_path(DOCUMENT, config=schemathesis.Config.from_dict(config))
    document.app = application
    return document.parametrize()


few_examples = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)


@pytest.fixture
def rows(wsgi, browser, other_member, cashier, manager):
    """Something for every list to show."""
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
        "product_id": loan.product_id,
        "name": "trial-balance",
    }


def authorization(person):
    """A live session of the person's, a new one where the last call ended it."""
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


def is_as_documented(case, headers=None):
    case.call_and_validate(base_url="http://testserver", headers=headers, checks=CHECKS)


@operations(every_edge=False)
@few_examples
def test_a_call_by_nobody_and_by_a_member_is_answered_as_documented(case, rows, member):
    is_as_documented(case)
    is_as_documented(case, authorization(member))


@operations(every_edge=bool(os.environ.get("EVERY_EDGE")))
@few_examples
@pytest.mark.slow
def test_a_managers_call_about_somebody_who_exists_is_answered_as_documented(case, rows, manager):
    if case.path_parameters and case.meta.generation.mode.is_positive:
        case.path_parameters = {name: rows[name] for name in case.path_parameters}
    is_as_documented(case, authorization(manager))
