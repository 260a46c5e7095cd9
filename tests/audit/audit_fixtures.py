"""The scenario in which security events are triggered: people, one client address, a clock and a mail outbox."""

from tests.browsers import LocalBrowser

ADDRESS = "10.9.8.7"
WRONG = "a wrong password"


class EventScenario:
    def __init__(self, clock, outbox, **people):
        self.clock, self.outbox = clock, outbox
        self.member, self.other_member, self.cashier = people["member"], people["other_member"], people["cashier"]
        self.manager = people["manager"]

    def browser(self):
        return LocalBrowser(REMOTE_ADDR=ADDRESS)

    def signed_in(self, person, **extra):
        browser = self.browser()
        assert browser.log_in(person.email, **extra).status_code == 200
        return browser

    def change(self, person, **changes):
        """Changes a person as the manager; returns subject and actor."""
        self.signed_in(self.manager).patch(f"/api/users/{person.pk}/", changes)
        return person, self.manager
