"""How much of an authenticated request some of its parts take: `python -m bench.request_parts`.

`GET /api/users/auth/check/` in process, on a new database on that of DATABASE_URL, with everything on against the same
without one part, in alternating batches. `BATCHES=` (default 100) and `SIZE=` (default 10) set the duration.
"""

import logging
import os
from typing import Any

from bench.wsgi import ours  # first: it sets Django up

# isort: split
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.test import override_settings

from bankportal.handler import Handler
from bench import scene
from bench.in_process import WsgiApplication, call_in_turn
from bench.timing import compare

PATH, CALLERS = "/api/users/auth/check/", 50
_ACCESS = logging.getLogger("access")
BATCHES, SIZE = int(os.environ.get("BATCHES", "100")), int(os.environ.get("SIZE", "10"))


def main() -> None:
    """Measures and prints."""
    with scene.database():
        headers = [caller.headers(caller.our_token) for caller in scene.all_signed_in(CALLERS)]
        for title, application in {
            "finding the view for each request": WSGIHandler(),
            "no CORS": _without("corsheaders"),
            "no CSRF check": _without("csrf"),
            "no middleware of the staff site": _without("csrf", "backoffice", "staff_session"),
            "no access line": _silent,
        }.items():
            changed, whole = (call_in_turn(each, PATH, headers) for each in (application, ours))
            print(f"{title}: {compare(changed, whole, batches=BATCHES, size=SIZE).processor_report()}", flush=True)


def _without(*parts: str) -> WsgiApplication:
    names = [name for name in settings.MIDDLEWARE if not any(part in name for part in parts)]
    with override_settings(MIDDLEWARE=names):
        return Handler()


def _silent(environ: dict[str, Any], start_response: Any) -> Any:
    _ACCESS.disabled = True  # not by its level, a change of which empties the caches of all loggers
    try:
        return ours(environ, start_response)
    finally:
        _ACCESS.disabled = False


if __name__ == "__main__":
    main()
