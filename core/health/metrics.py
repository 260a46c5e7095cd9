"""The parts of `/readyz` as gauges."""

from core.health.middleware import state_of_parts
from core.metrics.gauges import Gauge, Reading, register_server_gauge


def register_gauges() -> None:
    """Registers them; called once, when the app is ready."""
    register_server_gauge(
        Gauge("bank_part_ok", "1 if /readyz says ok of this part, else 0.", ("part",), _parts),
    )


def _parts() -> Reading:
    return {(part,): float(state == "ok") for part, state in state_of_parts().items()}
