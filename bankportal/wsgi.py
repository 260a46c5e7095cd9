"""The WSGI application. Under any server, it does not start with unsafe settings."""

import os

from bankportal.handler import get_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bankportal.settings")
application = get_application()

from bankportal.checks import check_production_settings, check_time_zone  # noqa: E402 (needs the apps)
from core.db.timeouts import use_request_timeouts  # noqa: E402

check_production_settings()
use_request_timeouts()
check_time_zone()
