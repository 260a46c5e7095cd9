"""`manage.py serve`: starts the production server on this application."""

import logging
from contextlib import nullcontext
from functools import partial
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError, CommandParser

from bankportal.checks import check_production_settings
from bankportal.server import supervisor
from bankportal.server.options import server_options
from core.metrics.sharing import shared_folder

logger = logging.getLogger("bankportal.server")


class Command(BaseCommand):
    """`HOST`, `PORT`, `WORKERS` (processes) and `THREADS` (of each process) come from the environment."""

    help = "Serves the portal over HTTP."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """`--check`."""
        parser.add_argument("--check", action="store_true", help="check the settings and that the port is free")

    def handle(self, *args: Any, **options: Any) -> None:
        """Serves until SIGTERM or SIGINT. Raises CommandError where it cannot start."""
        try:
            check_production_settings()
            server = server_options()
            with supervisor.listen(server.host, server.port) as listener:
                if options["check"]:
                    return
                announce = partial(self._announce, server.host, server.port)
                with shared_folder() if settings.METRICS_TOKEN else nullcontext():
                    supervisor.run(listener, workers=server.workers, on_ready=announce)
        except (ImproperlyConfigured, supervisor.CannotListen) as exc:
            raise CommandError(str(exc)) from exc
        except supervisor.WorkerFailed as exc:
            raise CommandError("A worker could not start.") from exc

    def _announce(self, host: str, port: int) -> None:
        name = "localhost" if host in {"127.0.0.1", "0.0.0.0", "::1", "::"} else host  # noqa: S104 (compared only)
        message = f"Serving on http://{name}:{port} (API documentation at /api/docs/, admin at /admin/)"
        if settings.LOG_FORMAT == "json":
            logger.info(message)
        else:
            self.stdout.write(message)
            self.stdout.flush()
