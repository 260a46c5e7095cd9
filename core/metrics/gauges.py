"""Values that are read when somebody asks: what the database knows, and the state of the server's parts."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from django.db import connection

from core.metrics.values import Labels

Reading = dict[Labels, float]


@dataclass(frozen=True)
class Gauge:
    """A value by labels. `read` returns all of them; a gauge that cannot be read is left out of the exposition."""

    name: str
    documentation: str
    labels: Sequence[str]
    read: Callable[[], Reading]


_of_database: list[Gauge] = []
_of_server: list[Gauge] = []


def register_database_gauge(gauge: Gauge) -> None:
    """Registers a gauge that queries the database: `AppConfig.ready` calls this. It is read at most every 10 s."""
    _of_database.append(gauge)


def register_server_gauge(gauge: Gauge) -> None:
    """Registers a gauge that is read in each scrape; it must answer in seconds whatever hangs."""
    _of_server.append(gauge)


def database_gauges() -> Sequence[Gauge]:
    """All that are registered."""
    return tuple(_of_database)


def server_readings() -> Iterator[tuple[Gauge, Reading]]:
    """Reads the gauges of the server."""
    for gauge in _of_server:
        yield gauge, gauge.read()


def read_database() -> list[tuple[Gauge, Reading]]:
    """Reads all gauges of the database, over this thread's connection, which is closed afterwards."""
    try:
        return [(gauge, gauge.read()) for gauge in _of_database]
    finally:
        connection.close()
