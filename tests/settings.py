"""Settings of the tests in this process: those of production, with a fast password hasher and mail in memory."""

import os

os.environ.update(
    DEBUG="0",
    SECRET_KEY="test-only-key-0123456789-abcdefghijklmnopqrstuvwxyz-0123456789",
    ALLOWED_HOSTS="testserver,api.bank.example",
    FRONTEND_URL="https://app.bank.example",
    CORS_ALLOWED_ORIGINS="https://app.bank.example",
    SECURE_SSL_REDIRECT="0",
    TRUSTED_PROXY_COUNT="0",
    REDIS_URL="",
    BROWSER_SESSION_TOUCH_SECONDS="5",  # without an ActivityWriter: so that a slow test runs no additional UPDATE
)

from bankportal.settings import *  # noqa: F403

if not os.environ.get("DATABASE_URL"):
    DATABASES = {
        "default": database_settings("sqlite://:memory:", debug=False, data_dir=DATA_DIR, ca="", timeout=60)  # noqa: F405
    }
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
WHITENOISE_AUTOREFRESH = True  # do not scan all static files in every test process
