"""Two administrators who take each other's role away at the same moment: the bank keeps one of them."""

from tests.browsers import Browser
from tests.concurrency.concurrency_helpers import count_outcomes, map_concurrently, open_browsers

ADMINISTRATORS = ["first-admin@bank.com", "second-admin@bank.com"]
ROUNDS = 10


def appoint(server):
    """Makes both administrators again, straight in the table."""
    for email in ADMINISTRATORS:
        server.sql("UPDATE users SET role = 'manager', is_superuser = 1, is_active = 1 WHERE email = %s", email)


def test_of_two_administrators_who_demote_each_other_at_once_one_stays(server):
    server.add_people(dict.fromkeys(ADMINISTRATORS, "manager"))
    rows = dict(server.sql("SELECT email, id FROM users WHERE email IN (%s, %s)", *ADMINISTRATORS))
    others = [f"/api/users/{rows[email]}/" for email in reversed(ADMINISTRATORS)]
    for _ in range(ROUNDS):
        appoint(server)
        browsers = open_browsers(server, 2)
        assert count_outcomes(map_concurrently(Browser.log_in, browsers, ADMINISTRATORS)) == {"200": 2}
        seen = count_outcomes(map_concurrently(Browser.patch, browsers, others, [{"role": "cashier"}] * 2))

        assert seen.pop("200") == 1
        assert seen.keys() <= {"422 last_administrator", "401 session_ended"}
        assert len(server.sql("SELECT id FROM users WHERE is_superuser = 1 AND role = 'manager'")) == 1
