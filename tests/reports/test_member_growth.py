"""The member growth report: members who joined in each month, and the total at its end."""

from datetime import UTC, datetime

import pytest

from core.authorization.roles import Role
from tests.reports.conftest import report
from users.models import User


@pytest.fixture
def create_members(clock, manager):
    """Creates members who joined at these moments, and cashiers, who must not be counted."""

    def create(*moments):
        for number, moment in enumerate(moments):
            joined_at = datetime.fromisoformat(moment).replace(tzinfo=UTC)
            User.objects.create_user(f"m{number}@example.com", full_name="M", date_joined=joined_at)
            User.objects.create_user(f"c{number}@example.com", full_name="C", role=Role.CASHIER, date_joined=joined_at)

    return create


def rows(browser, query):
    body = report(browser, "member-growth", query)
    assert body["summary"] == {"joined": sum(row["joined"] for row in body["rows"])}
    return [tuple(row.values()) for row in body["rows"]]


def test_member_growth_spans_years_and_includes_earlier_members_in_the_total(create_members, manager_on):
    create_members(
        "2024-12-31T23:59:59.999999", "2025-01-01", "2025-11-30", "2025-12-01", "2025-12-31T23:59:59", "2026-02-01"
    )
    manager_client = manager_on("03-01")
    assert rows(manager_client, "from=2025-11-01&to=2026-02-28") == [
        ("2025-11", 1, 3),
        ("2025-12", 2, 5),
        ("2026-02", 1, 6),
    ]
    assert rows(manager_client, "from=2024-01-01") == [
        ("2024-12", 1, 1), ("2025-01", 1, 2), ("2025-11", 1, 3), ("2025-12", 2, 5), ("2026-02", 1, 6),
    ]  # fmt: skip


def test_member_growth_of_a_partial_month_counts_its_days_inclusively(create_members, manager_on):
    create_members("2025-12-09T23:59:59", "2025-12-10", "2025-12-20T23:59:59.5", "2025-12-21")
    manager_client = manager_on("03-01")
    assert rows(manager_client, "from=2025-12-10&to=2025-12-20") == [("2025-12", 2, 3)]
    assert rows(manager_client, "from=2025-12-22&to=2026-01-31") == []
