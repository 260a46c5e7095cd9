"""How much time counting for `GET /metrics` takes of an authenticated request.

`python -m tools.mariadb python -m bench.metrics 2> /dev/null`: `GET /api/users/auth/check/`, called in process,
alternately with everything counted and with nothing.
"""

import os
from collections.abc import Callable

from bench.wsgi import ours  # first: it sets Django up

# isort: split
from django.db import connection

from bench import in_process, scene
from bench.timing import Call, compare
from core.db import instrumentation
from core.logging import access_log
from core.metrics.values import Counter

BATCHES, SIZE = int(os.environ.get("BATCHES", "60")), int(os.environ.get("SIZE", "200"))
PATH = "/api/users/auth/check/"


def switched(call: Call, *, on: bool) -> Callable[[], object]:
    """The call with counting on or off."""
    wrappers, count = [instrumentation._statement] if on else [], access_log.count_request
    inc = Counter.inc

    def run() -> object:
        connection.execute_wrappers[:] = wrappers
        access_log.count_request = count if on else _nothing  # type: ignore[assignment]
        Counter.inc = inc if on else _nothing  # type: ignore[method-assign, assignment]
        return call()

    return run


def _nothing(*_: object, **__: object) -> None:
    pass


def main() -> None:
    """Measures and prints."""
    with scene.database():
        caller = scene.signed_in()
        call = in_process.call_of(ours, PATH, caller.headers(caller.our_token))
        both = compare(switched(call, on=True), switched(call, on=False), batches=BATCHES, size=SIZE)
        print("counting:", both.report(), flush=True)


if __name__ == "__main__":
    main()
