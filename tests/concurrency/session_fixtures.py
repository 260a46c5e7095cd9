"""A person of a test's own, signed in here and elsewhere, and a manager; with the ways to end the session here."""

from itertools import count

import jwt

from tests.concurrency.concurrency_helpers import open_browsers, share_session
from tests.hashers import PASSWORD

MANAGER = "manager@bank.com"
_numbers = count()


class Scene:
    """`tabs` are the browser in question, each on a connection of its own; `other` is another browser."""

    def __init__(self, server, tabs):
        self.server = server
        self.email = f"victim-{next(_numbers)}@example.com"
        self.password, self.next_password = PASSWORD, "another fine passphrase"
        server.add_people({self.email: "member"})
        self.tabs = open_browsers(server, tabs)
        self.here, self.other, self.manager = open_browsers(server, 3)
        assert self.manager.log_in(MANAGER).status_code == 200
        response = self.other.log_in(self.email)
        assert response.status_code == 200
        self.path = f"/api/users/{response.json()['user']['id']}/"

    def sign_in(self):
        """Opens the session in question."""
        response = self.here.log_in(self.email, self.password)
        assert response.status_code == 200
        self.session = f"/api/sessions/{response.json()['session']['id']}/"
        share_session(self.here, self.tabs)

    def activate(self):
        """Makes good a deactivation; what it has ended stays ended."""
        assert self.manager.patch(self.path, {"is_active": True}).status_code == 200


def logout(scene):
    return scene.here.log_out()


def logout_by_the_browser_alone(scene):
    return scene.here.log_out(token=None)


def revocation_by_a_manager(scene):
    return scene.manager.delete(scene.session)


def revocation_from_the_other_browser(scene):
    return scene.other.post("/api/sessions/revoke-others/")


def password_change_in_the_other_browser(scene):
    old, new = scene.password, scene.next_password
    response = scene.other.post("/api/users/password/change/", {"current_password": old, "new_password": new})
    scene.password, scene.next_password = new, old
    return response


def deactivation(scene):
    return scene.manager.patch(scene.path, {"is_active": False})


def jti_of(token):
    return jwt.decode(token, options={"verify_signature": False})["jti"]


def blacklisted(server):
    """The ids of all refresh tokens on SimpleJWT's blacklist."""
    rows = server.sql(
        "SELECT o.jti FROM token_blacklist_outstandingtoken o "
        "JOIN token_blacklist_blacklistedtoken b ON b.token_id = o.id"
    )
    return {row[0] for row in rows}
