"""Reports of a bank that chooses its time zone after an upgrade: earlier days stay UTC days, later ones are local."""

from datetime import datetime

import pytest
from django.core.management import call_command

from core.db.time_zone import recorded_time_zone, remove_recorded_time_zone, set_calendar
from tests.api_payments import deposit, open_account
from tests.bank_zone import NAIROBI
from tests.reports.conftest import report
from transactions.ledger.balances import snapshot_balances
from users.models import User

NAMES = ["summary", "trial-balance", "daily-transactions", "cashier-activity", "loan-portfolio", "member-growth"]
PAST = ["from=2026-03-31&to=2026-03-31", "from=2026-03-01&to=2026-03-31", "from=2026-04-01&to=2026-04-01"]


@pytest.fixture
def old_bank(bank_zone, clock, signed_in, member, cashier):
    """A bank without a recorded zone; returns a function that lets somebody join and deposits, at a time in UTC."""
    bank_zone("UTC")
    number = open_account(signed_in(cashier), member.pk)

    def let_join_and_deposit(time, amount):
        clock.move_to(datetime.fromisoformat(f"2026-{time}+00:00"))
        User.objects.create_user(f"m{time[:8]}{amount}@example.com", full_name="New")
        assert deposit(signed_in(cashier), number, amount).status_code == 201

    let_join_and_deposit("03-31T22:30:00", "1.00")
    remove_recorded_time_zone()
    set_calendar(NAIROBI, None)
    return let_join_and_deposit


@pytest.fixture
def choose_nairobi(settings):
    """Runs `set_time_zone`, as if on new servers."""

    def choose():
        settings.BANK_TIME_ZONE = NAIROBI
        set_calendar(NAIROBI, None)
        call_command("set_time_zone")
        set_calendar(NAIROBI, None)

    yield choose
    set_calendar(NAIROBI, None)


@pytest.mark.slow
@pytest.mark.parametrize("is_stored", [False, True])
def test_reports_before_the_first_local_day_stay_and_later_ones_have_local_days(
    old_bank, choose_nairobi, clock, signed_in, manager, is_stored
):
    def read(time, *queries):
        clock.move_to(datetime.fromisoformat(f"2026-{time}+00:00"))
        browser = signed_in(manager)
        if is_stored:
            snapshot_balances()
        return {(name, query): report(browser, name, query) for name in NAMES for query in queries}

    before = read("04-02T12:00:00", *PAST)
    choose_nairobi()
    assert str(recorded_time_zone().first_day) == "2026-04-03"
    assert read("04-02T13:00:00", *PAST) == before
    old_bank("04-30T20:30:00", "2.00")
    old_bank("04-30T21:30:00", "4.00")  # on 1 May in Nairobi

    assert read("05-04T12:00:00", *PAST) == before
    days = read("05-04T12:00:00", *(f"from=2026-{day}&to=2026-{day}" for day in ("03-31", "04-30", "05-01")))
    figures = [body["summary"] for (name, _), body in days.items() if name == "summary"]
    assert [(row["members"], row["deposits"], row["deposits_amount"], row["customer_balances"]) for row in figures] == [
        (2, 1, "1.00", "1.00"),
        (3, 1, "2.00", "3.00"),
        (4, 1, "4.00", "7.00"),
    ]
    growth = read("05-04T12:00:00", "from=2026-03-01&to=2026-05-01")["member-growth", "from=2026-03-01&to=2026-05-01"]
    assert [tuple(row.values()) for row in growth["rows"]] == [("2026-03", 2, 2), ("2026-04", 1, 3), ("2026-05", 1, 4)]
