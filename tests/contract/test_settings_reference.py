"""docs/settings.md names exactly the variables that the code reads, with their defaults and meanings."""

import json
import os
import re
import subprocess
import sys

import pytest

from tests.servers import ROOT
from tools import settings_reference

pytestmark = pytest.mark.any_database

# `env` itself, what must be said before Django is there, and a command that prints the server's own `PORT`.
MAY_TOUCH_ENVIRON = {
    "bankportal/env.py",
    "bankportal/wsgi.py",
    "core/metrics/sharing.py",  # tells its own workers of a folder that it has made
    "demo/management/commands/load_demo.py",
    "users/management/commands/createsuperuser.py",  # DJANGO_SUPERUSER_*, as Django's: input, not settings
}
READ = re.compile(r"\benv\.(\w+)\(\s*\"(\w+)\"")
# Prints what the settings are, whatever a `.env` of this checkout says.
PRINT_SETTINGS = """
import json, re
import bankportal.env_file
bankportal.env_file.read_env_file = lambda path: None
from bankportal import settings
from bankportal.server.options import server_options
values = {name: value for name, value in vars(settings).items() if name.isupper()} | {"SERVER": server_options()}
print(json.dumps({name: re.sub(" at 0x[0-9a-f]+", "", repr(value)) for name, value in values.items()}))
"""


def documented():
    """`{name: (default, is_secret)}` of the tables' rows."""
    rows = re.findall(r"^\| `(\w+)`( \*F\*)? \| (.*?) \| .+ \|$", settings_reference.DOCUMENT.read_text(), re.MULTILINE)
    return {name: (default, bool(secret)) for name, secret, default in rows}


def documented_defaults(*, debug):
    """`{name: default}` where the document has the value itself; `make run`'s own defaults are left out."""
    found = {}
    for name, (text, _) in documented().items():
        production, *others = text.split("; ")
        chosen = next((other for other in others if debug and other.startswith("`DEBUG`: ")), production)
        value = re.fullmatch(r"(?:`DEBUG`: )?`([^`]*)`", chosen)
        if value or chosen == "none":
            found[name] = value[1] if value else ""
    return found


def sources():
    """`(path, text)` of every module of every app."""
    for app in ROOT.iterdir():
        if (app / "__init__.py").exists() and app.name not in {"tests", "bench", "tools"}:
            for file in app.rglob("*.py"):
                yield str(file.relative_to(ROOT)), file.read_text()


def variables_read():
    """`[(reader, name)]` of every call of a reader."""
    return [read for _, text in sources() for read in READ.findall(text)]


def settings_with(variables):
    """What the settings are in a process that has only these variables."""
    done = subprocess.run(
        [sys.executable, "-c", PRINT_SETTINGS], cwd=ROOT, env={"PATH": os.environ["PATH"], **variables},
        capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_settings_document_is_what_make_settings_writes():
    assert settings_reference.DOCUMENT.read_text() == settings_reference.generated()


def test_settings_document_names_exactly_the_variables_that_the_code_reads():
    names = [name for _, name in variables_read()]
    assert len(names) > 50
    assert set(documented()) == set(names)


def test_each_variable_is_read_in_one_place():
    names = [name for _, name in variables_read()]
    assert sorted(names) == sorted(set(names))


def test_settings_document_marks_exactly_the_secrets_that_may_come_from_a_file():
    marked = {name for name, (_, secret) in documented().items() if secret}
    assert marked == {name for reader, name in variables_read() if reader in {"secret", "url", "key_ring"}}


@pytest.mark.slow
@pytest.mark.parametrize("debug", [False, True])
def test_settings_set_to_their_documented_defaults_change_nothing(debug):
    # Neither a key nor a database is made on the disk.
    given = {"DEBUG": str(int(debug)), "SECRET_KEY": "k" * 50, "DATABASE_URL": "sqlite://:memory:"}
    defaults = documented_defaults(debug=debug)
    assert len(defaults) > 45

    assert settings_with({**defaults, **given}) == settings_with(given)


@pytest.mark.slow
def test_comparison_of_settings_finds_a_wrong_default():
    given = {"SECRET_KEY": "k" * 50, "DATABASE_URL": "sqlite://:memory:"}

    assert settings_with({**given, "THROTTLE_REFRESH": "31/minute"}) != settings_with(given)


def test_setting_without_a_meaning_is_refused():
    with pytest.raises(ValueError, match="what PORT means"):
        settings_reference.settings_in('PORT = env.number("PORT", 8000, least=1, most=2)\n', {})


def test_setting_is_read_with_its_section_default_bounds_and_meaning():
    title, comment = "# --- server ---", "#: Port\n#: to listen on."
    read = 'PORT = env.number("PORT", 80 if DEBUG else 8000, least=1, most=2)'

    assert settings_reference.settings_in(f"{title}\n{comment}\n{read}\n", {"PORT": "8001"}) == [
        settings_reference.Setting(
            section="server",
            name="PORT",
            secret=False,
            default="`8000`; `DEBUG`: `80`; `make run`: `8001`",
            meaning="Port to listen on. From 1 to 2.",
        )
    ]


def test_nothing_reads_the_environment_past_the_strict_readers():
    """It would be missing from the document."""
    assert {path for path, text in sources() if "os.environ" in text or "getenv" in text} <= MAY_TOUCH_ENVIRON
