"""Counts audit events as they are logged, refusals without a row included."""

from audit.events import Event
from core.metrics.values import Counter

EVENTS = Counter(
    "bank_audit_events", "Audit events, recorded or only logged.", ("event",), known=[str(event) for event in Event]
)
_VERDICTS = {
    Event.LOGIN_SUCCEEDED: "succeeded",
    Event.ADMIN_LOGIN: "succeeded",
    Event.LOGIN_FAILED: "failed",
    Event.LOGIN_BLOCKED: "browser_in_use",
    Event.LOGIN_THROTTLED: "throttled",
}
LOGINS = Counter("bank_logins", "Sign-ins by verdict.", ("verdict",), known=sorted(set(_VERDICTS.values())))


def count_event(event: str, count: int = 1) -> None:
    """Counts events of one type."""
    EVENTS.inc(event, by=count)
    verdict = _VERDICTS.get(event)  # type: ignore[call-overload]
    if verdict:
        LOGINS.inc(verdict, by=count)
