"""How each security event comes about: one function an event; it returns whom the event concerns and who did it."""

from audit.events import Event
from tests.audit.event_triggers import access, loans, money, people, sessions

_FUNCTIONS = vars(access) | vars(loans) | vars(money) | vars(people) | vars(sessions)
TRIGGERS = {event: _FUNCTIONS.get(event.value) for event in Event}
