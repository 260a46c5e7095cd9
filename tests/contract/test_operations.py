"""The production settings in docs/operations.md pass the deployment check."""

import os
import re
import subprocess
import sys

import pytest

from bankportal.database import database_settings
from tests.servers import ROOT

KEY = {
    "SECRET_KEY": "0123456789-abcdefghijklmnopqrstuvwxyz-0123456789-ABCDEFGHIJ",
    "TOKEN_KEYS": "2026-11:abcdefghijklmnopqrstuvwxyz-0123456789",
}


def production():
    """The variables of the documented `.env`."""
    section = (ROOT / "docs/operations.md").read_text().split("\n## Settings for production\n")[1]
    lines = re.search(r"^```ini\n(.*?)^```$", section, re.DOTALL | re.MULTILINE)[1].splitlines()
    return dict(line.split("=", 1) for line in lines)


def check_deploy(folder, **settings):
    # The machine that runs the tests has neither the bank's database nor its driver.
    local_database = {"DATABASE_URL": f"sqlite:///{folder}/bank.sqlite3"}
    environ = {"PATH": os.environ["PATH"], "DATA_DIR": str(folder), **production(), **local_database, **settings}
    return subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "DEBUG"],
        cwd=ROOT, env=environ, capture_output=True, text=True, timeout=60,
    )  # fmt: skip


@pytest.mark.slow
def test_deploy_check_is_silent_with_the_documented_production_settings(tmp_path):
    result = check_deploy(tmp_path, **KEY)

    assert result.returncode == 0, result.stderr
    assert "no issues (0 silenced)" in result.stdout + result.stderr


def test_documented_connections_are_encrypted_and_verified(tmp_path):
    shown = production()
    options = database_settings(shown["DATABASE_URL"], debug=False, data_dir=tmp_path, ca="", timeout=60)["OPTIONS"]

    assert options["ssl_mode"] == "VERIFY_IDENTITY"
    assert shown["REDIS_URL"].startswith("rediss://")


@pytest.mark.slow
def test_secret_key_of_the_documentation_is_rejected(tmp_path):
    result = check_deploy(tmp_path, TOKEN_KEYS=KEY["TOKEN_KEYS"])

    assert result.returncode == 1
    assert "bank.E002" in result.stderr


def test_token_key_of_the_documentation_is_rejected(tmp_path):
    result = check_deploy(tmp_path, SECRET_KEY=KEY["SECRET_KEY"])

    assert result.returncode == 1
    assert "TOKEN_KEYS: the secret of '2026-11' must have 32" in result.stderr
