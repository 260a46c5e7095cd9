"""How many members joined in each month, and how many there were at its end."""

from datetime import UTC, datetime

import pytest

from core.authorization.roles import Role
from tests.reports.conftest import report
from users.models import User


@pytest.fixture
def joined(clock, manager):
    """Members who joined at these moments; and staff, who are no members."""

    def join(*moments):
        for number, moment in enumerate(moments):
            at = datetime.fromisoformat(moment).replace(tzinfo=UTC)
            User.objects.create_user(f"m{number}@example.com", full_name="M", date_joined=at)
            User.objects.create_user(f"c{number}@example.com", full_name="C", role=Role.CASHIER, date_joined=at)

    return join


def rows(browser, query):
    body = report(browser, "member-growth", query)
    assert body["summary"] == {"joined": sum(row["joined"] for row in body["rows"])}
    return [tuple(row.values()) for row in body["rows"]]


def test_it_goes_across_months_and_years_and_counts_those_before(joined, at):
    joined("2024-12-31T23:59:59.999999", "2025-01-01", "2025-11-30", "2025-12-01", "2025-12-31T23:59:59", "2026-02-01")
    office = at("03-01")
    assert rows(office, "from=2025-11-01&to=2026-02-28") == [("2025-11", 1, 3), ("2025-12", 2, 5), ("2026-02", 1, 6)]
    assert rows(office, "from=2024-01-01") == [
        ("2024-12", 1, 1), ("2025-01", 1, 2), ("2025-11", 1, 3), ("2025-12", 2, 5), ("2026-02", 1, 6),
    ]  # fmt: skip


def test_of_a_month_that_is_cut_only_the_days_within_count_and_both_ends_do(joined, at):
    joined("2025-12-09T23:59:59", "2025-12-10", "2025-12-20T23:59:59.5", "2025-12-21")
    office = at("03-01")
    assert rows(office, "from=2025-12-10&to=2025-12-20") == [("2025-12", 2, 3)]
    assert rows(office, "from=2025-12-22&to=2026-01-31") == []
