"""Production settings, with plain SimpleJWT beside our API, and limits that a measurement does not reach."""

import os

os.environ.update(
    DEBUG="0",
    SECRET_KEY="bench-only-key-0123456789-abcdefghijklmnopqrstuvwxyz-0123456789",
    ALLOWED_HOSTS="localhost",
    FRONTEND_URL="https://app.bank.example",
    CORS_ALLOWED_ORIGINS="https://app.bank.example",
    SECURE_SSL_REDIRECT="0",
    TRUSTED_PROXY_COUNT="0",
    THROTTLE_USER="1000000/hour",
    THROTTLE_LOGIN_SUCCESS="1000/second",
    THROTTLE_REFRESH="250/second",
    MAX_SESSIONS="1000",
    REDIS_URL=os.environ.get("BENCH_REDIS_URL", ""),
)

from bankportal.settings import *  # noqa: F403

ROOT_URLCONF = "bench.urls"
if os.environ.get("BENCH_DATABASE"):
    DATABASES["default"]["NAME"] = os.environ["BENCH_DATABASE"]  # noqa: F405
# For SimpleJWT's login; ours calls no backend.
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
