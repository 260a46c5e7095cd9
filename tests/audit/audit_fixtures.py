"""Where security events are triggered: the cast, at one address, under one clock."""

from tests.browsers import LocalBrowser

ADDRESS = "10.9.8.7"
WRONG = "a wrong password"


class Stage:
    def __init__(self, clock, outbox, **cast):
        self.clock, self.outbox = clock, outbox
        self.member, self.other_member, self.cashier = cast["member"], cast["other_member"], cast["cashier"]
        self.manager = cast["manager"]

    def browser(self):
        return LocalBrowser(REMOTE_ADDR=ADDRESS)

    def signed_in(self, person, **extra):
        browser = self.browser()
        assert browser.log_in(person.email, **extra).status_code == 200
        return browser

    def change(self, person, **changes):
        """By the manager."""
        self.signed_in(self.manager).patch(f"/api/users/{person.pk}/", changes)
        return person, self.manager
