"""The readers of the environment: an invalid value prevents startup, with a message."""

import os
import subprocess
import sys
from datetime import date

import pytest
from django.core.exceptions import ImproperlyConfigured

from bankportal import env
from tests.servers import ROOT

pytestmark = pytest.mark.any_database

VALID = [
    (lambda: env.text("SETTING", "default"), " spaced ", "spaced"),
    (lambda: env.flag("SETTING", default=False), "Yes", True),
    (lambda: env.flag("SETTING", default=True), "off", False),
    (lambda: env.flag("SETTING", default=True), "", False),
    (lambda: env.number("SETTING", 8000, least=1, most=65535), "65535", 65535),
    (lambda: env.number("SETTING", 8000, least=1, most=65535), "", 8000),
    (lambda: env.seconds("SETTING", 60), "1", 1),
    (lambda: env.text_list("SETTING"), " a, ,b ,", ["a", "b"]),
    (lambda: env.languages("SETTING", "en"), "es, ar", [("es", "Español"), ("ar", "العربية")]),
    (lambda: env.one_of("SETTING", "Lax", ("Lax", "None")), "none", "None"),
    (lambda: env.secret("SETTING"), " s3cret\n", "s3cret"),
    (lambda: env.origins("SETTING"), "https://a.example,http://localhost:5173", ["https://a.example", "http://localhost:5173"]),
    (lambda: env.rate("SETTING", "1/day"), "5/minute", "5/minute"),
    (lambda: env.rate("SETTING", "1/day"), " 5/15minutes,20/day ", "5/15minutes,20/day"),
    (lambda: env.rate("SETTING", "5/15minutes,20/day"), "", "5/15minutes,20/day"),
    (lambda: env.web_address("SETTING"), " https://app.bank.example/logo.svg?v=2 ", "https://app.bank.example/logo.svg?v=2"),
    (lambda: env.web_address("SETTING"), "http://localhost:5173/logo.svg", "http://localhost:5173/logo.svg"),
    (lambda: env.web_address("SETTING"), "", ""),
    (lambda: env.color("SETTING"), " #0B5FFF ", "#0b5fff"),
    (lambda: env.color("SETTING"), "", ""),
    (lambda: env.day("SETTING"), " 2026-11-26 ", date(2026, 11, 26)),
    (lambda: env.day("SETTING"), "", None),
    (lambda: env.amount("SETTING", "1"), "10000", "10000"),
    (lambda: env.amount("SETTING", "1"), "2500.5055", "2500.5055"),
    (lambda: env.amount("SETTING", "1"), "0.0001", "0.0001"),
    (lambda: env.amount("SETTING", "1"), "9" * 15 + ".99", "9" * 15 + ".99"),
]  # fmt: skip
NUMBER, FLAG = (lambda: env.number("SETTING", 8000, least=1, most=65535)), (lambda: env.flag("SETTING", default=False))
AMOUNT, DATE = (lambda: env.amount("SETTING", "1")), (lambda: env.day("SETTING"))
SECONDS, ORIGINS = (lambda: env.seconds("SETTING", 60)), (lambda: env.origins("SETTING"))
INVALID = [
    *[
        (lambda: env.web_address("SETTING"), text, "is not a web address")
        for text in (
            "logo.svg",
            "/logo.svg",
            "app.bank.example",
            "ftp://app.bank.example/logo.svg",
            "https://",
            "data:image/png;base64,AAAA",
            "javascript:alert(1)",
            "https://app.bank.example/a b",
        )
    ],
    (lambda: env.web_address("SETTING"), "https://user:secret@app.bank.example/", "without a user and a password"),
    *[
        (lambda: env.color("SETTING"), text, "write # and six hexadecimal digits")
        for text in ("blue", "#fff", "0b5fff", "#0b5fffff", "#0b5ffg", "#0b5fff;")
    ],
    (FLAG, "ture", "write 1 or 0"),
    (FLAG, "2", "write 1 or 0"),
    (NUMBER, "abc", "write a whole number from 1 to 65535"),
    (NUMBER, "0", "from 1 to 65535"),
    (NUMBER, "65536", "from 1 to 65535"),
    (NUMBER, "8e3", "from 1 to 65535"),
    (NUMBER, "\u096e\u0966", "from 1 to 65535"),
    (SECONDS, "-1", "write a whole number from 1 to"),
    (SECONDS, "0", "write a whole number from 1 to"),
    (SECONDS, "2h", "write a whole number from 1 to"),
    (lambda: env.one_of("SETTING", "Lax", ("Lax", "None")), "Laxx", "write one of Lax, None"),
    *[(AMOUNT, text, "write an amount such as") for text in ("0", "0.0000", "-1", "1e3", "1.00001", "9" * 16, "ten")],
    (lambda: env.rate("SETTING", "1/day"), "5/minute,", "is not a rate: write it as number/period"),
    (lambda: env.rate("SETTING", "1/day"), "5/minute,6/60s", "two rates for the same period"),
    *[(DATE, text, "write a date such as 2026-11-26") for text in ("26.11.2026", "2026-02-30", "20261126", "today")],
    (ORIGINS, "*", "is not an origin"),
    (ORIGINS, "app.bank.example", "is not an origin"),
    (ORIGINS, "https://app.bank.example/", "is not an origin"),
    (ORIGINS, "https://App.bank.example", "is not an origin"),
    (ORIGINS, "https://good.example,null", "'null' is not an origin"),
    (ORIGINS, "https://", "is not an origin"),
]
# Typing errors of operators, and the end of the error message at startup.
MISTYPED = [
    ({"DEBUG": "ture"}, "DEBUG='ture': write 1 or 0."),
    ({"PORT": "abc"}, "PORT='abc': write a whole number from 1 to 65535."),
    ({"BROWSER_SESSION_LIFETIME": "-1"}, "BROWSER_SESSION_LIFETIME='-1': write a whole number from 1 to 316224000."),
    ({"SECRET_KEY": "k" * 60, "SECRET_KEY_FILE": "key"}, "Set SECRET_KEY or SECRET_KEY_FILE, not both."),
    ({"SECRET_KEY_FILE": "no-such-key"}, "SECRET_KEY_FILE='no-such-key' cannot be read: No such file or directory."),
    ({"TOKEN_KEYS": "a:" + "k" * 31}, "printable ASCII characters, without spaces and commas."),
    ({"TOKEN_KEYS": "secret-key", "TOKEN_KEYS_FILE": "keys"}, "Set TOKEN_KEYS or TOKEN_KEYS_FILE, not both."),
    ({"CORS_ALLOWED_ORIGINS": "app.bank.example"}, "write for instance https://app.bank.example"),
    ({"THROTTLE_LOGIN": "5 a minute"}, "for instance 5/minute, or several with commas: 5/15minutes,20/day"),
    ({"BANK_COLOR": "blue"}, "BANK_COLOR='blue': write # and six hexadecimal digits, for instance #0b5fff."),
    ({"EMAIL_URL": "pigeon://post"}, "Invalid email schema pigeon"),
]
# A server that started with one of these values would answer every request with an error.
BREAKING = [
    ("REDIS_URL", "localhost:6379"),
    ("DATABASE_URL", "bank"),
    ("ALLOWED_HOSTS", "https://api.bank.example"),
    ("THROTTLE_LOGIN", "5 a minute"),
]


@pytest.mark.parametrize(("read", "value", "meaning"), VALID)
def test_valid_value_is_parsed(read, value, meaning, monkeypatch):
    monkeypatch.setenv("SETTING", value)

    assert read() == meaning


@pytest.mark.parametrize(("read", "value", "sentence"), INVALID)
def test_invalid_value_is_rejected_with_the_name_of_the_variable(read, value, sentence, monkeypatch):
    monkeypatch.setenv("SETTING", value)

    with pytest.raises(ImproperlyConfigured) as error:
        read()
    assert sentence in str(error.value)
    assert "SETTING" in str(error.value)


def test_a_variable_that_is_not_set_has_its_default(monkeypatch):
    monkeypatch.delenv("SETTING", raising=False)

    assert env.flag("SETTING", default=True) is True
    assert env.number("SETTING", 7, least=1, most=9) == 7
    assert env.origins("SETTING", "https://a.example") == ["https://a.example"]
    assert env.secret("SETTING") == ""


def test_a_secret_comes_from_its_file(monkeypatch, tmp_path):
    (tmp_path / "key").write_text("from the file\n")
    monkeypatch.setenv("SETTING_FILE", str(tmp_path / "key"))
    assert env.secret("SETTING") == "from the file"

    monkeypatch.setenv("SETTING", "from the environment")
    with pytest.raises(ImproperlyConfigured, match="Set SETTING or SETTING_FILE, not both"):
        env.secret("SETTING")


@pytest.mark.parametrize(("mistyped", "sentence"), MISTYPED)
@pytest.mark.slow
def test_mistyped_setting_prevents_startup(mistyped, sentence, tmp_path):
    environ = {"PATH": os.environ["PATH"], "DATA_DIR": str(tmp_path), "DEBUG": "1", "SECRET_KEY": "k3y-ABCD" * 8}
    if "SECRET_KEY_FILE" in mistyped:
        del environ["SECRET_KEY"]
    result = subprocess.run(
        [sys.executable, "manage.py", "serve"], cwd=ROOT, env=environ | mistyped, capture_output=True, text=True
    )

    assert result.returncode != 0
    assert result.stderr.splitlines()[-1].endswith(sentence)


@pytest.mark.parametrize(("name", "value"), BREAKING)
@pytest.mark.slow
def test_setting_that_would_break_every_request_prevents_startup_with_its_name(name, value, tmp_path):
    environ = {"PATH": os.environ["PATH"], "DATA_DIR": str(tmp_path), "DEBUG": "1", "SECRET_KEY": "k3y-ABCD" * 8}
    result = subprocess.run(
        [sys.executable, "-c", "import bankportal.wsgi"],
        cwd=ROOT, env=environ | {name: value}, capture_output=True, text=True,
    )  # fmt: skip

    assert result.returncode != 0
    assert name in result.stderr.splitlines()[-1]
