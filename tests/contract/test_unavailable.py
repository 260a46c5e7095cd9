"""Each 503 is logged once with its reason, which the response does not contain."""

import logging

import pytest
from django.db import OperationalError

from core.db.transactions import TRIES
from core.exceptions import ClockError, Unavailable
from tests.api_payments import deposit
from tests.contract.error_assertions import assert_error
from tests.database_errors import check_logged, failing
from users.views import user_management as people

FULL = (1040, "Too many connections at 10.0.0.5")


@pytest.fixture(params=[False, True], ids=["DEBUG off", "DEBUG on"])
def debug(request, settings):
    settings.DEBUG = request.param


@pytest.mark.usefixtures("debug")
def test_outage_in_the_middleware_is_503_with_its_reason_in_the_log(signed_in, member, caplog):
    browser = signed_in(member)
    caplog.clear()
    with failing("SELECT", *FULL):
        response = browser.check()
    assert "10.0.0.5" not in str(assert_error(response, 503, "unavailable"))
    assert int(response.headers["Retry-After"]) >= 1
    check_logged(caplog, "GET /api/users/auth/check/", "(1040, 'Too many connections at 10.0.0.5')")


@pytest.mark.usefixtures("debug")
def test_outage_in_a_view_is_503_with_its_reason_in_the_log(signed_in, manager, monkeypatch, caplog):
    def refuse(*args, **kwargs):
        raise OperationalError(*FULL)

    browser = signed_in(manager)
    caplog.clear()
    monkeypatch.setattr(people, "find_people", refuse)
    response = browser.get("/api/users/")
    assert "10.0.0.5" not in str(assert_error(response, 503, "unavailable"))
    check_logged(caplog, "GET /api/users/", "(1040, 'Too many connections at 10.0.0.5')")


def test_persistent_conflict_is_503_with_its_reason_in_the_log(cashier_client, account, monkeypatch, caplog):
    monkeypatch.setattr("core.db.transactions.time.sleep", lambda _: None)
    caplog.clear()
    with failing("UPDATE accounts", 1213, "Deadlock found", times=TRIES):
        response = deposit(cashier_client, account, "1.00")
    assert_error(response, 503, "unavailable")
    check_logged(caplog, "POST /api/transactions/deposit/", f"met a conflict {TRIES} times: (1213, 'Deadlock found')")


@pytest.mark.parametrize(("error", "level"), [(Unavailable, logging.WARNING), (ClockError, logging.ERROR)])
def test_reason_of_an_unavailable_error_is_logged_at_its_level(error, level, signed_in, manager, monkeypatch, caplog):
    def refuse(*args, **kwargs):
        raise error(reason="the inner reason", retry_after=7)

    browser = signed_in(manager)
    caplog.clear()
    monkeypatch.setattr(people, "find_people", refuse)
    response = browser.get("/api/users/")
    assert "inner" not in str(assert_error(response, 503, "unavailable"))
    assert response.headers["Retry-After"] == "7"
    check_logged(caplog, "GET /api/users/", "the inner reason", level)
