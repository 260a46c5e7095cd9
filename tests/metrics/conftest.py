"""A client that scrapes `/metrics` with the token, without values of earlier tests."""

import pytest
from prometheus_client.parser import text_string_to_metric_families

from core.metrics import exposition, gauges
from core.metrics.values import all_metrics

TOKEN = "scrape-token-0123456789-abcdefghijkl"


def parse(text):
    """`{(sample, (label values)): value}`, the labels in the order of their names."""
    return {
        (sample.name, tuple(value for _, value in sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


@pytest.fixture
def scrape(settings, browser):
    """Returns all samples of a scrape by an anonymous client with the token."""
    settings.METRICS_TOKEN = TOKEN
    for metric in all_metrics():
        metric.clear()

    def run():
        response = browser.client.get("/metrics", HTTP_AUTHORIZATION=f"Bearer {TOKEN}")
        assert response.status_code == 200, response.content
        assert response.headers["Content-Type"].startswith("text/plain")
        return parse(response.content.decode())

    return run


class _ReadsAtOnce:
    """Reads the database in the test's own transaction, which the thread of a probe would not see."""

    def start(self):
        return None

    def result(self, current, seconds):
        return [(gauge, gauge.read()) for gauge in gauges.database_gauges()]


@pytest.fixture(autouse=True)
def _reads_the_test_database(monkeypatch):
    monkeypatch.setattr(exposition, "_database", _ReadsAtOnce())
