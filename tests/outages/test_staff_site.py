"""The staff site on a database that is read-only or has no free connection."""

import httpx
import pytest

from tests.concurrency.bank_fixtures import CASHIER, Bank
from tests.hashers import PASSWORD
from tests.outages.test_refusing_database import no_free_connections, read_only

LOGIN, PEOPLE = "/admin/login/", "/admin/users/user/"
NEWCOMER = {"email": "nora@example.com", "full_name": "Nora New", "phone": "", "role": "member"}


class Staff:
    """A browser at the staff site, over HTTP."""

    def __init__(self, server):
        self.client = httpx.Client(base_url=server.url, trust_env=False, timeout=30)
        self.client.get(LOGIN)

    def get(self, path):
        return self.client.get(path)

    def post(self, path, **form):
        headers = {"X-CSRFToken": self.client.cookies["csrftoken"], "Referer": str(self.client.base_url)}
        return self.client.post(path, data=form, headers=headers)

    def log_in(self):
        return self.post(LOGIN, username=CASHIER, password=PASSWORD)


@pytest.fixture
def server(start_portal):
    return Bank(start_portal(BROWSER_SESSION_TOUCH_SECONDS=0)).server


@pytest.fixture
def new_staff(server):
    created = []

    def make():
        created.append(Staff(server))
        return created[-1]

    yield make
    for staff in created:
        staff.client.close()


def is_unavailable(response):
    """Whether the response is the 503 page with a Retry-After and without the database's error."""
    return (
        response.status_code == 503
        and "Service unavailable" in response.text
        and int(response.headers["Retry-After"]) >= 1
        and not any(code in response.text for code in ("(1290", "(1040"))
    )


def test_staff_site_on_a_read_only_database_shows_the_dashboard_and_refuses_writes_and_recorded_reads(
    server, new_staff
):
    signed_in_staff, signed_out_staff = new_staff(), new_staff()
    assert signed_in_staff.log_in().headers["Location"] == "/admin/"
    with read_only(server):
        assert signed_in_staff.get("/admin/").status_code == 200
        assert is_unavailable(signed_in_staff.get(PEOPLE))
        assert is_unavailable(signed_in_staff.post(f"{PEOPLE}add/", **NEWCOMER))
        assert is_unavailable(signed_in_staff.post("/admin/logout/"))
        assert is_unavailable(signed_out_staff.log_in())
        assert server.lines("WARNING bankportal.unavailable 503 POST /admin/login/: ", "(1290, ")
        assert server.lines("django.request") == []
    assert signed_in_staff.get(PEOPLE).status_code == 200
    assert signed_in_staff.post(f"{PEOPLE}add/", **NEWCOMER).status_code == 302
    assert signed_out_staff.log_in().status_code == 302


def test_staff_site_without_free_connections_shows_a_503_page(server, new_staff):
    signed_in_staff = new_staff()
    assert signed_in_staff.log_in().status_code == 302
    with no_free_connections(server):
        for _ in range(20):  # every thread of the server first finds its connection closed
            assert is_unavailable(signed_in_staff.get(PEOPLE))
    server.wait_until_ready()
    assert signed_in_staff.get(PEOPLE).status_code == 200
