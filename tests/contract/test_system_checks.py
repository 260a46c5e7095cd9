"""The server starts only with safe settings, and says how to fix unsafe ones; commands run with any settings."""

import contextlib
import os
import re
import sqlite3
import subprocess
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured

from bankportal import checks
from bankportal.checks import check_production_settings
from core.keys import parse_key_ring
from core.ratelimit.exact import MAX_COUNT
from tests.servers import ROOT
from tools.mariadb import free_port

# As docs/operations.md tells an operator; the key is any of sixty random characters.
PRODUCTION = {
    "SECRET_KEY": "Zq8vT3mK1xW6bN0sD5fG9hJ2lP7rY4cU-eI_oA8tR3wQ6zX1vB5nM0kL2jHf",
    "TOKEN_KEYS": "2026-11:mB7vX2cQ9sL4kD8wF1nR6tY3pZ5hJ0gA",
    "ALLOWED_HOSTS": "api.bank.example",
    "FRONTEND_URL": "https://app.bank.example",
    "CORS_ALLOWED_ORIGINS": "https://app.bank.example",
    "PASSKEY_RP_ID": "bank.example",
    "TRUSTED_PROXY_COUNT": "1",
}
REMOTE_DATABASE = {"ENGINE": "core.db.mysql", "HOST": "db.bank.example"}
UNSAFE = [
    ("bank.E001", {"SECRET_KEY_IS_TEMPORARY": True}, "There is no SECRET_KEY"),
    ("bank.E002", {"SECRET_KEY": "x7Kq2mVw9Tz4" * 4}, "too short or too simple"),
    ("bank.E002", {"SECRET_KEY": "abcd" * 20}, "too short or too simple"),
    (
        "bank.E018",
        {"TOKEN_KEYS": parse_key_ring(f"a:{'ab' * 20}", PRODUCTION["SECRET_KEY"])},
        "'a' of TOKEN_KEYS is too",
    ),
    (
        "bank.E019",
        {"TOKEN_KEYS": parse_key_ring(f"a:{PRODUCTION['SECRET_KEY']}", "x"), "SECRET_KEY": PRODUCTION["SECRET_KEY"]},
        "'a' of TOKEN_KEYS is SECRET_KEY",
    ),
    ("bank.E003", {"COOKIE_SAMESITE": "None", "COOKIE_SECURE": False}, "browsers drop such cookies"),
    ("bank.E020", {"COOKIE_PREFIX": True, "COOKIE_DOMAIN": "bank.example"}, "browsers drop cookies named __Host-"),
    ("bank.E021", {"COOKIE_PREFIX": True, "COOKIE_SECURE": False}, "needs Secure cookies"),
    ("bank.E004", {"CORS_ALLOWED_ORIGINS": ["http://app.bank.example"]}, "http://app.bank.example"),
    ("bank.E010", {"BANK_CURRENCY": "XYZ"}, "not a currency of ISO 4217"),
    ("bank.E010", {"BANK_CURRENCY": "usd"}, "not a currency of ISO 4217"),
    ("bank.E010", {"BANK_CURRENCY": "XAU"}, "not a currency of ISO 4217"),
    ("bank.E010", {"BANK_CURRENCY": "XXX"}, "not a currency of ISO 4217"),
    ("bank.E024", {"BANK_TIME_ZONE": "EAT"}, "'EAT' is not a time zone of the IANA database. Write a name such as "),
    ("bank.E024", {"BANK_TIME_ZONE": "africa/nairobi"}, "Write a name such as Africa/Nairobi, in this spelling."),
    ("bank.E024", {"BANK_TIME_ZONE": "Africa/Nairoby"}, "Write a name such as Africa/Nairobi, in this spelling."),
    ("bank.E024", {"BANK_TIME_ZONE": ""}, "not a time zone of the IANA database"),
    ("bank.E011", {"CASHIER_LIMIT": "0.001"}, "USD has 2 digits after the point"),
    ("bank.E011", {"MEMBER_DAILY_TRANSFER_LIMIT": "0.00"}, "greater than zero"),
    ("bank.E005", {"login": "1001/hour"}, "THROTTLE_LOGIN allows more than 1000"),
    ("bank.E005", {"login_account": "1001/hour"}, "THROTTLE_LOGIN_ACCOUNT allows more than 1000"),
    ("bank.E005", {"login_address": "1001/hour"}, "THROTTLE_LOGIN_ADDRESS allows more than 1000"),
    ("bank.E005", {"login_success": "1001/hour"}, "THROTTLE_LOGIN_SUCCESS allows more than 1000"),
    ("bank.E005", {"login": "5/minute,1001/day"}, "THROTTLE_LOGIN allows more than 1000"),
    ("bank.E005", {"payee": "1001/hour"}, "THROTTLE_PAYEE allows more than 1000"),
    ("bank.E005", {"refresh": "251/minute"}, "THROTTLE_REFRESH allows more than 250"),
    ("bank.E005", {"password_reset": "1001/hour"}, "THROTTLE_PASSWORD_RESET allows more than 1000"),
    ("bank.E006", {"BROWSER_SESSION_TOUCH_SECONDS": 60, "BROWSER_SESSION_LIFETIME": 60}, "sessions would end in use"),
    ("bank.E007", {"BROWSER_SESSION_LIFETIME": 7201, "BROWSER_SESSION_MAX_AGE": 7200}, "is longer than"),
    ("bank.E008", {"ALLOWED_HOSTS": []}, "ALLOWED_HOSTS is empty or open"),
    ("bank.E008", {"ALLOWED_HOSTS": ["api.bank.example", "*"]}, "ALLOWED_HOSTS is empty or open"),
    ("bank.E009", {"FRONTEND_URL": ""}, "FRONTEND_URL is not a valid https address"),
    ("bank.E009", {"FRONTEND_URL": "http://app.bank.example"}, "FRONTEND_URL is not a valid https address"),
    ("bank.E005", {"factor": "5/minute,1001/day"}, "THROTTLE_FACTOR allows more than 1000"),
    ("bank.E026", {"PASSKEY_RP_ID": "other.example"}, "nobody could use a passkey"),
    ("bank.E026", {"PASSKEY_RP_ID": "ank.example"}, "nobody could use a passkey"),
    ("bank.E017", {"BANK_LOGO_URL": "http://app.bank.example/logo.svg"}, "BANK_LOGO_URL is not a valid https address"),
    ("bank.E012", {"DATABASES": {"ENGINE": "core.db.unset"}}, "DATABASE_URL is not set"),
    ("bank.E013", {"DATABASES": REMOTE_DATABASE | {"OPTIONS": {}}}, "database on db.bank.example is not encrypted"),
    ("bank.E030", {"METRICS_TOKEN": "short"}, "METRICS_TOKEN is too short"),
    ("bank.E030", {"METRICS_TOKEN": "a" * 40}, "METRICS_TOKEN is too short or too simple"),
    ("bank.E031", {"LANGUAGES": []}, "LANGUAGES is empty"),
    ("bank.E032", {"LANGUAGES": [("en", "English"), ("xx", "xx")]}, "LANGUAGES: there are no texts in 'xx'"),
    ("bank.E033", {"LANGUAGES": [("en", "English"), ("en", "English")]}, "LANGUAGES names a language twice"),
    ("bank.E014", {"REDIS_URL": "rediss://redis.bank.example?ssl_cert_reqs=none"}, "REDIS_URL has options"),
    ("bank.E014", {"REDIS_URL": "rediss://redis.bank.example?socket_timeout=60"}, "REDIS_URL has options"),
    ("bank.E015", {"REDIS_URL": "redis://127.0.0.1", "REDIS_CA": "ca.pem"}, "does not start with rediss://"),
    ("bank.E016", {"STATEMENT_FONT_DIR": "/no/such/folder"}, "the folder cannot be read (No such file or directory)"),
    ("bank.E016", {"STATEMENT_FONT_DIR": str(ROOT / "docs")}, "the folder has no font"),
]
WARNED = [
    ("bank.W001", {"DATABASES": REMOTE_DATABASE | {"OPTIONS": {"ssl_mode": "DISABLED"}}}, "in plain text"),
    ("bank.W003", {"EMAIL_CONFIRMATION": False}, "register the e-mail address of somebody else"),
    ("bank.W004", {"COOKIE_PREFIX": True}, "cookies without a prefix are read for ever"),
    ("bank.W005", {"CORS_ALLOWED_ORIGINS": ["https://app.bank.example", "https://other.example"]}, "https://other."),
    ("bank.W006", {"PASSKEY_RP_ID": "app.bank.example"}, "the staff site cannot use passkeys"),
    ("bank.W002", {"REDIS_URL": "redis://redis.bank.example:6379/0"}, "its password included"),
]
ENCRYPTED_OR_LOCAL = [
    {"DATABASES": REMOTE_DATABASE | {"OPTIONS": {"ssl_mode": "VERIFY_IDENTITY"}}},
    {"DATABASES": REMOTE_DATABASE | {"OPTIONS": {"ssl_mode": "VERIFY_CA"}}},
    {"DATABASES": REMOTE_DATABASE | {"OPTIONS": {"unix_socket": "/run/mysqld/mysqld.sock"}}},
    {"DATABASES": REMOTE_DATABASE | {"HOST": "localhost", "OPTIONS": {}}},
    {"DATABASES": REMOTE_DATABASE | {"HOST": "127.0.0.2", "OPTIONS": {}}},
    {"DATABASES": REMOTE_DATABASE | {"HOST": "::1", "OPTIONS": {}}},
    {"DATABASES": REMOTE_DATABASE | {"HOST": "/run/mysqld/mysqld.sock", "OPTIONS": {}}},
    {"REDIS_URL": "rediss://redis.bank.example:6379/0", "REDIS_CA": "ca.pem"},
    {"REDIS_URL": "redis://localhost:6379/0?db=1"},
    {"REDIS_URL": "unix:///run/redis.sock?db=1"},
]


def run(*command, folder, **environ):
    """Runs Python as an operator does, with these variables alone in the environment."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "DATABASE_URL") if name in os.environ}
    kept.setdefault("DATABASE_URL", f"sqlite:///{folder}/bank.sqlite3")
    return subprocess.run(
        [sys.executable, "-W", "error", *command], cwd=ROOT, env=kept | {"DATA_DIR": str(folder)} | environ,
        capture_output=True, text=True,
    )  # fmt: skip


@pytest.fixture
def change(settings, monkeypatch):
    """Changes settings by name, including rate limits and parts of `DATABASES["default"]`."""
    settings.PASSKEY_RP_ID = PRODUCTION["PASSKEY_RP_ID"]

    def change(changes):
        rates = settings.REST_FRAMEWORK["DEFAULT_THROTTLE_RATES"]
        for name, value in changes.items():
            if name in rates:
                settings.REST_FRAMEWORK = settings.REST_FRAMEWORK | {"DEFAULT_THROTTLE_RATES": rates | {name: value}}
            elif name == "DATABASES":  # in place, because Django warns when the dictionary is replaced
                for key, part in value.items():
                    monkeypatch.setitem(settings.DATABASES["default"], key, part)
            else:
                setattr(settings, name, value)

    return change


@pytest.mark.parametrize(("code", "changes", "sentence"), UNSAFE)
def test_unsafe_settings_are_rejected_with_a_hint(code, changes, sentence, change):
    check_production_settings()
    change(changes)

    with pytest.raises(ImproperlyConfigured) as error:
        check_production_settings()
    (message,) = str(error.value).splitlines()
    assert message.startswith(f"{code}: ")
    assert sentence in message
    assert message.endswith(".")


def test_every_code_of_the_checks_has_a_case():
    source = "".join(file.read_text() for file in (ROOT / "bankportal" / "checks").glob("*.py"))

    compared_with_the_database = {"bank.E025"}  # tests/core/test_time_zone.py
    assert (
        set(re.findall(r"bank\.[EW]\d+", source)) == {code for code, *_ in UNSAFE + WARNED} | compared_with_the_database
    )
    assert MAX_COUNT == 1000


@pytest.mark.parametrize(("code", "changes", "sentence"), WARNED)
def test_deliberate_risk_is_a_warning(code, changes, sentence, change):
    change(changes)

    (message,) = checks.unsafe_settings()
    assert (message.id, message.is_serious()) == (code, False)
    assert sentence in message.msg
    check_production_settings()


def test_folder_with_a_file_that_is_not_a_font_prevents_startup(tmp_path, settings):
    (tmp_path / "broken.ttf").write_bytes(b"not a font")
    settings.STATEMENT_FONT_DIR = str(tmp_path)

    with pytest.raises(ImproperlyConfigured, match=r"bank.E016: .*broken.ttf cannot be read as a font"):
        check_production_settings()


def test_folder_with_fonts_is_accepted(settings):
    settings.STATEMENT_FONT_DIR = str(ROOT / "transactions" / "printing" / "fonts")

    check_production_settings()


@pytest.mark.parametrize("changes", ENCRYPTED_OR_LOCAL)
def test_encrypted_or_local_connection_is_accepted_without_a_warning(changes, change):
    change(changes)

    assert checks.unsafe_settings() == []


def test_development_may_use_plain_addresses_and_no_hosts(settings):
    settings.DEBUG = True
    settings.BANK_LOGO_URL, settings.PASSKEY_RP_ID = "http://localhost:5173/logo.svg", "localhost"
    settings.ALLOWED_HOSTS, settings.FRONTEND_URL = [], "http://localhost:5173"
    settings.CORS_ALLOWED_ORIGINS = ["http://localhost:5173"]

    check_production_settings()


@pytest.mark.slow
def test_check_deploy_is_silent_with_the_documented_settings(tmp_path):
    result = run("manage.py", "check", "--deploy", folder=tmp_path, **PRODUCTION)

    assert (result.returncode, result.stdout, result.stderr) == (
        0,
        "System check identified no issues (0 silenced).\n",
        "",
    )


@pytest.mark.parametrize("command", [["manage.py", "serve"], ["-c", "import bankportal.wsgi"]])
@pytest.mark.slow
def test_server_does_not_start_without_a_secret_key(command, tmp_path):
    result = run(*command, folder=tmp_path, **{**PRODUCTION, "SECRET_KEY": ""})

    assert result.returncode != 0
    assert "bank.E001: There is no SECRET_KEY. Set SECRET_KEY or SECRET_KEY_FILE" in result.stderr


@pytest.mark.slow
def test_server_reports_all_unsafe_settings_at_once(tmp_path):
    result = run("manage.py", "serve", folder=tmp_path)

    assert result.returncode == 1
    assert [line.partition(":")[0] for line in result.stderr.splitlines()] == [
        "CommandError",
        "bank.E008",
        "bank.E009",
    ]
    assert "bank.E001" in result.stderr


@pytest.mark.slow
def test_migrate_creates_no_table_with_an_unknown_time_zone(tmp_path):
    result = run("manage.py", "migrate", folder=tmp_path, BANK_TIME_ZONE="EAT", DATABASE_URL="")

    assert (result.returncode, "bank.E024" in result.stderr) == (1, True)
    with contextlib.closing(sqlite3.connect(tmp_path / "bank.sqlite3")) as database:
        assert database.execute("SELECT name FROM sqlite_master").fetchall() == []


@pytest.mark.slow
def test_server_and_commands_do_not_start_with_another_zone_than_the_recorded_one(tmp_path):
    environ = {**PRODUCTION, "DATABASE_URL": f"sqlite:///{tmp_path}/bank.sqlite3"}
    migrated = run("manage.py", "migrate", folder=tmp_path, **environ, BANK_TIME_ZONE="Africa/Nairobi", TZ="Asia/Tokyo")
    assert (migrated.returncode, migrated.stderr) == (0, "")

    server = run("manage.py", "serve", folder=tmp_path, **environ, PORT=str(free_port()))
    snapshots = run("manage.py", "snapshot_balances", folder=tmp_path, **environ)
    for result in (server, snapshots):
        assert result.returncode == 1
        assert "BANK_TIME_ZONE is UTC, but the database records Africa/Nairobi" in result.stderr
    assert "bank.E025" in server.stderr
    assert run("manage.py", "verify_ledger", folder=tmp_path, **environ).returncode == 0


@pytest.mark.slow
@pytest.mark.parametrize("currency", ["XAU", "XXX", "usd", "$"])
def test_migrate_creates_no_table_with_an_invalid_currency(tmp_path, currency):
    result = run("manage.py", "migrate", folder=tmp_path, BANK_CURRENCY=currency, DATABASE_URL="")

    assert result.returncode == 1
    assert "bank.E010" in result.stderr
    assert "HINT: Write the three capital letters of a currency" in result.stderr
    with contextlib.closing(sqlite3.connect(tmp_path / "bank.sqlite3")) as database:
        assert database.execute("SELECT name FROM sqlite_master").fetchall() == []


@pytest.mark.slow
def test_commands_run_without_a_secret_key(tmp_path):
    shown = run("manage.py", "showmigrations", "users", folder=tmp_path)
    checked = run("manage.py", "migrate", "--check", folder=tmp_path)

    assert (shown.returncode, shown.stderr) == (0, "")
    assert "0001_users" in shown.stdout
    assert (checked.returncode, checked.stderr) == (1, "")  # 1: there are migrations to do
