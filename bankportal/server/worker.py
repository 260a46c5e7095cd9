"""The factory that uvicorn calls in each worker process: loads Django, then the application."""

import gc
import logging
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from typing import Any

from uvicorn.config import STARTUP_FAILURE

from bankportal.server.options import server_options


def create_application() -> Any:
    """The ASGI application. A worker that cannot start logs why, and the server stops instead of starting it again."""
    threading.Thread(target=_end_with_parent, name="parent", daemon=True).start()
    try:
        # Not in this thread, which runs the event loop: Django refuses to use the database there.
        with ThreadPoolExecutor(1) as executor:
            return executor.submit(_load).result()
    except Exception:
        logging.getLogger("bankportal.server").exception("the worker cannot start")
        sys.exit(STARTUP_FAILURE)


def _end_with_parent() -> None:
    """Ends the worker with its parent: a worker whose parent was killed would keep the port in use."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os.kill(os.getpid(), signal.SIGTERM)


def _load() -> Any:
    django = import_module("bankportal.wsgi").application
    application = import_module("bankportal.server.application")  # needs the apps
    sender = import_module("outbox.sender").MailSender(_send_mails)
    import_module("core.metrics.sharing").start_sharing()
    # Loaded modules are never freed: without this, each full garbage collection traverses them.
    gc.collect()
    gc.freeze()
    return application.Application(django, server_options().threads, sender, create_writers())


def create_writers() -> list[Any]:
    """The threads that do what requests leave to them; the application starts them."""
    activity = import_module("sessions_browser.services.activity_writer").ActivityWriter()
    purger = import_module("sessions_browser.services.purger").create_purger()
    batched = import_module("core.ratelimit.batched").create_batched()
    return [writer for writer in (activity, purger, batched) if writer is not None]


def _send_mails(is_stopping: Callable[[], bool]) -> bool:
    """Sends the mails that are due; returns whether the mail server answered."""
    result: Any = import_module("outbox.services").send_due_mails(is_stopping)
    return not result.server_down
