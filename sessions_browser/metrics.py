"""The number of live sessions as a gauge."""

from core.clock import now
from core.metrics.gauges import Gauge, Reading, register_database_gauge
from sessions_browser.models import BrowserSession


def register_gauges() -> None:
    """Registers it; called once, when the app is ready."""
    register_database_gauge(Gauge("bank_live_sessions", "Sessions that have not expired.", (), _live))


def _live() -> Reading:
    return {(): BrowserSession.objects.filter(expires_at__gt=now()).count()}
