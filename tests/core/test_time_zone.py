"""The recorded time zone: a server whose BANK_TIME_ZONE differs neither starts, nor is ready, nor answers with days."""

from datetime import date

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import IntegrityError, OperationalError, connection, transaction
from django.test.utils import CaptureQueriesContext

from bankportal.checks import check_time_zone
from core import dates
from core.db import time_zone
from core.db.time_zone import RecordedTimeZone, bank_calendar, remove_recorded_time_zone, set_calendar
from core.exceptions import TimeZoneError
from core.health import middleware as health
from core.models import BankTimeZone
from tests.bank_zone import LIMA, NAIROBI
from tests.contract.error_assertions import assert_error

pytestmark = pytest.mark.django_db


@pytest.fixture
def wrong_zone(bank_zone, settings):
    """A server with another zone than the database."""
    bank_zone(NAIROBI)
    settings.BANK_TIME_ZONE = LIMA


def test_new_database_records_the_zone_of_the_setting():
    assert list(BankTimeZone.objects.values_list("name", "first_day")) == [("UTC", None)]


def test_recorded_zone_is_read_once(bank_zone):
    bank_zone(NAIROBI, date(2026, 3, 10))
    with CaptureQueriesContext(connection) as captured:
        assert bank_calendar().first_day == date(2026, 3, 10)
        dates.today()

    assert len(captured) == 1


def test_database_without_a_recorded_zone_has_utc_days(bank_zone):
    bank_zone("UTC")
    remove_recorded_time_zone()

    assert bank_calendar().first_day is None


def test_table_holds_one_zone():
    with pytest.raises(IntegrityError), transaction.atomic():
        BankTimeZone.objects.create(id=2, name=LIMA)


def test_setting_that_differs_from_the_database_is_an_error_with_a_hint(wrong_zone):
    with pytest.raises(TimeZoneError) as error:
        dates.today()

    assert error.value.reason.startswith("BANK_TIME_ZONE is America/Lima, but the database records Africa/Nairobi")
    assert "set BANK_TIME_ZONE=Africa/Nairobi, or run `manage.py set_time_zone`" in error.value.reason


@pytest.mark.undeclared_errors
def test_request_that_needs_a_day_is_503_on_a_server_with_another_zone(wrong_zone, cashier_client, caplog):
    assert_error(cashier_client.get("/api/dashboard/"), 503, "unavailable")
    assert "BANK_TIME_ZONE is America/Lima" in caplog.text


def test_server_with_another_zone_does_not_start(wrong_zone):
    with pytest.raises(ImproperlyConfigured, match=r"bank.E025: BANK_TIME_ZONE is America/Lima.*set_time_zone"):
        check_time_zone()


def test_server_starts_while_the_database_does_not_answer(bank_zone, monkeypatch, caplog):
    def fail():
        raise OperationalError(2002, "Can't connect")

    bank_zone(NAIROBI)
    monkeypatch.setattr(time_zone, "recorded_time_zone", fail)

    check_time_zone()

    assert "the recorded time zone is not known yet" in caplog.text


def ready(browser):
    health.forget()
    response = browser.get("/readyz")
    return response.status_code, response.json()["time_zone"]


def test_server_is_ready_only_with_the_zone_that_the_database_records(bank_zone, browser, settings, monkeypatch):
    bank_zone(NAIROBI)
    # The check has a connection of its own, which does not see the rows of this test.
    monkeypatch.setattr(time_zone, "recorded_time_zone", lambda *_: recorded)
    recorded = RecordedTimeZone(NAIROBI)
    assert ready(browser) == (200, "ok")
    dates.today()
    assert ready(browser) == (200, "ok")

    recorded = RecordedTimeZone(NAIROBI, date(2026, 3, 10))  # after the process has read it
    assert ready(browser) == (503, "differs")
    set_calendar(NAIROBI, None)  # a restart
    assert ready(browser) == (200, "ok")
    settings.BANK_TIME_ZONE = LIMA
    assert ready(browser) == (503, "differs")
