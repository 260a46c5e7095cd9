"""The project's settings for servers that tests start: the real hasher, which also counts its work."""

import multiprocessing
import os

from bankportal.settings import *  # noqa: F403

if os.environ.get("BREAK_WORKERS") and multiprocessing.parent_process() is not None:
    raise RuntimeError("this worker cannot start")

PASSWORD_HASHERS = ["tests.hashers.CountingHasher"]
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
