"""Caps of recorded events on a real server, whose workers count separately."""

import pytest

pytestmark = pytest.mark.slow
EVENT = "browser_mismatch"


def count_rows(server, email, event=EVENT):
    ((count,),) = server.sql(
        "SELECT COUNT(*) FROM audit_events WHERE event = %s AND user_id = (SELECT id FROM users WHERE email = %s)",
        event, email,
    )  # fmt: skip
    return count


def test_mismatches_of_one_user_do_not_suppress_the_use_of_another_users_token(server):
    member_browser, manager_browser, thief = server.browser(), server.browser(), server.browser()
    assert member_browser.log_in("member@example.com").status_code == 200
    assert manager_browser.log_in("manager@bank.com").status_code == 200
    before, suppressed_before = (
        count_rows(server, "manager@bank.com"),
        count_rows(server, "member@example.com", "refusals_suppressed"),
    )

    responses = {thief.check(token=member_browser.access).json()["code"] for _ in range(200)}
    responses |= {thief.check(token=manager_browser.access).json()["code"] for _ in range(10)}

    assert responses == {EVENT}
    assert count_rows(server, "manager@bank.com") == before + 10
    lines = [line for line in server.log.read_text().splitlines() if f'"event": "{EVENT}"' in line]
    assert len(lines) >= 210
    assert count_rows(server, "member@example.com", "refusals_suppressed") <= suppressed_before + int(
        server.environ["WORKERS"]
    )
