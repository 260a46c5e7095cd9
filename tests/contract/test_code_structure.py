"""Imports point down, every module has a docstring, models and migrations agree."""

import ast
import subprocess
import sys
import tomllib
from pathlib import Path

from django.apps import apps
from django.core.management import call_command

from tests.servers import ROOT

APPS = [Path(app.path) for app in apps.get_app_configs() if Path(app.path).parent == ROOT]
LINTER = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
BETWEEN_APPS, *INSIDE_APPS = LINTER["contracts"]
LAYERED = {"services", "selectors"}


def modules():
    """Every Python file of the repository, the new ones too."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "*.py"]
    names = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()
    return [ROOT / name for name in names if (ROOT / name).exists()]


def test_imports_point_down_between_apps_and_inside_them():
    linter = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([linter, "--no-cache"], cwd=ROOT, capture_output=True, text=True)

    assert done.returncode == 0, done.stdout + done.stderr
    assert f"Contracts: {len(LINTER['contracts'])} kept, 0 broken" in done.stdout


def test_import_linter_has_every_app_in_the_order_and_in_a_contract_of_its_own():
    names = {app.name for app in APPS}

    assert names == set(LINTER["root_packages"]) == set(BETWEEN_APPS["layers"])
    inside = {container for contract in INSIDE_APPS for container in contract["containers"]}
    with_layers = {app.name for app in APPS if LAYERED & {path.stem for path in app.iterdir()}}
    assert with_layers <= inside


def test_every_module_says_on_top_what_it_is_for():
    said = {file: ast.get_docstring(ast.parse(file.read_text())) for file in modules() if file.stat().st_size}

    assert len(said) > 100
    assert [str(file.relative_to(ROOT)) for file, text in said.items() if not text] == []


def test_the_init_of_an_app_stays_empty():
    assert [app.name for app in APPS if (app / "__init__.py").read_text()] == []


def test_the_migrations_are_those_of_the_models(db):
    call_command("makemigrations", check=True, dry_run=True, verbosity=1)
