"""The project's settings for servers started by tests: the real password hasher, which also counts its hashes."""

import multiprocessing
import os
from datetime import UTC, datetime, timedelta

from bankportal.settings import *  # noqa: F403

if os.environ.get("BREAK_WORKERS") and multiprocessing.parent_process() is not None:
    raise RuntimeError("this worker cannot start")

PASSWORD_HASHERS = ["tests.hashers.CountingHasher"]
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
if os.environ.get("TEST_SMTP_PORT"):  # of a mail server that a test runs
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST, EMAIL_PORT = "127.0.0.1", int(os.environ["TEST_SMTP_PORT"])
    MAIL_LEASE = int(os.environ["TEST_MAIL_LEASE"])
if os.environ.get("TEST_TRIES"):  # how often a transaction is tried that meets a conflict
    from core.db import transactions

    transactions.TRIES = int(os.environ["TEST_TRIES"])
if os.environ.get("TEST_CLOCK_OFFSET"):  # seconds by which this server's clock differs from its database's
    import time_machine

    time_machine.travel(datetime.now(UTC) + timedelta(seconds=int(os.environ["TEST_CLOCK_OFFSET"]))).start()
