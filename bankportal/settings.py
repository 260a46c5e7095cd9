"""All settings, each from the environment, with safe defaults. README lists them in one table."""

import secrets as random
from datetime import timedelta
from pathlib import Path
from typing import Any

import environ

from backoffice import theme
from bankportal import env
from bankportal.database import database_settings
from bankportal.defaults import default_limit
from bankportal.env_file import read_env_file
from core.logging.config import logging_config
from core.validation import MAX_ID

BASE_DIR = Path(__file__).resolve().parent.parent
read_env_file(BASE_DIR / ".env")

# --- the process ---------------------------------------------------------------------------------------------
DEBUG = env.flag("DEBUG", default=False)
DATA_DIR = Path(env.text("DATA_DIR") or BASE_DIR / "var").resolve()
_secret_file = DATA_DIR / "secret_key"
SECRET_KEY = env.secret("SECRET_KEY") or (_secret_file.read_text().strip() if _secret_file.is_file() else "")
# Commands run without a key; the server does not start without one (bankportal.checks).
SECRET_KEY_IS_TEMPORARY = not SECRET_KEY
SECRET_KEY = SECRET_KEY or random.token_urlsafe(50)
ALLOWED_HOSTS = env.hosts("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]" if DEBUG else "")
TRUSTED_PROXY_COUNT = env.number("TRUSTED_PROXY_COUNT", 0, least=0, most=10)
ROOT_URLCONF = "bankportal.urls"
WSGI_APPLICATION = "bankportal.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "en"
USE_I18N = False
FORMAT_MODULE_PATH = "bankportal.formats"  # on the admin's pages; the API has its own

# --- the bank ------------------------------------------------------------------------------------------------
BANK_NAME = env.text("BANK_NAME", "Demo Savings Cooperative")
BANK_CURRENCY = env.text("BANK_CURRENCY", "USD")
# In the bank's currency: what a member may transfer a day, and what a cashier may post at once.
MEMBER_DAILY_TRANSFER_LIMIT = env.amount("MEMBER_DAILY_TRANSFER_LIMIT", default_limit(BANK_CURRENCY))
CASHIER_LIMIT = env.amount("CASHIER_LIMIT", default_limit(BANK_CURRENCY))
REGISTRATION_OPEN = env.flag("REGISTRATION_OPEN", default=True)
EMAIL_CONFIRMATION = env.flag("EMAIL_CONFIRMATION", default=True)
FRONTEND_URL = env.text("FRONTEND_URL", "http://localhost:5173" if DEBUG else "")

# --- apps, middleware, templates -----------------------------------------------------------------------------
INSTALLED_APPS = [
    # Before ours, which unregister its models from the admin.
    "rest_framework_simplejwt.token_blacklist",
    "core",
    "audit",
    "sessions_browser",
    "users",
    "django.contrib.auth",  # after ours, whose commands replace its own
    "accounts",
    "transactions",
    "loans",
    "reports",
    "bankportal.apps.BankPortalConfig",
    "backoffice.apps.BackofficeConfig",
    "demo",
    "rest_framework",
    "corsheaders",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    # The admin's look; before the admin, whose templates it replaces.
    "unfold.apps.BasicAppConfig",  # without a site of its own
    "unfold.contrib.filters",
    "backoffice.apps.BackofficeAdminConfig",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]
MIDDLEWARE = [
    "core.logging.access_log.RequestLogMiddleware",
    "core.health.middleware.HealthCheckMiddleware",
    "core.api.middleware.JSONErrorMiddleware",
    "backoffice.csp.AdminPolicyMiddleware",
    "backoffice.error_pages.ErrorPagesMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "corsheaders.middleware.CorsMiddleware",
    "core.api.middleware.RequestValidationMiddleware",
    "audit.middleware.AuditMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "sessions_browser.middleware.BrowserSessionMiddleware",
    "sessions_browser.staff_session_middleware.StaffSessionMiddleware",
]
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]
STATIC_URL = "static/"
WHITENOISE_USE_FINDERS = True  # serves files from the packages, without collectstatic
WHITENOISE_AUTOREFRESH = False
UNFOLD = theme.UNFOLD

# --- the database --------------------------------------------------------------------------------------------
DATABASE_TIMEOUT = env.number("DATABASE_TIMEOUT", 7, least=3, most=60)  # of requests (core.db.timeouts)
DATABASES: dict[str, dict[str, Any]] = {
    "default": database_settings(
        env.url("DATABASE_URL", schemes=("mysql", "sqlite")),
        debug=DEBUG,
        data_dir=DATA_DIR,
        ca=env.readable_file("DATABASE_CA"),
        timeout=env.number("DATABASE_COMMAND_TIMEOUT", 3600, least=10, most=7 * 86400),
    )
}
MAX_CLOCK_DIFFERENCE = env.number("MAX_CLOCK_DIFFERENCE", 5, least=1, most=60)
REDIS_URL = env.url("REDIS_URL", schemes=("redis", "rediss", "unix"))
REDIS_CA = env.readable_file("REDIS_CA")
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

# --- people and passwords ------------------------------------------------------------------------------------
AUTH_USER_MODEL = "users.User"
AUTHENTICATION_BACKENDS = ["users.backends.PermissionsOnlyBackend"]
PASSWORD_HASHERS = [
    "users.authentication.hashers.BankArgon2Hasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",  # verifies imported hashes, which are renewed at login
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "users.authentication.password_validators.UserAttributeSimilarityValidator",
     "OPTIONS": {"user_attributes": ("email", "full_name")}},
    {"NAME": "users.authentication.password_validators.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "users.authentication.password_validators.MaximumLengthValidator"},
    {"NAME": "users.authentication.password_validators.CommonPasswordValidator"},
    {"NAME": "users.authentication.password_validators.NumericPasswordValidator"},
]  # fmt: skip
PASSWORD_RESET_TIMEOUT = env.seconds("PASSWORD_RESET_TIMEOUT", 86400)

# --- tokens and browser sessions -----------------------------------------------------------------------------
BROWSER_SESSION_LIFETIME = env.seconds("BROWSER_SESSION_LIFETIME", 2 * 3600)
BROWSER_SESSION_MAX_AGE = env.seconds("BROWSER_SESSION_MAX_AGE", 86400)
MAX_SESSIONS = env.number("MAX_SESSIONS", 20, least=1, most=1000)  # live at a time, of one user
BROWSER_SESSION_TOUCH_SECONDS = env.number("BROWSER_SESSION_TOUCH_SECONDS", 5, least=0, most=3600)
SIMPLE_JWT = {
    "ALGORITHM": "HS256",
    "SIGNING_KEY": SECRET_KEY,
    "ACCESS_TOKEN_LIFETIME": timedelta(seconds=env.seconds("ACCESS_TOKEN_LIFETIME", 3600)),
    "REFRESH_TOKEN_LIFETIME": timedelta(seconds=env.seconds("REFRESH_TOKEN_LIFETIME", 86400)),
    # What `sessions_browser.services.refresh` does; only SimpleJWT's own views, which no route uses, read these two.
    "ROTATE_REFRESH_TOKENS": True,
    "BLACKLIST_AFTER_ROTATION": True,
    "UPDATE_LAST_LOGIN": True,
}
COOKIE_SAMESITE = env.one_of("COOKIE_SAMESITE", "Lax", ("Lax", "Strict", "None"))
COOKIE_DOMAIN = env.text("COOKIE_DOMAIN") or None
COOKIE_SECURE = not DEBUG
SESSION_ENGINE = "backoffice.session_store"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = COOKIE_SECURE
SESSION_COOKIE_AGE = BROWSER_SESSION_MAX_AGE  # it ends earlier with the row in browser_sessions
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_PATH = "/admin/"

# --- the API -------------------------------------------------------------------------------------------------
_rates = {
    "anon": env.rate("THROTTLE_ANON", "100/hour"),
    "user": env.rate("THROTTLE_USER", "1000/hour"),
    "login": env.rate("THROTTLE_LOGIN", "5/minute"),
    "login_account": env.rate("THROTTLE_LOGIN_ACCOUNT", "30/hour"),
    "login_address": env.rate("THROTTLE_LOGIN_ADDRESS", "20/minute"),
    "login_success": env.rate("THROTTLE_LOGIN_SUCCESS", "60/hour"),
    "refresh": env.rate("THROTTLE_REFRESH", "30/minute"),
    "password_reset": env.rate("THROTTLE_PASSWORD_RESET", "3/hour"),
    "confirmation_mail": env.rate("THROTTLE_CONFIRMATION_MAIL", "3/hour"),
    "email_change": env.rate("THROTTLE_EMAIL_CHANGE", "20/hour"),
    "unknown_account": env.rate("THROTTLE_UNKNOWN_ACCOUNT", "20/hour"),
    "statement_pdf": env.rate("THROTTLE_STATEMENT_PDF", "10/minute"),
}
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["sessions_browser.authentication.BrowserSessionAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["core.authorization.permissions.DenyAll"],
    "DEFAULT_THROTTLE_CLASSES": ["core.ratelimit.throttles.AnonThrottle", "core.ratelimit.throttles.UserThrottle"],
    "DEFAULT_THROTTLE_RATES": _rates,
    "DEFAULT_PARSER_CLASSES": ["core.api.parsers.BoundedJSONParser"],
    "DEFAULT_RENDERER_CLASSES": ["core.api.renderers.APIRenderer"],
    "DATETIME_FORMAT": None,  # the renderer writes times
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "core.api.negotiation.JSONOnlyNegotiation",
    "DEFAULT_METADATA_CLASS": None,
    "DEFAULT_SCHEMA_CLASS": "core.api.openapi.DeclaredSchema",
    "EXCEPTION_HANDLER": "core.api.exception_handler.exception_handler",
    "URL_FORMAT_OVERRIDE": None,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Bank portal API",
    "DESCRIPTION": (
        "Rotating tokens, one user at a time on one browser. Every error has the shape `Error`. Bodies are JSON in "
        "UTF-8; a field that is unknown or given twice is a 400, and so is an unknown query parameter; an empty one "
        "counts as not given. Times are UTC, with six fraction digits and `Z`."
    ),
    "VERSION": "1.0.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": ["rest_framework.permissions.AllowAny"],
    "SERVE_AUTHENTICATION": [],
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "SCHEMA_PATH_PREFIX": "/api/",
    "COMPONENT_SPLIT_REQUEST": True,
    "PATH_CONVERTER_OVERRIDES": {
        "bounded": {"type": "integer", "minimum": 1, "maximum": MAX_ID},
        "account": {"type": "string", "pattern": "^[0-9]{1,34}$"},
    },
    "ENUM_NAME_OVERRIDES": {
        "RoleEnum": "core.authorization.roles.Role",
        "AccountStatusEnum": "accounts.enums.Status",
        "LoanStatusEnum": "loans.enums.LoanStatus",
        "InstalmentStatusEnum": "loans.enums.RowStatus",
    },
}
CORS_ALLOWED_ORIGINS = env.origins(
    "CORS_ALLOWED_ORIGINS", "http://localhost:3000,http://localhost:5173" if DEBUG else ""
)
CORS_ALLOW_ALL_ORIGINS = DEBUG
CORS_ALLOW_CREDENTIALS = True
CORS_URLS_REGEX = r"^/api/.*$"
CORS_ALLOW_HEADERS = [
    "accept", "authorization", "content-type", "idempotency-key", "x-requested-with",
    "confirmation", "traceparent", "x-request-id",
]  # fmt: skip
CORS_EXPOSE_HEADERS = ["Retry-After", "Idempotent-Replayed", "Content-Disposition", "WWW-Authenticate", "X-Request-Id"]
CSRF_FAILURE_VIEW = "backoffice.error_pages.csrf_failure"

# --- transport security --------------------------------------------------------------------------------------
if TRUSTED_PROXY_COUNT:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = env.flag("SECURE_SSL_REDIRECT", default=not DEBUG)
SECURE_HSTS_SECONDS = 0 if DEBUG else env.seconds("SECURE_HSTS_SECONDS", 365 * 86400)
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = env.flag("SECURE_HSTS_SUBDOMAINS", default=not DEBUG)
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
FILE_UPLOAD_HANDLERS: list[str] = []  # no view accepts files: an uploaded file is discarded

# --- mail and logs -------------------------------------------------------------------------------------------
_email = environ.Env.email_url_config(env.secret("EMAIL_URL") or ("consolemail://" if DEBUG else "smtp://localhost:25"))
EMAIL_BACKEND = _email["EMAIL_BACKEND"]
EMAIL_USE_TLS, EMAIL_USE_SSL = _email.get("EMAIL_USE_TLS", False), _email.get("EMAIL_USE_SSL", False)
EMAIL_HOST = _email.get("EMAIL_HOST") or "localhost"
EMAIL_PORT = _email.get("EMAIL_PORT") or (465 if EMAIL_USE_SSL else 587 if EMAIL_USE_TLS else 25)
EMAIL_FILE_PATH = _email.get("EMAIL_FILE_PATH") or None
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _email.get("EMAIL_HOST_USER") or "", _email.get("EMAIL_HOST_PASSWORD") or ""
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", "no-reply@localhost")
LOG_LEVEL = env.one_of("LOG_LEVEL", "INFO", ("DEBUG", "INFO", "WARNING", "ERROR"))
LOG_FORMAT = env.one_of("LOG_FORMAT", "line", ("line", "json"))
ACCESS_LOG = env.flag("ACCESS_LOG", default=True)
LOGGING = logging_config(log_format=LOG_FORMAT, level=LOG_LEVEL, access_log=ACCESS_LOG)
