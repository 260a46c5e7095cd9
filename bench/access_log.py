"""How much time the access log line takes of a request.

`python -m tools.mariadb python -m bench.access_log 2> /dev/null`: `GET /api/users/auth/check/`, called in process,
alternately with the line and without it; as text and as JSON. The lines go to standard error, as in production.
"""

import logging
import os
from collections.abc import Callable

from bench.wsgi import ours  # first: it sets Django up

# isort: split
from bench import in_process, scene
from bench.timing import Call, compare
from core.logging.formatters import JsonFormatter, LineFormatter

BATCHES, SIZE = int(os.environ.get("BATCHES", "60")), int(os.environ.get("SIZE", "200"))
PATH = "/api/users/auth/check/"


def at(level: int, call: Call) -> Callable[[], object]:
    """The call with the logger at this level."""
    logger = logging.getLogger("access")

    def run() -> object:
        logger.setLevel(level)
        return call()

    return run


def main() -> None:
    """Measures and prints."""
    with scene.database():
        caller = scene.signed_in()
        call = in_process.call_of(ours, PATH, caller.headers(caller.our_token))
        for name, formatter in (("text", LineFormatter()), ("JSON", JsonFormatter())):
            logging.root.handlers[0].setFormatter(formatter)
            with_line, without = at(logging.INFO, call), at(logging.CRITICAL, call)
            print(
                f"access line as {name}:", compare(with_line, without, batches=BATCHES, size=SIZE).report(), flush=True
            )


if __name__ == "__main__":
    main()
