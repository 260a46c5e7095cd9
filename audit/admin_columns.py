"""Columns of the audit log on the staff site: events as sentences, people by name, details line by line."""

from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.text import capfirst

from audit.events import Event
from audit.models import AuditEvent
from core.admin.columns import NOTHING, amount_text, column, link_text, person_text, two_lines
from core.money import is_currency, to_minor
from core.user_agents import browser_name

# Details that name an object: the word, the page of its list, and the list's parameter. In this order, an event is
# about the first.
OBJECTS = {
    "loan": ("Loan", "loans_loan", "id__exact"),
    "account": ("Account", "accounts_account", "number"),
    "transaction": ("Transaction", "transactions_transaction", "id__exact"),
    "product": ("Loan product", "loans_product", "id__exact"),
    "session": ("Session", "sessions_browser_browsersession", "id__exact"),
}
_LABELS = {"ip_address": "IP address", "new_browser": "New browser", "because": "Reason", "before": "Before"}
_PEOPLE = "people"  # of the rows of a list, by id


def event_label(event: AuditEvent) -> str:
    """The event as a sentence; one of another release as it is stored."""
    return Event(event.event).label if event.event in Event.values else event.event.replace("_", " ").capitalize()


def read_people(events: Sequence[AuditEvent]) -> None:
    """Reads the users of all these events in one query."""
    ids = {number for event in events for number in (event.user_id, event.actor_id) if number is not None}
    people = get_user_model()._default_manager.in_bulk(ids) if ids else {}
    for event in events:
        event.__dict__[_PEOPLE] = people


def _person(name: str) -> Callable[[AuditEvent], str]:
    def shown(event: AuditEvent) -> str:
        number = getattr(event, f"{name}_id")
        if number is None:
            return NOTHING
        if _PEOPLE not in event.__dict__:
            read_people([event])
        person = event.__dict__[_PEOPLE].get(number)
        return f"No. {number}, not in the list of people" if person is None else person_text(person, is_linked=True)

    return shown


def object_url(event: AuditEvent, name: str) -> str | None:
    """The list with the object of this detail only: a session may be gone. None for an event without it."""
    value = event.details.get(name)
    if name not in OBJECTS or not isinstance(value, str | int):
        return None
    _, page, lookup = OBJECTS[name]
    return f"{reverse(f'admin:{page}_changelist')}?{urlencode({lookup: value})}"


def _object(event: AuditEvent) -> str:
    for name, (word, *_) in OBJECTS.items():
        address = object_url(event, name)
        if address is not None and not (name == "account" and "transaction" in event.details):
            return link_text(address, f"{word} {event.details[name]}")
    return _rows_read(event)


def _rows_read(event: AuditEvent) -> str:
    """The row of the staff site that was shown, or how many rows of which list."""
    page, rows = event.details.get("page"), event.details.get("rows")
    shown = _page(page)
    if shown is None or not isinstance(rows, list):
        return NOTHING
    if len(rows) != 1:
        return f"{len(rows)} {shown.nouns_shown}"
    name = f"admin:{shown.opts.app_label}_{shown.opts.model_name}_change"
    return link_text(reverse(name, args=[rows[0]]), f"{capfirst(shown.noun_shown)} {rows[0]}")


def _page(label: Any) -> Any:
    """The page of the staff site of a model, such as `loans.loan`; None if there is none."""
    pages = {model._meta.label_lower: page for model, page in admin.site._registry.items()}
    return pages.get(label) if isinstance(label, str) else None


def _amount(event: AuditEvent) -> str:
    text = event.details.get("amount")
    return NOTHING if text is None else _money(text, event.details.get("currency"))


def _money(text: Any, currency: Any) -> str:
    """An amount of the details, which are text; as it is where it is none."""
    code = currency if isinstance(currency, str) and is_currency(currency) else settings.BANK_CURRENCY
    sign = -1 if str(text).startswith("-") else 1
    try:
        return amount_text(sign * to_minor(str(text).lstrip("-"), code, allow_zero=True), code)
    except ValueError:
        return str(text)


def _details(event: AuditEvent) -> str:
    """A label and a value on each line."""
    shown = ((_label(name), _value(event, name)) for name in event.details if name != "currency")
    lines = format_html_join("", "<dt>{}</dt> <dd>{}</dd> ", shown)
    return format_html('<dl class="bank-details">{}</dl>', lines) if lines else NOTHING


def _label(name: str) -> str:
    return OBJECTS[name][0] if name in OBJECTS else _LABELS.get(name, name.replace("_", " ").capitalize())


def _value(event: AuditEvent, name: str) -> str:
    value, address = event.details[name], object_url(event, name)
    if name == "users" and isinstance(value, list):
        people = get_user_model()._default_manager.filter(pk__in=value).order_by("full_name")
        return ", ".join(people.values_list("full_name", flat=True))
    if name == "page" and (page := _page(value)):
        return str(page.heading_shown)
    if address is not None:
        return link_text(address, str(value))
    if name in {"amount", "fee", "counted", "expected", "difference"}:
        return _money(value, event.details.get("currency"))
    return _plain(value)


def _plain(value: Any) -> str:
    if value is None or value == "":
        return NOTHING
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, list):
        return ", ".join(_plain(item) for item in value)
    if isinstance(value, dict):
        return ", ".join(f"{_label(name)}: {_plain(item)}" for name, item in value.items())
    return str(value)


EVENT = column("event", event_label, ordering="event")
SUBJECT = column("subject", _person("user"), name="user_person", ordering="user_id")
ACTOR = column("actor", _person("actor"), name="actor_person", ordering="actor_id")
OBJECT = column("object", _object)
AMOUNT = column("amount", _amount, name="details_amount")
ADDRESS = column("address and request", lambda event: two_lines(event.ip_address or NOTHING, event.request_id),
                 name="address")  # fmt: skip
IP_ADDRESS = column("IP address", lambda event: event.ip_address or NOTHING, name="ip_address")
BROWSER = column("browser", lambda event: browser_name(event.user_agent) if event.user_agent else NOTHING)
DETAILS = column("details", _details)
