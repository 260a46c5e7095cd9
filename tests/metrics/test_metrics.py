"""What `GET /metrics` counts and reads, and who may read it."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError

from core.clock import now
from core.db.transactions import TRIES
from core.exceptions import ClockError
from core.metrics.values import MAX_SERIES, OTHER, Counter, Histogram, add_up, all_metrics
from outbox.models import OutgoingMail
from tests.api_payments import deposit
from tests.database_errors import failing
from tests.hashers import PASSWORD
from tests.metrics.conftest import TOKEN
from transactions.models import Entry
from users.views import user_management as people

CHECK = "/api/users/auth/check/"
pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("token", "headers"),
    [
        (TOKEN, {}),
        (TOKEN, {"HTTP_AUTHORIZATION": f"Bearer {TOKEN}x"}),
        (TOKEN, {"HTTP_AUTHORIZATION": TOKEN}),
        (TOKEN, {"HTTP_AUTHORIZATION": "Bearer zürich"}),
        ("", {}),
        ("", {"HTTP_AUTHORIZATION": "Bearer "}),
    ],
)
def test_metrics_without_the_token_are_not_found(token, headers, settings, browser):
    settings.METRICS_TOKEN = token
    response = browser.client.get("/metrics", **headers)
    assert (response.status_code, response.json()["code"]) == (404, "not_found")


@pytest.mark.parametrize("method", ["post", "head", "delete", "options"])
def test_metrics_with_another_method_are_not_found(method, settings, browser):
    settings.METRICS_TOKEN = TOKEN
    response = getattr(browser.client, method)("/metrics", HTTP_AUTHORIZATION=f"Bearer {TOKEN}")
    assert response.status_code == 404


def test_metrics_are_answered_under_any_host_and_over_plain_http(settings, browser):
    settings.METRICS_TOKEN, settings.SECURE_SSL_REDIRECT = TOKEN, True
    response = browser.client.get("/metrics", HTTP_AUTHORIZATION=f"Bearer {TOKEN}", HTTP_HOST="10.0.0.11:8000")
    assert response.status_code == 200


def test_response_is_counted_by_method_route_and_status_without_ids(scrape, signed_in, member, account):
    browser = signed_in(member)
    assert browser.get(f"/api/accounts/{account}/").status_code == 200
    assert browser.get("/api/accounts/0000000000/").status_code == 404
    samples = scrape()
    route = next(labels[1] for name, labels in samples if name == "bank_http_requests_total" and "<" in labels[1])
    assert samples["bank_http_requests_total", ("GET", route, "200")] == 1
    assert samples["bank_http_requests_total", ("GET", route, "404")] == 1
    assert samples["bank_http_request_duration_seconds_count", (route,)] == 2
    assert samples["bank_http_request_duration_seconds_bucket", ("+Inf", route)] == 2
    assert not any(account in label for _, labels in samples for label in labels)


def test_method_and_path_of_a_client_do_not_become_labels(scrape, browser):
    browser.client.generic("PROPFIND", "/api/made-up/")
    browser.client.get("/wp-login.php")
    labels = {labels for name, labels in scrape() if name == "bank_http_requests_total"}
    assert {label[0] for label in labels} <= {"GET", OTHER}
    assert {label[1] for label in labels} <= {"-", "/api/<path:path>", "/<path:path>"} | {
        label[1] for label in labels if "<" in label[1]
    }
    assert "wp-login" not in str(labels)
    assert "made-up" not in str(labels)


def test_logins_are_counted_by_verdict(scrape, browser, member):
    assert browser.log_in(member.email, "wrong").status_code == 401
    assert browser.log_in(member.email).status_code == 200
    samples = scrape()
    assert samples["bank_logins_total", ("failed",)] == 1
    assert samples["bank_logins_total", ("succeeded",)] == 1
    assert samples["bank_audit_events_total", ("login_failed",)] == 1
    assert samples["bank_live_sessions", ()] == 1


def test_refused_attempts_are_counted_by_the_limit(scrape, browser, member):
    for _ in range(6):
        response = browser.log_in(member.email, "wrong")
    assert response.status_code == 429
    samples = scrape()
    assert samples["bank_logins_total", ("throttled",)] == 1
    assert samples["bank_limits_hit_total", ("login",)] == 1


def test_refused_requests_are_counted_by_the_limit(scrape, browser, settings, monkeypatch):
    monkeypatch.setattr("core.ratelimit.throttles.rates_of", lambda _: ())
    monkeypatch.setattr("core.ratelimit.memory.MemoryCounters.hit", lambda *_: 7)
    assert browser.get("/api/config/").status_code == 429
    assert scrape()["bank_limits_hit_total", ("anon",)] == 1


def test_postings_are_counted_by_kind_when_they_are_committed(scrape, cashier_client, account):
    assert deposit(cashier_client, account, "5.00").status_code == 201
    assert deposit(cashier_client, account, "0.00").status_code == 400
    samples = scrape()
    posted = {labels: value for (name, labels), value in samples.items() if name == "bank_postings_total" and value}
    assert posted == {("deposit",): 1}
    assert samples["bank_postings_total", ("transfer",)] == 0  # so that the first one is an increase


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (OperationalError(1040, "Too many connections"), "down"),
        (OperationalError(2013, "Lost connection"), "timeout"),
        (OperationalError(1114, "The table is full"), "full"),
        (OperationalError(1290, "--read-only"), "read_only"),
        (OperationalError("database or disk is full"), "full"),
        (OperationalError("database is locked"), "locked"),
        (OperationalError("disk I/O error"), "down"),
        (ClockError(reason="an hour"), "clock"),
    ],
)
def test_503_is_counted_by_its_reason(error, reason, scrape, manager_client, monkeypatch):
    def refuse(*args, **kwargs):
        raise error

    monkeypatch.setattr(people, "find_people", refuse)
    assert manager_client.get("/api/users/").status_code == 503
    assert scrape()["bank_unavailable_total", (reason,)] == 1


def test_conflicts_are_counted_by_service_and_the_last_one_as_503(scrape, cashier_client, account, monkeypatch):
    monkeypatch.setattr("core.db.transactions.time.sleep", lambda _: None)
    with failing("UPDATE accounts", 1213, "Deadlock found", times=TRIES):
        assert deposit(cashier_client, account, "1.00").status_code == 503
    samples = scrape()
    assert [value for (name, _), value in samples.items() if name == "bank_conflicts_total"] == [TRIES]
    assert samples["bank_unavailable_total", ("conflict",)] == 1


def test_statements_and_errors_of_the_database_are_counted(scrape, signed_in, member):
    signed_in(member).check()
    before = scrape()
    with pytest.raises(OperationalError):
        Entry.objects.raw("SELECT no_such_column FROM entries")[:1]
    after = scrape()
    for name in ("bank_database_statements_total", "bank_database_seconds_total"):
        assert after[name, ("statement",)] > before[name, ("statement",)]
    assert (
        after["bank_database_errors_total", ("other",)] == before.get(("bank_database_errors_total", ("other",)), 0) + 1
    )


def test_mails_that_wait_or_were_given_up_are_counted_with_the_age_of_the_oldest(scrape, clock):
    OutgoingMail.objects.create(kind="notice", recipient="a@example.com", created_at=now() - timedelta(seconds=90))
    OutgoingMail.objects.create(kind="notice", recipient="b@example.com", status="failed", finished_at=now())
    samples = scrape()
    assert samples["bank_mails", ("queued",)] == 1
    assert samples["bank_mails", ("failed",)] == 1
    assert samples["bank_mail_oldest_queued_seconds", ()] == 90


def test_runs_of_jobs_are_recorded_with_their_last_success(scrape, clock, monkeypatch):
    call_command("verify_ledger", stdout=_Discard())
    first = scrape()
    assert first["bank_job_last_success_timestamp_seconds", ("verify_ledger",)] == now().timestamp()
    assert first["bank_job_failed", ("verify_ledger",)] == 0
    clock.shift(timedelta(days=1))
    monkeypatch.setattr("transactions.management.commands.verify_ledger.find_inconsistency", lambda: "entry 7")
    with pytest.raises(CommandError):
        call_command("verify_ledger")
    second = scrape()
    assert second["bank_job_failed", ("verify_ledger",)] == 1
    name = "bank_job_last_success_timestamp_seconds"
    assert second[name, ("verify_ledger",)] == first[name, ("verify_ledger",)]


def test_job_succeeds_where_its_run_cannot_be_recorded(monkeypatch, caplog):
    def refuse(**_):
        raise OperationalError(1290, "--read-only")

    monkeypatch.setattr("core.jobs.JobRun.objects.update_or_create", refuse)
    call_command("verify_ledger", stdout=_Discard())
    assert "the run of verify_ledger is not recorded" in caplog.text


def test_parts_of_readyz_are_gauges(scrape, monkeypatch):
    monkeypatch.setattr("core.health.metrics.state_of_parts", lambda: {"database": "ok", "cache": "down"})
    samples = scrape()
    assert (samples["bank_part_ok", ("database",)], samples["bank_part_ok", ("cache",)]) == (1, 0)


def test_labels_beyond_the_most_are_counted_as_other(monkeypatch):
    metric = _unregistered(monkeypatch, Counter, "bank_test", "", ("label",))
    for number in range(MAX_SERIES + 5):
        metric.inc(str(number))
    values = metric.values()
    assert len(values) == MAX_SERIES + 1
    assert values[OTHER,] == [5]


def test_value_is_counted_in_the_bucket_of_the_next_bound(monkeypatch):
    metric = _unregistered(monkeypatch, Histogram, "bank_test", "", (), buckets=(1, 2))
    for value in (0.5, 1, 1.5, 2, 3):
        metric.observe(value)
    assert metric.values() == {(): [2, 2, 1, 8]}


def test_numbers_of_processes_are_added_up():
    assert add_up([{("a",): [1, 2]}, {("a",): [3, 4], ("b",): [5, 6]}]) == {("a",): [4, 6], ("b",): [5, 6]}


def test_name_is_registered_once():
    taken = next(all_metrics()).name
    with pytest.raises(ValueError, match=taken):
        Counter(taken, "")


def test_password_and_address_are_in_no_label(scrape, browser, member):
    browser.log_in(member.email)
    assert not any(text in label for _, labels in scrape() for label in labels for text in (PASSWORD, member.email))


class _Discard:
    def write(self, text):
        pass


def _unregistered(monkeypatch, kind, *args, **options):
    monkeypatch.setattr("core.metrics.values._metrics", {})
    return kind(*args, **options)
