"""The setting `LOGGING`."""

from typing import Any


def logging_config(*, log_format: str, level: str, access_log: bool) -> dict[str, Any]:
    """For `logging.config.dictConfig`; `log_format` is `line` or `json`, `level` is for our loggers and Django's."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        # Django's line for a 503 has no reason; `core.db.errors.log_unavailable` writes one with a reason.
        "filters": {
            "not_503": {
                "()": "django.utils.log.CallbackFilter",
                "callback": lambda record: getattr(record, "status_code", None) != 503,
            }
        },
        "formatters": {
            "line": {"()": "core.logging.formatters.LineFormatter"},
            "json": {"()": "core.logging.formatters.JsonFormatter"},
        },
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": log_format}},
        "root": {"handlers": ["console"], "level": "WARNING"},
        "loggers": {
            "audit": {"level": "INFO"},
            "access": {"level": "INFO" if access_log else "CRITICAL"},
            "bankportal": {"level": level},
            "django": {"level": level, "handlers": [], "propagate": True},
            "uvicorn": {"level": "ERROR"},  # it logs a warning for each request that is not HTTP
            "django.request": {"level": "ERROR", "filters": ["not_503"]},  # a refused request is not an incident
            "django.security.DisallowedHost": {"level": "CRITICAL"},  # the same for other host names
        },
    }
