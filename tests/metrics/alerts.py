"""Evaluates the alert rules over two scrapes, with promtool: before a fault, and while it lasts."""

import math
import shutil
import subprocess
import time

import httpx
import pytest
import yaml
from prometheus_client.parser import text_string_to_metric_families

from tests.metrics.conftest import TOKEN
from tests.servers import ROOT

RULES = ROOT / "deploy" / "prometheus" / "bank-portal.rules.yml"
QUIET, FAULT = 5, 15  # minutes


def scrape(server):
    """`{series: value}` of a server as Prometheus stores it, with `up`; times are relative to now."""
    instance = 'instance="a"'
    try:
        response = httpx.get(
            f"{server.url}/metrics", headers={"Authorization": f"Bearer {TOKEN}"}, trust_env=False, timeout=10
        )
    except httpx.TransportError:
        return {f'up{{job="bank-portal", {instance}}}': 0}
    assert response.status_code == 200, response.text
    series = {f'up{{job="bank-portal", {instance}}}': 1}
    for family in text_string_to_metric_families(response.text):
        for sample in family.samples:
            labels = ", ".join([f'{name}="{value}"' for name, value in sample.labels.items()] + [instance])
            value = sample.value - time.time() if sample.name.endswith("_timestamp_seconds") else sample.value
            series[f"{sample.name}{{{labels}}}"] = value
    return series


def assert_alerts(folder, before, during, *expected):
    """Checks that no alert is raised by values that stay as `before`, and exactly these once they are `during`."""
    if not shutil.which("promtool"):
        pytest.skip("promtool is not installed: apt-get install prometheus")
    names = [{"labels": f'{{alertname="{name}"}}', "value": 1} for name in sorted(expected)]
    expression = 'count by (alertname) (group by (alertname) (ALERTS{alertstate="firing"}))'
    test = {
        "rule_files": [str(RULES)],
        "evaluation_interval": "1m",
        "tests": [
            {
                "interval": "1m",
                "input_series": [
                    {"series": series, "values": _values(before.get(series), during.get(series))}
                    for series in sorted(before.keys() | during.keys())
                    if "\\" not in series
                ],
                "promql_expr_test": [
                    {"expr": expression, "eval_time": f"{QUIET - 1}m"},
                    {"expr": expression, "eval_time": f"{QUIET + 4}m", "exp_samples": names},
                ],
            }
        ],
    }
    file = folder / "drill.yml"
    file.write_text(yaml.safe_dump(test))
    done = subprocess.run(["promtool", "test", "rules", file], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def _values(before, during):
    return f"{_repeated(before, QUIET)} {_repeated(during, FAULT)}"


def _repeated(value, minutes):
    if value is None or math.isnan(value):
        return f"_x{minutes}"
    return f"{value!r}x{minutes - 1}"
