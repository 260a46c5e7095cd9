"""A member signed in on two browsers, a manager, and the requests that end the session of the first browser."""

from itertools import count

import jwt

from tests.concurrency.concurrency_helpers import open_browsers, share_session
from tests.hashers import PASSWORD

MANAGER = "manager@bank.com"
_numbers = count()


class SessionScenario:
    """`tabs` are the tabs of `browser`, each with its own connection; `other_browser` has the same member."""

    def __init__(self, server, tabs):
        self.server = server
        self.email = f"victim-{next(_numbers)}@example.com"
        self.password, self.next_password = PASSWORD, "another fine passphrase"
        server.add_people({self.email: "member"})
        self.tabs = open_browsers(server, tabs)
        self.browser, self.other_browser, self.manager = open_browsers(server, 3)
        assert self.manager.log_in(MANAGER).status_code == 200
        response = self.other_browser.log_in(self.email)
        assert response.status_code == 200
        self.path = f"/api/users/{response.json()['user']['id']}/"

    def sign_in(self):
        """Opens the session that a test ends."""
        response = self.browser.log_in(self.email, self.password)
        assert response.status_code == 200
        self.session = f"/api/sessions/{response.json()['session']['id']}/"
        share_session(self.browser, self.tabs)

    def reactivate(self):
        """Reverts a deactivation; sessions that it ended stay ended."""
        assert self.manager.patch(self.path, {"is_active": True}).status_code == 200


def logout(scenario):
    return scenario.browser.log_out()


def logout_with_the_cookie_only(scenario):
    return scenario.browser.log_out(token=None)


def revocation_by_a_manager(scenario):
    return scenario.manager.delete(scenario.session)


def revocation_from_the_other_browser(scenario):
    return scenario.other_browser.post("/api/sessions/revoke-others/")


def password_change_in_the_other_browser(scenario):
    old, new = scenario.password, scenario.next_password
    response = scenario.other_browser.post(
        "/api/users/password/change/", {"current_password": old, "new_password": new}
    )
    scenario.password, scenario.next_password = new, old
    return response


def deactivation(scenario):
    return scenario.manager.patch(scenario.path, {"is_active": False})


def get_jti(token):
    return jwt.decode(token, options={"verify_signature": False})["jti"]


def blacklisted_jtis(server):
    """The ids of all refresh tokens on SimpleJWT's blacklist."""
    rows = server.sql(
        "SELECT o.jti FROM token_blacklist_outstandingtoken o "
        "JOIN token_blacklist_blacklistedtoken b ON b.token_id = o.id"
    )
    return {row[0] for row in rows}
