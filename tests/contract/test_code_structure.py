"""Imports point down without a cycle, apps read other apps' rows through selectors, modules have docstrings."""

import ast
import re
import subprocess
import sys
import tomllib
from graphlib import TopologicalSorter
from io import StringIO
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command

from tests.contract.foreign_rows import rows_of_other_apps
from tests.servers import ROOT

pytestmark = pytest.mark.any_database

APPS = [Path(app.path) for app in apps.get_app_configs() if Path(app.path).parent == ROOT]
LINTER = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
BETWEEN_APPS, *INSIDE_APPS = LINTER["contracts"]
LAYERED = {"services", "selectors"}
TABLES = {model._meta.db_table: app.name for app in APPS for model in apps.get_app_config(app.name).get_models()}
ADR_ON_SQL = ROOT / "docs" / "adr" / "0005-raw-sql.md"
RUNS_SQL = re.compile(
    r"\b(?:cursor|schema_editor)\.execute(?:many)?\(|\.raw\(|\bRawSQL\(|\bexecute_(?:insert_)?deferred\(|core\.db\.rows\b"
)
TABLE_IN_SQL = re.compile(r"\b(?:FROM|JOIN|UPDATE|INTO)\s+(\w+)")
# One statement over tables of several apps: the docstring of each module says why.
JOINS_OVER_APPS = {
    "loans/integrity.py",
    "loans/rows.py",
    "reports/selectors/trial_balance.py",
    "transactions/ledger/integrity.py",
}


def modules():
    """Every Python file of the repository, the new ones too."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "*.py"]
    names = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()
    return [ROOT / name for name in names if (ROOT / name).exists()]


def product_modules():
    """`(app, file)` of the modules of all apps but the demo's, without migrations."""
    for file in modules():
        app, *folders = file.relative_to(ROOT).parts
        if app in {app.name for app in APPS} - {"demo"} and "migrations" not in folders:
            yield app, file


def imported_modules(tree, package, names):
    """The modules, of those named, that a module of this package imports anywhere, in functions too."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            parents = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
            source = ".".join([*parents, *([node.module] if node.module else [])])
            found |= {source} | {f"{source}.{alias.name}" for alias in node.names}
    return found & names


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


def test_no_modules_import_each_other_in_a_circle():
    files = {
        ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): file for file in modules()
    }
    graph = {}
    for name, file in files.items():
        package = name if file.name == "__init__.py" else name.rpartition(".")[0]
        graph[name] = imported_modules(ast.parse(file.read_text()), package, set(files)) - {name}

    assert "users.selectors" in graph["accounts.services"]
    TopologicalSorter(graph).prepare()  # raises CycleError, which names the modules


@pytest.mark.parametrize(
    "code",
    [
        "from users.models import User\nUser.objects.get(pk=1)",
        "from users.models import User as Person\ndef f():\n    return Person._base_manager.count()",
        "import users.models\nusers.models.User.objects.all()",
        "from users import models\nmodels.User.objects.all()",
        "from django.contrib.auth import get_user_model\nget_user_model().objects.all()",
        "from django.apps import apps\napps.get_model('users', 'User')",
        "def f(user):\n    return user.browser_sessions.filter(pk=1)",
    ],
)
def test_access_to_rows_of_another_app_is_found(code):
    assert list(rows_of_other_apps("accounts", ast.parse(code)))


def test_arithmetic_of_loans_imports_the_standard_library_only():
    files = [file for file in modules() if file.parent == ROOT / "loans" / "domain"]
    imported = {
        name.partition(".")[0]
        for file in files
        for node in ast.walk(ast.parse(file.read_text()))
        for name in ([node.module] if isinstance(node, ast.ImportFrom) else [])
        if not name.startswith("loans.domain")
    }

    assert len(files) > 10
    assert imported <= sys.stdlib_module_names


def test_apps_read_and_change_rows_of_other_apps_through_selectors_and_services():
    found = [
        f"{file.relative_to(ROOT)}:{line}: {code}"
        for app, file in product_modules()
        for line, code in rows_of_other_apps(app, ast.parse(file.read_text()))
    ]

    assert found == []


def test_sql_names_tables_of_its_own_app_but_in_the_listed_joins():
    found = set()
    for app, file in product_modules():
        texts = [
            node.value
            for node in ast.walk(ast.parse(file.read_text()))
            if isinstance(node, ast.Constant) and isinstance(node.value, str)
        ]
        owners = {TABLES.get(table, app) for text in texts for table in TABLE_IN_SQL.findall(text)}
        if owners - {app}:
            found.add(str(file.relative_to(ROOT)))

    assert found == JOINS_OVER_APPS


def test_sql_is_written_by_hand_only_in_the_modules_that_the_adr_lists():
    table = re.search(r"^\| where .*?\n\n", ADR_ON_SQL.read_text(), re.MULTILINE | re.DOTALL)[0]
    listed = set(re.findall(r"`([a-z_/]+(?:\.py|/))`", table))
    found = {str(file.relative_to(ROOT)) for _, file in product_modules() if RUNS_SQL.search(file.read_text())}

    assert {"core/db/" if path.startswith("core/db/") else path for path in found} == listed


def test_every_module_says_on_top_what_it_is_for():
    said = {file: ast.get_docstring(ast.parse(file.read_text())) for file in modules() if file.stat().st_size}

    assert len(said) > 100
    assert [str(file.relative_to(ROOT)) for file, text in said.items() if not text] == []


def test_the_init_of_an_app_stays_empty():
    assert [app.name for app in APPS if (app / "__init__.py").read_text()] == []


def test_the_migrations_are_those_of_the_models(db):
    output = StringIO()
    call_command("makemigrations", dry_run=True, interactive=False, stdout=output)

    assert output.getvalue() == "No changes detected\n"


def test_makefile_has_one_recipe_for_each_target():
    targets = re.findall(r"^([a-z][a-z-]*):(?! export).*##", (ROOT / "Makefile").read_text(), re.MULTILINE)
    phony = re.search(r"^\.PHONY: (.*)$", (ROOT / "Makefile").read_text(), re.MULTILINE)[1].split()

    assert sorted(targets) == sorted(phony)
