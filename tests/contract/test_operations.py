"""The production settings in docs/operations.md, tried as they stand there."""

import os
import re
import subprocess
import sys

from bankportal.database import database_settings
from tests.servers import ROOT

KEY = {"SECRET_KEY": "0123456789-abcdefghijklmnopqrstuvwxyz-0123456789-ABCDEFGHIJ"}


def production():
    """The variables of the documented `.env`."""
    section = (ROOT / "docs/operations.md").read_text().split("\n## Settings for production\n")[1]
    lines = re.search(r"^```ini\n(.*?)^```$", section, re.DOTALL | re.MULTILINE)[1].splitlines()
    return dict(line.split("=", 1) for line in lines)


def check_deploy(folder, **settings):
    # What the machine that runs the tests has not: the bank's database, and its driver.
    elsewhere = {"DATABASE_URL": f"sqlite:///{folder}/bank.sqlite3"}
    environ = {"PATH": os.environ["PATH"], "DATA_DIR": str(folder), **production(), **elsewhere, **settings}
    return subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "DEBUG"],
        cwd=ROOT, env=environ, capture_output=True, text=True, timeout=60,
    )  # fmt: skip


def test_the_deploy_check_is_silent_with_the_documented_settings(tmp_path):
    done = check_deploy(tmp_path, **KEY)

    assert done.returncode == 0, done.stderr
    assert "no issues (0 silenced)" in done.stdout + done.stderr


def test_documented_connections_are_encrypted_and_verified(tmp_path):
    shown = production()
    options = database_settings(shown["DATABASE_URL"], debug=False, data_dir=tmp_path, ca="", timeout=60)["OPTIONS"]

    assert options["ssl_mode"] == "VERIFY_IDENTITY"
    assert shown["REDIS_URL"].startswith("rediss://")


def test_the_key_that_the_page_shows_is_refused(tmp_path):
    done = check_deploy(tmp_path)

    assert done.returncode == 1
    assert "bank.E002" in done.stderr
