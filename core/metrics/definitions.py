"""What `core` counts. Labels are route patterns and fixed words, never a path, an id or a name that a client chose."""

from core.metrics.values import OTHER, Counter, Histogram

# Seconds. An authenticated read takes some milliseconds; above 10 s a request waits for something that hangs.
BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
# What `word` of `core.exceptions.Unavailable` may be, and what `core.db.errors.outage_reason` returns.
REASONS = (
    "clock", "conflict", "down", "full", "idempotency", "locked", "no_thread", "other", "read_only", "statement_pdf",
    "stopping", "time_zone", "timeout",
)  # fmt: skip
_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"})

REQUESTS = Counter(
    "bank_http_requests", "Responses, by method, route pattern and status.", ("method", "route", "status")
)
DURATIONS = Histogram(
    "bank_http_request_duration_seconds",
    "Time from the end of a request's headers to its response, the wait for a thread included.",
    ("route",),
    buckets=BUCKETS,
)
UNAVAILABLE = Counter("bank_unavailable", "Responses with 503, by reason.", ("reason",), known=REASONS)
LIMITS_HIT = Counter("bank_limits_hit", "Attempts that a rate limit refused, by the limit's name.", ("limit",))
CONFLICTS = Counter("bank_conflicts", "Transactions that met a conflict with another one, by service.", ("service",))
STATEMENTS = Counter("bank_database_statements", "Statements and commits sent to the database.", ("operation",))
DATABASE_SECONDS = Counter(
    "bank_database_seconds", "Time that requests and jobs waited for the database.", ("operation",)
)
DATABASE_ERRORS = Counter("bank_database_errors", "Errors of the database, by reason.", ("reason",), known=REASONS)
SERVER_ERRORS = Counter("bank_server_errors", "Responses with 500: defects, which the log describes.")


def count_request(method: str | None, route: str, status: int, seconds: float | None) -> None:
    """Counts a response. `seconds` is None where the request could not be read, and its start is not known."""
    REQUESTS.inc(method if method in _METHODS else OTHER, route, str(status))
    if status == 500:
        SERVER_ERRORS.inc()
    if seconds is not None:
        DURATIONS.observe(seconds, route)
