"""The alert rules and the dashboard: valid, tested with promtool, and every metric that they name exists."""

import json
import re
import shutil
import subprocess

import pytest
import yaml

from core.metrics.gauges import database_gauges, server_readings
from core.metrics.values import Histogram, all_metrics
from tests.servers import ROOT

pytestmark = pytest.mark.any_database

FOLDER = ROOT / "deploy" / "prometheus"
RULES = FOLDER / "bank-portal.rules.yml"
needs_promtool = pytest.mark.skipif(not shutil.which("promtool"), reason="apt-get install prometheus")


def alerts():
    """`{name: rule}`."""
    return {rule["alert"]: rule for group in yaml.safe_load(RULES.read_text())["groups"] for rule in group["rules"]}


def names_of_samples():
    names = set()
    for metric in all_metrics():
        endings = ("_bucket", "_sum", "_count") if isinstance(metric, Histogram) else ("_total",)
        names |= {metric.name + ending for ending in endings}
    return names | {gauge.name for gauge in database_gauges()} | {gauge.name for gauge, _ in server_readings()}


def used_names(expression):
    return set(re.findall(r"\bbank_\w+", re.sub(r'"[^"]*"', "", expression)))


@pytest.mark.django_db
def test_metrics_of_the_rules_exist():
    used = set().union(*(used_names(rule["expr"]) for rule in alerts().values()))
    assert len(used) > 8
    assert used <= names_of_samples()


def test_every_alert_has_a_severity_and_a_summary():
    for name, rule in alerts().items():
        assert rule["labels"]["severity"] in {"critical", "warning"}, name
        assert rule["annotations"]["summary"].endswith((".", "?")), name


def test_every_alert_is_raised_in_a_test():
    text = (FOLDER / "alerts_test.yml").read_text()
    assert {name for name in alerts() if f'alertname="{name}"' not in text} == set()


@needs_promtool
@pytest.mark.slow
def test_rules_pass_their_tests_in_promtool():
    for command in (["check", "rules", RULES], ["test", "rules", FOLDER / "alerts_test.yml"],
                    ["check", "config", "--syntax-only", FOLDER / "prometheus.yml"]):  # fmt: skip
        done = subprocess.run(["promtool", *command], cwd=FOLDER, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.django_db
def test_metrics_of_the_dashboard_exist():
    dashboard = json.loads((ROOT / "deploy" / "grafana" / "bank-portal.json").read_text())
    expressions = [target["expr"] for panel in dashboard["panels"] for target in panel.get("targets", [])]
    assert len(expressions) >= 12
    used = set().union(*map(used_names, expressions))
    assert used <= names_of_samples()
    assert len({panel["id"] for panel in dashboard["panels"]}) == len(dashboard["panels"])
