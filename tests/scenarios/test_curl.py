"""The curl line of the original requirements, unchanged and run with a real curl."""

import json
import os
import shutil
import subprocess

import pytest

from tests.hashers import PASSWORD

pytestmark = pytest.mark.skipif(not (shutil.which("curl") and shutil.which("bash")), reason="needs curl and bash")

AUTH_CHECK = """
curl -H "Authorization: Bearer YOUR_TOKEN" \\
     http://localhost:8000/api/users/auth/check/
"""
LOGIN = f"""
curl http://localhost:8000/api/users/login/ -H 'Content-Type: application/json' \\
     -d '{{"email": "member@example.com", "password": "{PASSWORD}"}}'
"""
REFRESH = """
curl http://localhost:8000/api/users/token/refresh/ -H 'Content-Type: application/json' -d '{"refresh": "YOUR_TOKEN"}'
"""
LOGOUT = """
curl -X POST -H "Authorization: Bearer YOUR_TOKEN" http://localhost:8000/api/users/logout/
"""


@pytest.fixture
def bash(server, tmp_path):
    """Runs a line in an empty folder; returns what curl printed."""

    def run(line, token=""):
        environ = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "NO_PROXY": "*"}
        line = line.replace("localhost:8000", f"localhost:{server.port}").replace("YOUR_TOKEN", token)
        result = subprocess.run(
            ["bash", "-c", line], cwd=tmp_path, env=environ, capture_output=True, text=True, timeout=60
        )
        assert result.returncode == 0, result.stderr
        return json.loads(result.stdout or "null")

    return run


@pytest.mark.slow
def test_token_of_a_login_with_curl_is_accepted_by_the_documented_auth_check(bash):
    tokens = bash(LOGIN)
    assert bash(AUTH_CHECK, tokens["access"])["authenticated"] is True


@pytest.mark.slow
def test_a_session_of_curl_is_refreshed_and_ended_without_a_cookie(bash):
    tokens = bash(REFRESH, bash(LOGIN)["refresh"])
    assert bash(AUTH_CHECK, tokens["access"])["user"]["email"] == "member@example.com"
    assert bash(LOGOUT, tokens["access"]) is None
    assert bash(AUTH_CHECK, tokens["access"])["code"] == "session_ended"


@pytest.mark.slow
def test_browser_token_is_rejected_with_curl_and_curl_token_is_rejected_in_a_browser(bash, server):
    browser = server.browser()
    browser.log_in("member@example.com")
    assert bash(AUTH_CHECK, browser.access)["code"] == "browser_mismatch"

    thief = server.browser()
    assert thief.check(token=bash(LOGIN)["access"]).json()["code"] == "browser_mismatch"
