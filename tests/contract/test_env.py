"""The readers of the environment: a value that is not understood prevents startup, with a message."""

import os
import subprocess
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured

from bankportal import env
from tests.servers import ROOT

GOOD = [
    (lambda: env.text("IT", "default"), " spaced ", "spaced"),
    (lambda: env.flag("IT", default=False), "Yes", True),
    (lambda: env.flag("IT", default=True), "off", False),
    (lambda: env.flag("IT", default=True), "", False),
    (lambda: env.number("IT", 8000, least=1, most=65535), "65535", 65535),
    (lambda: env.number("IT", 8000, least=1, most=65535), "", 8000),
    (lambda: env.seconds("IT", 60), "1", 1),
    (lambda: env.text_list("IT"), " a, ,b ,", ["a", "b"]),
    (lambda: env.one_of("IT", "Lax", ("Lax", "None")), "none", "None"),
    (lambda: env.secret("IT"), " s3cret\n", "s3cret"),
    (lambda: env.origins("IT"), "https://a.example,http://localhost:5173", ["https://a.example", "http://localhost:5173"]),
    (lambda: env.rate("IT", "1/day"), "5/minute", "5/minute"),
    (lambda: env.rate("IT", "1/day"), " 5/15minutes,20/day ", "5/15minutes,20/day"),
    (lambda: env.rate("IT", "5/15minutes,20/day"), "", "5/15minutes,20/day"),
    (lambda: env.amount("IT", "1"), "10000", "10000"),
    (lambda: env.amount("IT", "1"), "2500.5055", "2500.5055"),
    (lambda: env.amount("IT", "1"), "0.0001", "0.0001"),
    (lambda: env.amount("IT", "1"), "9" * 15 + ".99", "9" * 15 + ".99"),
]  # fmt: skip
NUMBER, FLAG = (lambda: env.number("IT", 8000, least=1, most=65535)), (lambda: env.flag("IT", default=False))
AMOUNT = lambda: env.amount("IT", "1")  # noqa: E731
SECONDS, ORIGINS = (lambda: env.seconds("IT", 60)), (lambda: env.origins("IT"))
BAD = [
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
    (lambda: env.one_of("IT", "Lax", ("Lax", "None")), "Laxx", "write one of Lax, None"),
    *[(AMOUNT, text, "write an amount such as") for text in ("0", "0.0000", "-1", "1e3", "1.00001", "9" * 16, "ten")],
    (lambda: env.rate("IT", "1/day"), "5/minute,", "is not a rate: write it as number/period"),
    (lambda: env.rate("IT", "1/day"), "5/minute,6/60s", "two rates for the same period"),
    (ORIGINS, "*", "is not an origin"),
    (ORIGINS, "app.bank.example", "is not an origin"),
    (ORIGINS, "https://app.bank.example/", "is not an origin"),
    (ORIGINS, "https://App.bank.example", "is not an origin"),
    (ORIGINS, "https://good.example,null", "'null' is not an origin"),
    (ORIGINS, "https://", "is not an origin"),
]
# What an operator mistypes, at the real start, and what it says in the end.
MISTYPED = [
    ({"DEBUG": "ture"}, "DEBUG='ture': write 1 or 0."),
    ({"PORT": "abc"}, "PORT='abc': write a whole number from 1 to 65535."),
    ({"BROWSER_SESSION_LIFETIME": "-1"}, "BROWSER_SESSION_LIFETIME='-1': write a whole number from 1 to 316224000."),
    ({"SECRET_KEY": "k" * 60, "SECRET_KEY_FILE": "key"}, "Set SECRET_KEY or SECRET_KEY_FILE, not both."),
    ({"SECRET_KEY_FILE": "no-such-key"}, "SECRET_KEY_FILE='no-such-key' cannot be read: No such file or directory."),
    ({"CORS_ALLOWED_ORIGINS": "app.bank.example"}, "write for instance https://app.bank.example"),
    ({"THROTTLE_LOGIN": "5 a minute"}, "for instance 5/minute, or several with commas: 5/15minutes,20/day"),
    ({"EMAIL_URL": "pigeon://post"}, "Invalid email schema pigeon"),
]
# A server that started with these would answer every request with an error.
MISUNDERSTOOD = [
    ("REDIS_URL", "localhost:6379"),
    ("DATABASE_URL", "bank"),
    ("ALLOWED_HOSTS", "https://api.bank.example"),
    ("THROTTLE_LOGIN", "5 a minute"),
]


@pytest.mark.parametrize(("read", "value", "meaning"), GOOD)
def test_a_value_is_understood(read, value, meaning, monkeypatch):
    monkeypatch.setenv("IT", value)

    assert read() == meaning


@pytest.mark.parametrize(("read", "value", "sentence"), BAD)
def test_a_value_that_is_not_understood_is_refused_by_name(read, value, sentence, monkeypatch):
    monkeypatch.setenv("IT", value)

    with pytest.raises(ImproperlyConfigured) as refusal:
        read()
    assert sentence in str(refusal.value)
    assert "IT" in str(refusal.value)


def test_a_variable_that_is_not_set_has_its_default(monkeypatch):
    monkeypatch.delenv("IT", raising=False)

    assert env.flag("IT", default=True) is True
    assert env.number("IT", 7, least=1, most=9) == 7
    assert env.origins("IT", "https://a.example") == ["https://a.example"]
    assert env.secret("IT") == ""


def test_a_secret_comes_from_its_file(monkeypatch, tmp_path):
    (tmp_path / "key").write_text("from the file\n")
    monkeypatch.setenv("IT_FILE", str(tmp_path / "key"))
    assert env.secret("IT") == "from the file"

    monkeypatch.setenv("IT", "from the environment")
    with pytest.raises(ImproperlyConfigured, match="Set IT or IT_FILE, not both"):
        env.secret("IT")


@pytest.mark.parametrize(("mistyped", "sentence"), MISTYPED)
def test_a_mistyped_setting_stops_the_start(mistyped, sentence, tmp_path):
    environ = {"PATH": os.environ["PATH"], "DATA_DIR": str(tmp_path), "DEBUG": "1", "SECRET_KEY": "k3y-ABCD" * 8}
    if "SECRET_KEY_FILE" in mistyped:
        del environ["SECRET_KEY"]
    done = subprocess.run(
        [sys.executable, "manage.py", "serve"], cwd=ROOT, env=environ | mistyped, capture_output=True, text=True
    )

    assert done.returncode != 0
    assert done.stderr.splitlines()[-1].endswith(sentence)


@pytest.mark.parametrize(("name", "value"), MISUNDERSTOOD)
def test_a_setting_that_would_break_every_request_stops_the_start_by_name(name, value, tmp_path):
    environ = {"PATH": os.environ["PATH"], "DATA_DIR": str(tmp_path), "DEBUG": "1", "SECRET_KEY": "k3y-ABCD" * 8}
    done = subprocess.run(
        [sys.executable, "-c", "import bankportal.wsgi"],
        cwd=ROOT, env=environ | {name: value}, capture_output=True, text=True,
    )  # fmt: skip

    assert done.returncode != 0
    assert name in done.stderr.splitlines()[-1]
