"""The project's settings for servers that tests start: the real hasher, which also counts its work."""

from bankportal.settings import *  # noqa: F403

PASSWORD_HASHERS = ["tests.hashers.CountingHasher"]
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
