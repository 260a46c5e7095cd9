"""The production settings in docs/operations.md, tried as they stand there."""

import os
import re
import subprocess
import sys

from tests.servers import ROOT

# What the machine that runs the tests has not: the bank's database, and its driver.
ELSEWHERE = {"DATABASE_URL": "", "REDIS_URL": ""}
KEY = {"SECRET_KEY": "0123456789-abcdefghijklmnopqrstuvwxyz-0123456789-ABCDEFGHIJ"}


def production():
    """The variables of the documented `.env`."""
    section = (ROOT / "docs/operations.md").read_text().split("\n## Settings for production\n")[1]
    lines = re.search(r"^```ini\n(.*?)^```$", section, re.DOTALL | re.MULTILINE)[1].splitlines()
    return dict(line.split("=", 1) for line in lines)


def check_deploy(folder, **settings):
    environ = {"PATH": os.environ["PATH"], "DATA_DIR": str(folder), **production(), **ELSEWHERE, **settings}
    return subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "DEBUG"],
        cwd=ROOT, env=environ, capture_output=True, text=True, timeout=60,
    )  # fmt: skip


def test_the_deploy_check_is_silent_with_the_documented_settings(tmp_path):
    done = check_deploy(tmp_path, **KEY)

    assert done.returncode == 0, done.stderr
    assert "no issues (0 silenced)" in done.stdout + done.stderr


def test_the_key_that_the_page_shows_is_refused(tmp_path):
    done = check_deploy(tmp_path)

    assert done.returncode == 1
    assert "bank.E002" in done.stderr
