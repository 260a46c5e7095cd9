"""Triggers of security events: one function per event, which returns the subject and the actor of the event."""

from audit.events import Event
from tests.audit.event_triggers import access, factors, loans, money, people, sessions

_FUNCTIONS = vars(access) | vars(factors) | vars(loans) | vars(money) | vars(people) | vars(sessions)
TRIGGERS = {event: _FUNCTIONS.get(event.value) for event in Event}
