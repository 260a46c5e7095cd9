"""Two administrators demote each other at the same moment: the bank keeps one administrator."""

from tests.browsers import Browser
from tests.concurrency.concurrency_helpers import count_outcomes, map_concurrently, open_browsers

ADMINISTRATORS = ["first-admin@bank.com", "second-admin@bank.com"]
ROUNDS = 10


def restore_administrators(server):
    """Makes both users administrators again with an UPDATE of their rows."""
    for email in ADMINISTRATORS:
        server.sql("UPDATE users SET role = 'manager', is_superuser = 1, is_active = 1 WHERE email = %s", email)


def test_two_administrators_demoting_each_other_leave_one_administrator(server):
    server.add_people(dict.fromkeys(ADMINISTRATORS, "manager"))
    rows = dict(server.sql("SELECT email, id FROM users WHERE email IN (%s, %s)", *ADMINISTRATORS))
    paths = [f"/api/users/{rows[email]}/" for email in reversed(ADMINISTRATORS)]
    for _ in range(ROUNDS):
        restore_administrators(server)
        browsers = open_browsers(server, 2)
        assert count_outcomes(map_concurrently(Browser.log_in, browsers, ADMINISTRATORS)) == {"200": 2}
        outcomes = count_outcomes(map_concurrently(Browser.patch, browsers, paths, [{"role": "cashier"}] * 2))

        assert outcomes.pop("200") == 1
        assert outcomes.keys() <= {"422 last_administrator", "401 session_ended"}
        assert len(server.sql("SELECT id FROM users WHERE is_superuser = 1 AND role = 'manager'")) == 1
