"""The benchmarks, which no test runs, use only modules and names that the project has."""

import ast

import pytest

from tests.servers import ROOT

BENCHMARKS = sorted((ROOT / "bench").glob("*.py"))
APPS = {path.parent.name for path in ROOT.glob("*/__init__.py")} - {"bench", "tests", "tools"}


@pytest.mark.parametrize("file", BENCHMARKS, ids=lambda file: file.stem)
def test_imports_of_a_benchmark_from_the_project_succeed(file):
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.ImportFrom) and node.module.partition(".")[0] in APPS:
            exec(ast.unparse(node), {})
