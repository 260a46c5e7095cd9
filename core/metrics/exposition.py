"""The text of `GET /metrics`, in Prometheus' format."""

from collections.abc import Iterable, Iterator

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily
from prometheus_client.registry import Collector

from core.health.probes import Probe
from core.metrics.gauges import Gauge, Reading, read_database, server_readings
from core.metrics.sharing import snapshots
from core.metrics.values import Histogram, Labels, Metric, Values, add_up, all_metrics

DEADLINE = 2.5  # seconds for the gauges of the database
FRESH = 10.0  # seconds that they are reused

Readings = list[tuple[Gauge, Reading]]
Family = CounterMetricFamily | GaugeMetricFamily | HistogramMetricFamily
_database: "Probe[Readings]" = Probe("metrics", read_database, [], fresh=FRESH)


def exposition() -> bytes:
    """All metrics. Values of the database are missing where it does not answer in time."""
    registry = CollectorRegistry()
    registry.register(_Families())
    return generate_latest(registry)


def forget() -> None:
    """Makes the next `exposition()` read the database again (for tests)."""
    _database.forget()


class _Families(Collector):
    def collect(self) -> Iterable[Family]:
        readings = _database.result(_database.start(), DEADLINE)
        parts = snapshots()
        for metric in all_metrics():
            yield _counted(metric, add_up([part.get(metric.name, {}) for part in parts]))
        for gauge, reading in [*server_readings(), *readings]:
            yield _gauge(gauge, reading)


def _counted(metric: Metric, values: Values) -> Family:
    if isinstance(metric, Histogram):
        histogram = HistogramMetricFamily(metric.name, metric.documentation, labels=metric.labels)
        for labels, numbers in sorted(values.items()):
            histogram.add_metric(labels, list(_cumulated(metric, numbers)), numbers[-1])
        return histogram
    counter = CounterMetricFamily(metric.name, metric.documentation, labels=metric.labels)
    zeros: Values = {labels: [0.0] for labels in metric.known}
    for labels, numbers in sorted((zeros | values).items()):
        counter.add_metric(labels, numbers[0])
    return counter


def _cumulated(metric: Histogram, numbers: list[float]) -> Iterator[tuple[str, float]]:
    total = 0.0
    for bound, number in zip((*map(str, metric.buckets), "+Inf"), numbers, strict=False):
        total += number
        yield bound, total


def _gauge(gauge: Gauge, reading: Reading) -> GaugeMetricFamily:
    family = GaugeMetricFamily(gauge.name, gauge.documentation, labels=gauge.labels)
    rows: list[tuple[Labels, float]] = sorted(reading.items())
    for labels, value in rows:
        family.add_metric(labels, value)
    return family
