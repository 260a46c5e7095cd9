"""The staff site on a database that answers and refuses to write, or has no connection left."""

import httpx
import pytest

from tests.concurrency.bank_fixtures import CASHIER, Bank
from tests.hashers import PASSWORD
from tests.outages.test_refusing_database import no_free_connections, read_only

LOGIN, PEOPLE = "/admin/login/", "/admin/users/user/"
NEWCOMER = {"email": "nora@example.com", "full_name": "Nora New", "phone": "", "role": "member"}


class Staff:
    """A person at the staff site, over HTTP."""

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
def server(start):
    return Bank(start(BROWSER_SESSION_TOUCH_SECONDS=0)).server


@pytest.fixture
def person(server):
    made = []

    def make():
        made.append(Staff(server))
        return made[-1]

    yield make
    for staff in made:
        staff.client.close()


def is_unavailable(response):
    """Whether it is the page with the wait, and without the database's own error."""
    return (
        response.status_code == 503
        and "Service unavailable" in response.text
        and int(response.headers["Retry-After"]) >= 1
        and not any(code in response.text for code in ("(1290", "(1040"))
    )


def test_read_only_database_shows_the_start_page_and_refuses_forms_and_reads_that_it_cannot_record(server, person):
    inside, outside = person(), person()
    assert inside.log_in().headers["Location"] == "/admin/"
    with read_only(server):
        assert inside.get("/admin/").status_code == 200
        assert is_unavailable(inside.get(PEOPLE))
        assert is_unavailable(inside.post(f"{PEOPLE}add/", **NEWCOMER))
        assert is_unavailable(inside.post("/admin/logout/"))
        assert is_unavailable(outside.log_in())
        assert server.lines("WARNING bankportal.unavailable 503 POST /admin/login/: ", "(1290, ")
        assert server.lines("django.request") == []
    assert inside.get(PEOPLE).status_code == 200
    assert inside.post(f"{PEOPLE}add/", **NEWCOMER).status_code == 302
    assert outside.log_in().status_code == 302


def test_database_without_free_connections_is_a_page_with_503(server, person):
    inside = person()
    assert inside.log_in().status_code == 302
    with no_free_connections(server):
        for _ in range(20):  # each thread of the server meets its killed connection first
            assert is_unavailable(inside.get(PEOPLE))
    server.wait_until_ready()
    assert inside.get(PEOPLE).status_code == 200
