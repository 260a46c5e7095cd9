"""What uvicorn loads in each worker process: Django first, then the application over it."""

import logging
import sys
from importlib import import_module
from typing import Any

from uvicorn.config import STARTUP_FAILURE

from bankportal import env


def create_application() -> Any:
    """The ASGI application. A worker that cannot start says why, and the server ends instead of starting it again."""
    try:
        django = import_module("bankportal.wsgi").application
        application = import_module("bankportal.server.application")  # needs the apps
    except Exception:
        logging.getLogger("bankportal.server").exception("the worker cannot start")
        sys.exit(STARTUP_FAILURE)
    return application.Application(django, env.number("THREADS", 8, least=1, most=512))
