"""When scheduled jobs last ran, and whether they succeeded: for `GET /metrics`, whose alerts notice a missed run."""

import logging

from django.db import Error

from core.clock import now
from core.metrics.gauges import Gauge, Reading, register_database_gauge
from core.models import JobRun

logger = logging.getLogger("bankportal.jobs")


def record_run(name: str, *, succeeded: bool) -> None:
    """Records the end of a run. A database that cannot write is no reason for a job to fail; it is logged."""
    moment = now()
    last_success = {"succeeded_at": moment} if succeeded else {}
    try:
        JobRun.objects.update_or_create(
            name=name, defaults={"finished_at": moment, "is_successful": succeeded, **last_success}
        )
    except Error as exc:
        logger.warning("the run of %s is not recorded: %s", name, exc)


def register_gauges() -> None:
    """Registers the gauges; called once, when the app is ready."""
    register_database_gauge(
        Gauge("bank_job_last_success_timestamp_seconds", "When the job last succeeded.", ("task",), _successes)
    )
    register_database_gauge(Gauge("bank_job_failed", "1 if the job's last run failed, else 0.", ("task",), _failures))


def _successes() -> Reading:
    rows = JobRun.objects.exclude(succeeded_at=None).values_list("name", "succeeded_at")
    return {(name,): moment.timestamp() for name, moment in rows if moment is not None}


def _failures() -> Reading:
    return {(name,): float(not succeeded) for name, succeeded in JobRun.objects.values_list("name", "is_successful")}
