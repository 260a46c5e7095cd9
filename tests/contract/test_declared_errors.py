"""A test fails where an operation returns an error that its declaration does not have."""

from dataclasses import replace

import pytest

from accounts.exceptions import AccountClosed
from accounts.views import FreezeView
from core.exceptions import NotFound, PermissionDenied
from core.idempotency.service import IdempotencyKeyConflict, IdempotencyKeyInProgress, IdempotencyKeyMissing
from loans.views.applications import LoanView, QuoteView
from loans.views.servicing import RepayView
from sessions_browser.exceptions import CrossSiteRequest, SessionEnded, TokenInvalid
from tests.contract.error_assertions import assert_error
from users.authentication.views.login import LogoutView
from users.authentication.views.passwords import PasswordResetView

REASON = {"reason": "Wind-up"}
LOAN = "/api/loans/{loan_id}/"


def errors_of(view, method, path="/"):
    return set(view.operations()[method].errors(view=view, method=method, path=path))


@pytest.fixture
def closed_account(manager_client, account):
    assert manager_client.post(f"/api/accounts/{account}/close/", REASON).status_code == 200
    return account


def test_declared_error_of_a_service_is_returned(manager_client, closed_account):
    assert_error(manager_client.post(f"/api/accounts/{closed_account}/freeze/", REASON), 422, "account_closed")


def test_error_that_the_operation_does_not_declare_fails_the_test(manager_client, closed_account, monkeypatch):
    declared = FreezeView.operations()["POST"]
    assert declared.raises == (AccountClosed,)
    monkeypatch.setattr(FreezeView.post, "operation", replace(declared, raises=()))

    with pytest.raises(AssertionError, match=r"freeze_account responds with .*account_closed"):
        manager_client.post(f"/api/accounts/{closed_account}/freeze/", REASON)


@pytest.mark.undeclared_errors
def test_marked_test_may_cause_an_error_that_no_operation_declares(manager_client, closed_account, monkeypatch):
    monkeypatch.setattr(FreezeView.post, "operation", replace(FreezeView.operations()["POST"], raises=()))

    assert_error(manager_client.post(f"/api/accounts/{closed_account}/freeze/", REASON), 422, "account_closed")


def test_read_that_every_role_may_has_no_403():
    assert not {PermissionDenied, CrossSiteRequest} & errors_of(LoanView, "GET", LOAN)


def test_change_with_a_cookie_has_the_error_for_other_sites_even_where_every_role_may():
    assert CrossSiteRequest in errors_of(QuoteView, "POST")
    assert PermissionDenied not in errors_of(QuoteView, "POST")


def test_operation_that_ignores_tokens_has_no_errors_of_tokens():
    for view in (PasswordResetView, LogoutView):
        assert not {TokenInvalid, SessionEnded} & errors_of(view, "POST")


def test_path_with_an_id_has_404():
    assert NotFound in errors_of(LoanView, "GET", LOAN)
    assert NotFound not in errors_of(QuoteView, "POST", "/api/loans/quote/")


def test_payment_has_the_errors_of_its_idempotency_key():
    of_the_key = {IdempotencyKeyMissing, IdempotencyKeyConflict, IdempotencyKeyInProgress}

    assert of_the_key <= errors_of(RepayView, "POST", f"{LOAN}repay/")
    assert not of_the_key & errors_of(QuoteView, "POST")
