"""The staff site shows times in the bank's time zone, and its filters are days of it."""

import pytest

from core.client_info import SYSTEM_CLIENT
from tests.admin.bank_fixtures import open_account_for
from tests.admin.test_admin_pages import page
from tests.bank_zone import ZONES, local_time
from transactions.payments.services import post_deposit


@pytest.mark.parametrize("zone", ZONES)
def test_dates_of_lists_and_their_filters_are_local(zone, bank_zone, clock, admin_login, manager, member, cashier):
    bank_zone(zone)
    times = ["2026-02-28T23:30", "2026-03-01T00:30", "2026-03-01T23:30", "2026-03-02T00:30"]
    for text in times:
        clock.move_to(local_time(zone, text))
        open_account_for(member, cashier)
    browser = admin_login(manager)

    text = browser.get(f"{page('accounts_account')}?opened_at_from=2026-03-01&opened_at_to=2026-03-01").content.decode()
    shown = [time.replace("T", " ") in text for time in times]
    assert shown == [False, True, True, False]


@pytest.mark.parametrize("zone", ZONES)
def test_start_page_of_a_cashier_shows_local_times_and_names_the_zone(
    zone, bank_zone, clock, admin_login, member, cashier
):
    bank_zone(zone)
    clock.move_to(local_time(zone, "2026-03-01T00:30"))
    number = open_account_for(member, cashier).number
    post_deposit(actor=cashier, number=number, amount=5_00, description="", client=SYSTEM_CLIENT)
    text = admin_login(cashier).get("/admin/").content.decode()

    assert "2026-03-01 00:30" in text
    assert f"Time ({zone})" in text


def test_times_of_api_responses_stay_utc_after_a_page_of_the_staff_site(
    bank_zone, clock, manager_admin_client, signed_in, cashier
):
    bank_zone(ZONES[0])
    manager_admin_client.get("/admin/")

    assert signed_in(cashier).get("/api/users/me/").json()["date_joined"] == "2026-03-01T12:00:00.000000Z"
