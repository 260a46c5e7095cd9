"""Serves one of the two applications that are compared, as `serve` does: `python -m bench.serving ours|plain PORT`."""

import gc
import sys
from importlib import import_module
from typing import Any

from bankportal.server import supervisor


def ours() -> Any:
    """The factory for a worker of the portal."""
    return _application("ours")


def plain() -> Any:
    """The factory for a worker with plain SimpleJWT."""
    return _application("plain")


def _application(name: str) -> Any:
    django = getattr(import_module("bench.wsgi"), name)  # first: it sets Django up
    application = import_module("bankportal.server.application")
    writers = import_module("bankportal.server.worker").create_writers() if name == "ours" else []
    gc.collect()
    gc.freeze()  # as in bankportal.server.worker
    return application.Application(django, threads=8, writers=writers)


if __name__ == "__main__":
    with supervisor.listen("127.0.0.1", int(sys.argv[2])) as listener:
        supervisor.run(listener, workers=1, on_ready=lambda: None, application=f"bench.serving:{sys.argv[1]}")
