"""Limits of PDF statements: entries, CPU time, one at a time per process, and requests per minute and user."""

import gc
import time
from io import BytesIO

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection

from tests.api_payments import deposit
from tests.contract.error_assertions import assert_error
from tests.rate_limit_settings import set_rates
from tests.transactions.statement_factory import LONG_DESCRIPTION, build_statement
from transactions.printing import text as printed_text
from transactions.statements import pdf as statement_pdf
from transactions.statements import selectors

pytestmark = pytest.mark.any_database

ARABIC = ("صندوق الأمانات والادخار في المدينة القديمة " * 5)[:200]


@pytest.fixture
def three_entries_at_most(monkeypatch):
    """Lowers the maximum number of printed entries to three."""
    monkeypatch.setattr(selectors, "MAX_PRINTED_ENTRIES", 3)


def pdf(browser, number, query=""):
    return browser.get(f"/api/accounts/{number}/statement/?format=pdf{query}")


def min_cpu_seconds(*counts, description=LONG_DESCRIPTION):
    """By count: the minimum CPU seconds of five runs; other load can only increase the time. Runs alternate."""
    statements = {count: build_statement(count, description=description) for count in counts}
    seconds = {count: [] for count in counts}
    for _ in range(5):
        for count, statement in statements.items():
            printed_text._shape.cache_clear()
            gc.collect()
            before = time.process_time()
            statement_pdf.to_pdf(statement)
            seconds[count].append(time.process_time() - before)
    return [min(seconds[count]) for count in counts]


def test_statement_with_too_many_entries_is_rejected_only_as_pdf(cashier_client, account, three_entries_at_most):
    for _ in range(3):
        deposit(cashier_client, account, "1.00")
    assert pdf(cashier_client, account).status_code == 200
    deposit(cashier_client, account, "1.00")

    error = assert_error(pdf(cashier_client, account), 422, "statement_too_long")

    assert error["error"] == "A statement as PDF has at most 1000 entries. Please choose a shorter period, or CSV."
    for form in ("json", "csv"):
        assert cashier_client.get(f"/api/accounts/{account}/statement/?format={form}").status_code == 200


def test_pdf_statement_has_at_most_1000_entries():
    assert selectors.MAX_PRINTED_ENTRIES == 1000


@pytest.mark.slow
def test_pdf_of_1000_long_entries_takes_under_half_a_second_and_scales_linearly():
    min_cpu_seconds(1)  # loads the fonts, once per process

    full, half = min_cpu_seconds(1000, 500)

    assert full < 0.5
    assert full / half < 2.6


@pytest.mark.slow
@pytest.mark.parametrize("description", [ARABIC, "क्षत्रिय किताब " * 13, "銀" * 200, "W" * 200])
def test_pdf_of_any_script_takes_time_that_is_linear_in_the_entries(description):
    min_cpu_seconds(1, description=description)

    full, half = min_cpu_seconds(200, 100, description=description)

    assert full < 1
    assert full / half < 2.6


def test_second_pdf_while_one_is_printed_returns_503_with_retry_after(cashier_client, account, monkeypatch):
    monkeypatch.setattr(statement_pdf, "MAX_WAIT", 0.01)
    with statement_pdf._one_at_a_time:
        response = pdf(cashier_client, account)
    assert_error(response, 503, "unavailable")
    assert response.headers["Retry-After"] == "1"

    assert pdf(cashier_client, account).status_code == 200


def test_pdf_lock_is_released_before_the_response_is_read_and_after_an_error(
    cashier_client, account, monkeypatch, client
):
    monkeypatch.setattr(statement_pdf, "MAX_WAIT", 0.01)
    environ = client._base_environ(
        PATH_INFO=f"/api/accounts/{account}/statement/", QUERY_STRING="format=pdf", REQUEST_METHOD="GET",
        HTTP_AUTHORIZATION=f"Bearer {cashier_client.access}",
        HTTP_COOKIE=f"browserId={cashier_client.cookie('browserId')}",
        **{"wsgi.input": BytesIO()},
    )  # fmt: skip
    # The connection has the test's transaction and must stay open.
    monkeypatch.setattr(connection, "close_if_unusable_or_obsolete", lambda: None)
    statuses = []
    unread = WSGIHandler()(environ, lambda status, _: statuses.append(status))
    assert statuses == ["200 OK"]
    assert pdf(cashier_client, account).status_code == 200
    unread.close()

    with monkeypatch.context() as patch:
        patch.setattr(statement_pdf, "_print", lambda _: 1 / 0)
        assert_error(pdf(cashier_client, account), 500, "server_error")
    assert pdf(cashier_client, account).status_code == 200


def test_pdf_statements_are_rate_limited_per_user_and_other_formats_are_not(
    settings, cashier_client, manager_client, account
):
    set_rates(settings, statement_pdf="2/minute")
    assert [pdf(cashier_client, account).status_code for _ in range(2)] == [200, 200]

    response = pdf(cashier_client, account)

    assert_error(response, 429, "throttled")
    assert int(response.headers["Retry-After"]) >= 1
    assert pdf(manager_client, account).status_code == 200
    for form in ("json", "csv"):
        assert cashier_client.get(f"/api/accounts/{account}/statement/?format={form}").status_code == 200
