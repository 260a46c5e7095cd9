"""The two WSGI applications that are compared: ours with all features, and plain SimpleJWT without our middleware."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.settings")

from bankportal.handler import get_application

ours = get_application()

from bench.plain import plain_application  # noqa: E402 (needs the apps)

plain = plain_application()
