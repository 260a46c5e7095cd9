"""All settings, with safe defaults; what an installation may choose comes from the environment.

A comment that begins with `#:` says what the variable below it means. `make settings` writes docs/settings.md from
these comments, the defaults and the titles of the sections.
"""

import secrets as random
from datetime import timedelta
from pathlib import Path
from typing import Any

import environ

from backoffice import theme
from bankportal import env
from bankportal.database import database_settings
from bankportal.defaults import default_limit, default_step_up_amount
from bankportal.env_file import read_env_file
from bankportal.openapi_settings import SPECTACULAR_SETTINGS  # noqa: F401 (drf-spectacular reads it here)
from bankportal.rate_limits import throttle_rates
from core.logging.config import logging_config

BASE_DIR = Path(__file__).resolve().parent.parent
read_env_file(BASE_DIR / ".env")

# --- process and server --------------------------------------------------------------------------------------
#: Development mode: cookies without `Secure`, no redirect to HTTPS, any origin may read responses (but not act), and
#: the demo bank can be loaded. Never turn it on for a server that others can reach.
DEBUG = env.flag("DEBUG", default=False)
#: Folder for the SQLite file, the secret key that `make run` creates, and the list of
#: [breached passwords](operations.md#breached-passwords) that the bank imports. Only their owner can read them.
DATA_DIR = Path(env.text("DATA_DIR") or BASE_DIR / "var").resolve()
_secret_file = DATA_DIR / "secret_key"
#: Default: the content of `DATA_DIR/secret_key`
#: At least 50 characters. The server does not start without one. Without `TOKEN_KEYS` it signs tokens and mailed links,
#: and changing it signs everybody out; with `TOKEN_KEYS` that lack `secret-key`, changing it ends sign-ins to the staff
#: site only.
SECRET_KEY = env.secret("SECRET_KEY") or (_secret_file.read_text().strip() if _secret_file.is_file() else "")
# Commands run without a key; the server does not start without one (bankportal.checks).
SECRET_KEY_IS_TEMPORARY = not SECRET_KEY
SECRET_KEY = SECRET_KEY or random.token_urlsafe(50)
#: Default: `secret-key`
#: Keys of tokens, mailed links and limits: `kid:secret,…`, with a `kid` of up to 16 letters, digits, `_` and `-`, and a
#: secret of 32 characters or more. The first signs; all verify. The item `secret-key` stands for `SECRET_KEY`. See
#: [Rotating keys](operations.md#rotating-keys).
TOKEN_KEYS = env.key_ring("TOKEN_KEYS", SECRET_KEY)
#: Host names that the server answers to, separated by commas.
ALLOWED_HOSTS = env.hosts("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]" if DEBUG else "")
#: Number of your own proxies in front of the portal. With 0, `X-Forwarded-For` and `X-Forwarded-Proto` are ignored.
TRUSTED_PROXY_COUNT = env.number("TRUSTED_PROXY_COUNT", 0, least=0, most=10)
ROOT_URLCONF = "bankportal.urls"
WSGI_APPLICATION = "bankportal.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
TIME_ZONE = "UTC"  # of instants; the bank's days are those of BANK_TIME_ZONE (core.dates)
LANGUAGE_CODE = "en"  # of the source, the staff site, commands and logs, also if LANGUAGES lacks it
SILENCED_SYSTEM_CHECKS = ["translation.E004"]  # LANGUAGE_CODE need not be in LANGUAGES
#: Languages that the bank offers, separated by commas: some of `en`, `es` and `ar`. They are those of mails, sentences
#: of the API and PDF documents. The first is that of new users and of requests that accept none of them. See
#: [Languages](operations.md#languages).
LANGUAGES = env.languages("LANGUAGES", "en,es,ar")
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
FORMAT_MODULE_PATH = "bankportal.formats"  # on the admin's pages; the API has its own

# --- bank ----------------------------------------------------------------------------------------------------
#: Shown in mails, on statements, on the start page and on the staff site.
BANK_NAME = env.text("BANK_NAME", "Demo Savings Cooperative")
#: Folder with more fonts (`.ttf` or `.ttc`, with TrueType outlines) for PDF documents. Without it, they print Latin,
#: Greek, Cyrillic, Vietnamese, Arabic and Devanagari, and other characters as code points (`U+4E2D`).
STATEMENT_FONT_DIR = env.text("STATEMENT_FONT_DIR")
#: Address of the bank's logo, for applications (`/api/config/`) and the staff site; `https` only in production.
BANK_LOGO_URL = env.web_address("BANK_LOGO_URL")
#: The bank's main color, for applications (`/api/config/`) and the staff site: `#` and six hexadecimal digits. Text in
#: it is made lighter or darker until it can be read, and text on it is black or white.
BANK_COLOR = env.color("BANK_COLOR")
#: Currency of all accounts: an ISO 4217 code with 0, 2, 3 or 4 digits. Choose it before the first `migrate`; it cannot
#: be changed afterwards.
BANK_CURRENCY = env.text("BANK_CURRENCY", "USD")
#: Time zone of the bank's days: an IANA name such as `Africa/Nairobi`. Value dates, due dates, statements, reports and
#: daily limits use these days; times in responses are UTC. Choose it before the first `migrate`; after the first
#: posting it cannot be changed. See [operations](operations.md#the-banks-day).
BANK_TIME_ZONE = env.text("BANK_TIME_ZONE", "UTC")
#: Default: `10000` in USD; see [Limits in other currencies](#limits-in-other-currencies)
#: What a member may transfer in a day of the bank's time zone, from all accounts together.
MEMBER_DAILY_TRANSFER_LIMIT = env.amount("MEMBER_DAILY_TRANSFER_LIMIT", default_limit(BANK_CURRENCY))
#: Default: `10000` in USD; see [Limits in other currencies](#limits-in-other-currencies)
#: What a cashier may take in, pay out or transfer in one transaction, loan repayments in cash included. A manager has
#: no limit.
CASHIER_LIMIT = env.amount("CASHIER_LIMIT", default_limit(BANK_CURRENCY))
#: Default: `1000` in USD; see [Limits in other currencies](#limits-in-other-currencies)
#: From this amount on, a member with a second factor must confirm each transfer and loan repayment with it. `0` turns
#: this off; the first transfer to an account of somebody else is confirmed in any case.
STEP_UP_AMOUNT = env.amount("STEP_UP_AMOUNT", default_step_up_amount(BANK_CURRENCY), allow_zero=True)
#: Whether a loan must be disbursed by another person than the one who approved it.
LOAN_FOUR_EYES = env.flag("LOAN_FOUR_EYES", default=True)
#: Whether anybody may register as a member.
REGISTRATION_OPEN = env.flag("REGISTRATION_OPEN", default=True)
#: Whether a member who registers must confirm the e-mail address with a mailed link before the first sign-in. With 0,
#: anybody can register somebody else's address and find out which addresses are registered.
EMAIL_CONFIRMATION = env.flag("EMAIL_CONFIRMATION", default=True)
#: Address of the single-page application. Mailed links lead to its pages `/reset-password`, `/confirm-registration` and
#: `/confirm-email`.
FRONTEND_URL = env.text("FRONTEND_URL", "http://localhost:5173" if DEBUG else "")

# --- applications --------------------------------------------------------------------------------------------
INSTALLED_APPS = [
    # Before ours, which unregister its models from the admin.
    "rest_framework_simplejwt.token_blacklist",
    "core",
    "audit",
    "sessions_browser",
    "outbox",
    "factors",
    "confirmations",
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
    "core.metrics.middleware.MetricsMiddleware",
    "core.api.language_middleware.LanguageMiddleware",
    "core.api.middleware.JSONErrorMiddleware",
    "backoffice.csp.AdminPolicyMiddleware",
    "backoffice.bank_time.BankTimeMiddleware",
    "backoffice.error_pages.ErrorPagesMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "corsheaders.middleware.CorsMiddleware",
    "core.api.middleware.RequestValidationMiddleware",
    "audit.middleware.AuditMiddleware",
    "backoffice.admin_middleware.AdminSessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "backoffice.admin_middleware.AdminAuthenticationMiddleware",
    "backoffice.admin_middleware.AdminMessageMiddleware",
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
UNFOLD = theme.theme(BANK_COLOR, BANK_LOGO_URL)

# --- database and Redis --------------------------------------------------------------------------------------
#: File with the certificate authority that signed the database server's certificate. Without it, the machine's
#: certificate authorities are used. It also turns on `ssl_mode=VERIFY_IDENTITY`.
DATABASE_CA = env.readable_file("DATABASE_CA")
DATABASES: dict[str, dict[str, Any]] = {
    "default": database_settings(
        #: Default: none; `DEBUG`: SQLite in `DATA_DIR`
        #: `mysql://user:password@host:3306/name?ssl_mode=VERIFY_IDENTITY`, with special characters percent-encoded, or
        #: `sqlite:////folder/bank.sqlite3`.
        env.url("DATABASE_URL", schemes=("mysql", "sqlite")),
        debug=DEBUG,
        data_dir=DATA_DIR,
        ca=DATABASE_CA,
        #: Time that a statement of a command may take, `migrate` included. MariaDB and MySQL only.
        timeout=env.number("DATABASE_COMMAND_TIMEOUT", 3600, least=10, most=7 * 86400),
    )
}
#: Default: none
#: A replica, or another node of the cluster, from which [reports](operations.md#reports-from-a-replica) are read, in
#: the form of `DATABASE_URL`; MariaDB only. `DATABASE_CA` counts for it too.
REPORTS_DATABASE_URL = env.url("REPORTS_DATABASE_URL", schemes=("mysql",))
if REPORTS_DATABASE_URL:
    DATABASES["reports"] = database_settings(
        REPORTS_DATABASE_URL, debug=DEBUG, data_dir=DATA_DIR, ca=DATABASE_CA, timeout=3600
    )
#: Time that a statement of a request may take before the response is 503. MariaDB and MySQL only.
DATABASE_TIMEOUT = env.number("DATABASE_TIMEOUT", 7, least=3, most=60)  # of requests (core.db.timeouts)
#: How far the server's clock may differ from the database's. Beyond it, the server posts nothing and `/readyz` is 503.
MAX_CLOCK_DIFFERENCE = env.number("MAX_CLOCK_DIFFERENCE", 5, least=1, most=60)
#: `rediss://host:6379/0` (TLS) or `redis://host:6379/0`. With Redis, `THROTTLE_ANON`, `THROTTLE_USER`,
#: `THROTTLE_UNKNOWN_ACCOUNT`, `THROTTLE_CONFIRMATION` and `THROTTLE_STATEMENT_PDF` are counted for all servers
#: together; without it, each process counts for itself.
REDIS_URL = env.url("REDIS_URL", schemes=("redis", "rediss", "unix"))
#: File with the certificate authority that signed the Redis server's certificate. Without it, the machine's certificate
#: authorities are used.
REDIS_CA = env.readable_file("REDIS_CA")
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

# --- people and passwords ------------------------------------------------------------------------------------
AUTH_USER_MODEL = "users.User"
AUTHENTICATION_BACKENDS = ["users.backends.NoPasswords"]  # SessionUserBackend, by the name that sessions store
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
    {"NAME": "users.authentication.password_validators.BreachedPasswordValidator"},
]  # fmt: skip
#: Default: none
#: Roles that must have a second factor, separated by commas: `member`, `cashier`, `manager`. Users of such a role who
#: have none can only set one up.
FACTOR_REQUIRED_ROLES = env.several("FACTOR_REQUIRED_ROLES", ("member", "cashier", "manager"))
#: Lifetime of a mailed link.
PASSWORD_RESET_TIMEOUT = env.seconds("PASSWORD_RESET_TIMEOUT", 86400)

# --- tokens and browser sessions -----------------------------------------------------------------------------
#: Idle limit: a session expires after this time without a request.
BROWSER_SESSION_LIFETIME = env.seconds("BROWSER_SESSION_LIFETIME", 2 * 3600)
#: Absolute limit: a session expires this long after its login. A refresh does not extend it.
BROWSER_SESSION_MAX_AGE = env.seconds("BROWSER_SESSION_MAX_AGE", 86400)
#: Active sessions of one user. A login beyond this number ends the oldest session.
MAX_SESSIONS = env.number("MAX_SESSIONS", 20, least=1, most=1000)
#: Each process collects the activity of its sessions for this time and then writes it in one statement. What a killed
#: process has collected is lost, so a session may then expire this much before its idle limit. With 0, each request
#: writes its own activity.
BROWSER_SESSION_TOUCH_SECONDS = env.number("BROWSER_SESSION_TOUCH_SECONDS", 1, least=0, most=3600)
#: Each process ends expired sessions once in about this time, beside the scheduled `cleanup_expired_sessions`. With 0,
#: each login ends a few.
BROWSER_SESSION_PURGE_SECONDS = env.number("BROWSER_SESSION_PURGE_SECONDS", 60, least=0, most=3600)
SIMPLE_JWT = {
    "ALGORITHM": "HS256",
    "SIGNING_KEY": SECRET_KEY,  # of tokens before the key ring; `sessions_browser.signing` signs with TOKEN_KEYS
    "ISSUER": "bank-portal",
    "AUDIENCE": "bank-portal-api",
    #: Lifetime of an access token.
    "ACCESS_TOKEN_LIFETIME": timedelta(seconds=env.seconds("ACCESS_TOKEN_LIFETIME", 3600)),
    #: Lifetime of a refresh token.
    "REFRESH_TOKEN_LIFETIME": timedelta(seconds=env.seconds("REFRESH_TOKEN_LIFETIME", 86400)),
    # What `sessions_browser.services.refresh` does; only SimpleJWT's own views, which no route uses, read these two.
    "ROTATE_REFRESH_TOKENS": True,
    "BLACKLIST_AFTER_ROTATION": True,
    "UPDATE_LAST_LOGIN": True,
}
#: `SameSite` attribute of the cookies; see [Cookies](operations.md#cookies-spa-and-api-on-different-hosts).
COOKIE_SAMESITE = env.one_of("COOKIE_SAMESITE", "Lax", ("Lax", "Strict", "None"))
#: Domain of the cookies `auth_token` and `refresh_token`. Leave it empty: cookies that only the API's host gets are
#: safer. `browserId` is always such a cookie.
COOKIE_DOMAIN = env.text("COOKIE_DOMAIN") or None
COOKIE_SECURE = not DEBUG
#: Whether the cookies are named `__Host-browserId`, `__Host-auth_token` and `__Secure-refresh_token`: no other host
#: under the same domain can set the first two. Not under `DEBUG`, nor with `COOKIE_DOMAIN`. See
#: [Cookie prefixes](operations.md#cookie-prefixes).
COOKIE_PREFIX = env.flag("COOKIE_PREFIX", default=False)
#: The day on which `COOKIE_PREFIX` was turned on, such as `2026-11-26`. Cookies without a prefix are read for 365 days
#: after it; without this setting, for ever.
COOKIE_PREFIX_SINCE = env.day("COOKIE_PREFIX_SINCE")
SESSION_ENGINE = "backoffice.session_store"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = COOKIE_SECURE
SESSION_COOKIE_AGE = BROWSER_SESSION_MAX_AGE  # it ends earlier with the row in browser_sessions
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_PATH = "/admin/"

# --- API -----------------------------------------------------------------------------------------------------
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["sessions_browser.authentication.BrowserSessionAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["core.authorization.permissions.DenyAll"],
    "DEFAULT_THROTTLE_CLASSES": ["core.ratelimit.throttles.AnonThrottle", "core.ratelimit.throttles.UserThrottle"],
    "DEFAULT_THROTTLE_RATES": throttle_rates(),
    "DEFAULT_PARSER_CLASSES": ["core.api.parsers.BoundedJSONParser"],
    "DEFAULT_RENDERER_CLASSES": ["core.api.renderers.APIRenderer"],
    "DATETIME_FORMAT": None,  # the renderer writes times
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "core.api.negotiation.JSONOnlyNegotiation",
    "DEFAULT_METADATA_CLASS": None,
    "DEFAULT_SCHEMA_CLASS": "core.api.openapi.DeclaredSchema",
    "EXCEPTION_HANDLER": "core.api.exception_handler.exception_handler",
    "URL_FORMAT_OVERRIDE": None,
}

# --- passkeys ------------------------------------------------------------------------------------------------
#: Default: the host of `FRONTEND_URL`, else the first of `ALLOWED_HOSTS`
#: Domain of passkeys: the host of every origin that uses them, or a parent domain of it, such as `bank.example` for
#: `app.bank.example` and `api.bank.example`. Passkeys are lost if it changes. See [Passkeys](operations.md#passkeys).
PASSKEY_RP_ID = env.passkey_domain("PASSKEY_RP_ID", FRONTEND_URL, ALLOWED_HOSTS)

# --- CORS ----------------------------------------------------------------------------------------------------
#: Origins of your applications, separated by commas; `https` only in production. Their pages may read responses and act
#: with cookies.
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
#: Whether a request over plain HTTP is redirected to HTTPS.
SECURE_SSL_REDIRECT = env.flag("SECURE_SSL_REDIRECT", default=not DEBUG)
#: `max-age` of the header `Strict-Transport-Security`, which is not sent under `DEBUG`.
SECURE_HSTS_SECONDS = 0 if DEBUG else env.seconds("SECURE_HSTS_SECONDS", 365 * 86400)
#: Whether `Strict-Transport-Security` covers the sub-domains of the API's host, with `preload`.
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = env.flag("SECURE_HSTS_SUBDOMAINS", default=not DEBUG)
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
FILE_UPLOAD_HANDLERS: list[str] = []  # no view accepts files: an uploaded file is discarded

# --- mail and logs -------------------------------------------------------------------------------------------
#: Mail server: `smtp+tls://user:password@host:587` or `smtp+ssl://user:password@host:465`; always name the port.
#: `consolemail://` prints mails instead of sending them.
_email = environ.Env.email_url_config(env.secret("EMAIL_URL") or ("consolemail://" if DEBUG else "smtp://localhost:25"))
EMAIL_BACKEND = _email["EMAIL_BACKEND"]
EMAIL_USE_TLS, EMAIL_USE_SSL = _email.get("EMAIL_USE_TLS", False), _email.get("EMAIL_USE_SSL", False)
EMAIL_HOST = _email.get("EMAIL_HOST") or "localhost"
EMAIL_PORT = _email.get("EMAIL_PORT") or (465 if EMAIL_USE_SSL else 587 if EMAIL_USE_TLS else 25)
EMAIL_FILE_PATH = _email.get("EMAIL_FILE_PATH") or None
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _email.get("EMAIL_HOST_USER") or "", _email.get("EMAIL_HOST_PASSWORD") or ""
EMAIL_TIMEOUT = 10
MAIL_LEASE = 300  # seconds after which a mail whose sender was killed is due again; more than sending one takes
#: Sender of mails.
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", "no-reply@localhost")
#: Level of Django's and the portal's own loggers. Audit lines are always written.
LOG_LEVEL = env.one_of("LOG_LEVEL", "INFO", ("DEBUG", "INFO", "WARNING", "ERROR"))
#: With `json`, each line of every logger is one JSON object.
LOG_FORMAT = env.one_of("LOG_FORMAT", "line", ("line", "json"))
#: Token of `GET /metrics` ([metrics](operations.md#metrics)), of 32 characters or more. Without it, or with another
#: token, the response is 404.
METRICS_TOKEN = env.secret("METRICS_TOKEN")
#: Whether each request writes one line to the logger `access`.
ACCESS_LOG = env.flag("ACCESS_LOG", default=True)
LOGGING = logging_config(log_format=LOG_FORMAT, level=LOG_LEVEL, access_log=ACCESS_LOG)
