"""The search of the audit log on the staff site: each word is turned into values that have an index."""

import re
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet

from audit.models import AuditEvent
from audit.selectors import of_request
from core.client_info import parse_address
from core.logging.request_ids import is_request_id
from core.validation import is_id

HELP = "E-mail, name or number of a person, IP address, id of a request, or “session 17”"
MAX_PEOPLE = 50  # of one name
_SESSION = re.compile(r"\bsession[ #]+([0-9]{1,19})\b", re.IGNORECASE)


def find_events(events: QuerySet[AuditEvent], text: str) -> QuerySet[AuditEvent]:
    """The events that match every word; words that may be a name are those of one person."""
    session = _SESSION.search(text)
    words = _SESSION.sub(" ", text).split()
    names = [word for word in words if _of_value(word) is None]
    for word in words:
        known = _of_value(word)
        events = events if known is None else events.filter(known)
    if names:
        events = events.filter(_of_names(names))
    return events if session is None else _of_session(events, int(session[1]), is_narrowed=bool(words))


def _of_value(word: str) -> Q | None:
    """What an e-mail, an address or a number stands for; None for a word that may be a name or the id of a request."""
    address = parse_address(word)
    if address is not None:
        return Q(ip_address=str(address))
    if "@" in word:
        return _of_people(get_user_model()._default_manager.filter(email=word.lower()))
    if is_id(word):
        found = Q(user_id=int(word)) | Q(actor_id=int(word))
        return found | of_request(word) if is_request_id(word) else found
    return None


def _of_names(words: list[str]) -> Q:
    people: QuerySet[Any] = get_user_model()._default_manager.all()
    for word in words:
        people = people.filter(full_name_folded__finds=word)
    found = _of_people(people)
    return found | of_request(words[0]) if len(words) == 1 and is_request_id(words[0]) else found


def _of_people(people: QuerySet[Any]) -> Q:
    """What these people did, and what was done to them. Values, because a subquery would not use both indexes."""
    ids = list(people.order_by().values_list("pk", flat=True)[:MAX_PEOPLE])
    return Q(user_id__in=ids) | Q(actor_id__in=ids)


def _of_session(events: QuerySet[AuditEvent], number: int, *, is_narrowed: bool) -> QuerySet[AuditEvent]:
    """The details have no index: the events of the user of the session are read. One that has ended has no row, and is
    found together with a word that names its user.
    """
    if not is_narrowed:
        owner = get_user_model()._default_manager.filter(browser_sessions=number).values_list("pk", flat=True).first()
        events = events.none() if owner is None else events.filter(user_id=owner)
    return events.filter(details__session=number)
