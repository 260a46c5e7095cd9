"""The WSGI application. Whatever server loads it, it does not start on unsafe settings."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bankportal.settings")
application = get_wsgi_application()

from bankportal.checks import refuse_unsafe_settings  # noqa: E402 (needs the apps)
from core.db.timeouts import use_request_timeouts  # noqa: E402

refuse_unsafe_settings()
use_request_timeouts()
