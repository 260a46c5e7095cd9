"""Against a real server with several workers, each of which counts for itself."""

import pytest

pytestmark = pytest.mark.slow
EVENT = "browser_mismatch"


def rows(server, email, event=EVENT):
    ((count,),) = server.sql(
        "SELECT COUNT(*) FROM audit_events WHERE event = %s AND user_id = (SELECT id FROM users WHERE email = %s)",
        event, email,
    )  # fmt: skip
    return count


def test_200_own_mismatches_do_not_hide_the_use_of_a_stolen_token(server):
    own, theirs, thief = server.browser(), server.browser(), server.browser()
    assert own.log_in("member@example.com").status_code == 200
    assert theirs.log_in("manager@bank.com").status_code == 200
    before, announced = rows(server, "manager@bank.com"), rows(server, "member@example.com", "refusals_suppressed")

    responses = {thief.check(token=own.access).json()["code"] for _ in range(200)}
    responses |= {thief.check(token=theirs.access).json()["code"] for _ in range(10)}

    assert responses == {EVENT}
    assert rows(server, "manager@bank.com") == before + 10
    lines = [line for line in server.log.read_text().splitlines() if f'"event": "{EVENT}"' in line]
    assert len(lines) >= 210
    assert rows(server, "member@example.com", "refusals_suppressed") <= announced + int(server.environ["WORKERS"])
