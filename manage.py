#!/usr/bin/env python
"""Django's command line, for this project."""

import os
import sys

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bankportal.settings")
    try:
        if not any(argument.startswith("--settings") for argument in sys.argv):
            settings.INSTALLED_APPS  # noqa: B018 (wrong settings stop every command; Django lets some go on)
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as exc:  # what is wrong with the settings, and no traceback
        sys.exit(f"{type(exc).__name__}: {exc}")
