"""`manage.py serve`: starts the production server, Granian, on this application."""

import os
import sys
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError

from bankportal import env
from bankportal.checks import refuse_unsafe_settings


class Command(BaseCommand):
    """`HOST`, `PORT`, `WORKERS` (processes) and `THREADS` (each process's) come from the environment."""

    help = "Serves the portal over HTTP with Granian."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Replaces this process by the server."""
        try:
            refuse_unsafe_settings()
        except ImproperlyConfigured as exc:
            raise CommandError(str(exc)) from exc
        arguments = [
            sys.executable, "-m", "granian", "--interface", "wsgi",
            "--host", env.text("HOST", "127.0.0.1"),
            "--port", str(env.number("PORT", 8000, least=1, most=65535)),
            "--workers", str(env.number("WORKERS", 1, least=1, most=256)),
            "--blocking-threads", str(env.number("THREADS", 8, least=1, most=512)),
            # Threads keep their database connections; an idle one must not take its connection along.
            "--blocking-threads-idle-timeout", "600",
            "--respawn-failed-workers", "--respawn-interval", "0.5",
            # One that is still starting does not hear that it is to end, and would be waited for without end.
            "--workers-kill-timeout", "30",
            "--log-level", "error",
            "bankportal.wsgi:application",
        ]  # fmt: skip
        sys.stdout.flush()
        os.execv(sys.executable, arguments)  # noqa: S606 (no shell, our own arguments)
