"""Random lives of a bank over HTTP in three time zones: no report of a day that is over changes later.

Deposits, transfers, cash and loans are posted and reversed, people are promoted, demoted, renamed and deactivated, and
products renamed. `snapshot_balances` runs daily, at random or never. Each report is read when its last day is over, and
again at the end of the life, after everything that can be reversed has been reversed: with the stored totals of that
life and without (or with those that are stored then, where none were), and compared with a recount by brute force.
`BANK_LIVES=90` plays more and longer lives.
"""

import os

import pytest

from tests.bank_zone import AUCKLAND, LIMA
from tests.reports.lives.bank_life import BankLife
from tests.reports.lives.operations import play_day, undo_everything
from tests.reports.lives.recount import Recount, shown
from transactions.ledger.integrity import find_inconsistency
from transactions.models import BalanceSnapshot, DailyTotal

pytestmark = pytest.mark.slow

SHORT = 3  # lives, one in each zone
LIVES = int(os.environ.get("BANK_LIVES", SHORT))
USUAL = {"pay_in", "lend", "undo", "change_role", "rename_product"}  # succeed in each life
ZONES, POLICIES = ["UTC", LIMA, AUCKLAND], ["daily", "random", "never"]


@pytest.mark.django_db
@pytest.mark.parametrize("seed", [0, *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(1, LIVES))])
def test_reports_of_past_days_of_a_random_life_never_change(clock, bank_zone, settings, seed):
    zone, policy = ZONES[seed % 3], POLICIES[(seed + seed // 3) % 3]
    bank_zone(zone)
    life = BankLife(clock, zone, seed, policy)
    for _ in range(5 if seed < SHORT else 25):
        play_day(life, 10)
        life.close_day(life.day)
        life.next_day()
    assert life.done.keys() >= USUAL
    undo_everything(life)
    life.close_day(life.day)

    assert life.changed_reports() == {}
    if policy == "never":
        life.snapshot()
    else:
        DailyTotal.objects.all().delete()
        BalanceSnapshot.objects.all().delete()
    assert DailyTotal.objects.exists() == (policy == "never")
    assert life.changed_reports() == {}, "with other stored totals"
    recount = Recount(life)
    for period, reports in life.read.items():
        assert shown(reports) == recount.reports(*period), period
    assert find_inconsistency() is None
