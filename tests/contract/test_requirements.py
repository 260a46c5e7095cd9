"""Every installed package is pinned, checked against hashes, and has the same version in every requirements file."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.servers import ROOT

pytestmark = pytest.mark.any_database

NAMES = ["requirements", "requirements-mysql", "requirements-dev", "requirements-build", "requirements-node",
         "requirements-lock", "requirements-clients", "requirements-opentelemetry"]  # fmt: skip
PIN = r"^([A-Za-z0-9._-]+)==([^\s;]+)"


def text_of(name, end):
    return (ROOT / f"{name}.{end}").read_text()


def canonical(package):
    return re.sub(r"[-_.]+", "-", package).lower()


def pins(name, end):
    """`{(package, version)}`."""
    return {(canonical(package), version) for package, version in re.findall(PIN, text_of(name, end), re.MULTILINE)}


def test_every_file_of_requirements_is_known():
    assert {path.stem for path in ROOT.glob("requirements*")} == set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_every_installed_package_is_pinned_and_has_hashes(name):
    logical = re.sub(r"#.*", "", text_of(name, "txt")).replace("\\\n", " ").splitlines()
    lines = [line for line in logical if line.strip()]
    assert lines
    for line in lines:
        assert re.fullmatch(rf"{PIN}( ;.+?)?(\s+--hash=sha256:[0-9a-f]{{64}})+\s*", line), line


@pytest.mark.parametrize("name", NAMES)
def test_every_requirement_has_a_reason_and_is_pinned(name):
    requirements = [line for line in text_of(name, "in").splitlines() if line and not line.startswith(("#", "-r "))]
    assert requirements
    for line in requirements:
        assert re.match(PIN + r".*\s# \S", line), line
    assert pins(name, "in") <= pins(name, "txt")
    for included in re.findall(r"^-r (.+)\.in$", text_of(name, "in"), re.MULTILINE):
        assert pins(included, "txt") <= pins(name, "txt")


@pytest.mark.parametrize("name", ["requirements-dev", "requirements-opentelemetry"])
def test_packages_that_are_installed_together_have_the_same_versions(name):
    others, production = dict(pins(name, "txt")), dict(pins("requirements-mysql", "txt"))
    platforms = {"argon2-cffi-bindings"}  # of several versions, one for each platform
    for package in (others.keys() & production.keys()) - platforms:
        assert others[package] == production[package], package


def test_every_documented_pip_install_requires_hashes():
    others = [ROOT / name for name in ("Makefile", ".ci/run", ".gitlab-ci.yml", ".pre-commit-config.yaml")]
    documents = [*others, *ROOT.glob(".github/workflows/*.yml"), *ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]
    lines = [
        line for path in documents for line in path.read_text().splitlines() if re.search(r"\bpip install\b", line)
    ]
    assert len(lines) > 2
    assert [line for line in lines if "--require-hashes" not in line] == []


@pytest.mark.parametrize(
    ("requirement", "error"),
    [
        ("probe==1.0 --hash=sha256:" + "0" * 64, "DO NOT MATCH THE HASHES"),
        ("probe==1.0", "Hashes are required in --require-hashes mode"),
    ],
)
@pytest.mark.slow
def test_make_refuses_packages_with_wrong_or_missing_hashes(tmp_path, requirement, error):
    (tmp_path / "requirements-probe.txt").write_text(f"{requirement}\n")
    (tmp_path / "probe-1.0-py3-none-any.whl").write_bytes(b"not what was released")
    target = f"{sys.prefix}/.ready-requirements-probe.txt"
    environ = {
        "PATH": os.environ["PATH"],
        "PIP_NO_INDEX": "1",
        "PIP_FIND_LINKS": str(tmp_path),
        "PIP_CONFIG_FILE": os.devnull,
    }
    command = ["make", "-f", str(ROOT / "Makefile"), f"VENV={sys.prefix}", target]
    result = subprocess.run(command, cwd=tmp_path, env=environ, capture_output=True, text=True, timeout=60)

    assert result.returncode == 2
    assert error in result.stderr
    assert not Path(target).exists()


def test_ci_uses_no_predictable_temporary_files():
    assert "/tmp" not in (ROOT / ".ci" / "run").read_text()
