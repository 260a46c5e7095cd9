"""Code and list of mutants name the same guards against races, and each guard can be removed wherever it stands."""

import ast
from functools import cache
from pathlib import Path
from textwrap import dedent

import pytest

from tools.mutation_tests import operators, replacements
from tools.mutation_tests.__main__ import main
from tools.mutation_tests.all_mutants import ALL_MUTANTS
from tools.mutation_tests.markers import ROOT, MarkedCode, marked_node
from tools.mutation_tests.mutant import BOTH, Mutant
from tools.mutation_tests.operators import drop_operand, mutated_sources, remove, set_value, wrap, wrap_call
from tools.mutation_tests.report import NOT_RUN, SURVIVED, Report

pytestmark = pytest.mark.any_database

EMPTY = "__import__('tools.mutation_tests.replacements', fromlist=['empty']).empty"
OPERATORS = [  # marked code, operator, mutated code
    ("if free:  # guard: g\n    take()", remove, "if False:\n    take()"),
    ("if a:\n    b()\nelif c:  # guard: g\n    d()", remove, "if a:\n    b()\nelif False:\n    d()"),
    ("if refused:  # guard: g\n    raise", operators.always_true, "if True:\n    raise"),
    ("try:\n    a()\nexcept E as e:  # guard: g\n    b()", remove, "try:\n    a()\nexcept () as e:\n    b()"),
    ("with a:  # guard: g\n    b()\n    c()", remove, "b()\nc()"),
    ("row = A.objects.select_for_update().get(pk=1)  # guard: g", remove, "row = A.objects.get(pk=1)"),
    ("a()\nend(  # guard: g\n    b, c\n)", remove, "a()\npass"),
    ("f(\n    a=1,\n    b=2,  # guard: g\n)", remove, "f(a=1)"),
    ("d = {\n    'a': 1,  # guard: g\n    'b': 2,\n}", remove, "d = {'b': 2}"),
    ("d = {\n    'a': 1,  # guard: g\n    'b': 2,\n}", set_value(3), "d = {'a': 3, 'b': 2}"),
    ("f(\n    a=1,  # guard: g\n    b=2,\n)", set_value(3), "f(a=3, b=2)"),
    ("x = [\n    (1, 2),\n    (3, 4),  # guard: g\n]", wrap(replacements.empty), f"x = [(1, 2), {EMPTY}((3, 4))]"),
    ("@a\n@b  # guard: g\ndef c():\n    d()", remove, "@a\ndef c():\n    d()"),
    ("TRIES = 5  # guard: g", set_value(1), "TRIES = 1"),
    ("x = a and b() and c  # guard: g", drop_operand(-1), "x = a and b()"),
    ("if a or b:  # guard: g\n    c()", drop_operand(0), "if b:\n    c()"),
    ("x = [a for a in (b, c)]  # guard: g", drop_operand(-1), "x = [a for a in (b,)]"),
    ("return a  # guard: g", wrap(replacements.empty), f"return {EMPTY}(a)"),
    ("def a(b):  # guard: g\n    c()", wrap(replacements.empty), f"@{EMPTY}\ndef a(b):\n    c()"),
    ("x = a(b)  # guard: g", wrap_call(replacements.empty), f"x = {EMPTY}(a)(b)"),
    ("f(\n    a,\n    b=c,  # guard: g\n)", operators.make_positional, "f(a, *c)"),
    ("def a(*, b, c):\n    x = c  # guard: g", operators.use_first_argument, "def a(*, b, c):\n    x = b"),
    (
        'def a():\n    """Doc."""\n    b()\n    c()  # guard: g',
        operators.move_to_top,
        'def a():\n    """Doc."""\n    c()\n    b()',
    ),
]


@pytest.fixture(scope="module")
def code():
    return MarkedCode()


@pytest.mark.parametrize(("code", "operator", "left"), OPERATORS, ids=[f"{row[0][:30]!r}" for row in OPERATORS])
def test_operator_changes_the_marked_node_alone(tmp_path, code, operator, left):
    write(tmp_path, "bank/ledger.py", code)

    assert mutated_sources({"g": operator}, MarkedCode(tmp_path)) == {Path("bank/ledger.py"): left + "\n"}


def test_markers_in_the_code_and_guards_in_the_list_are_the_same_each_once(code):
    named = sorted(place.name for place in code.places)
    used = {name for mutant in ALL_MUTANTS for name in mutant.edits}

    assert named == sorted(used)


def test_marker_in_moved_code_is_found_outside_of_tests(tmp_path):
    write(tmp_path, "new_name/deep/down.py", "def renamed():\n    a(\n        b,  # why  # guard: moved\n    )")
    write(tmp_path, "tests/list.py", "x = 1  # guard: moved")

    place = MarkedCode(tmp_path).find_place("moved")

    assert (place.path, place.line) == (Path("new_name/deep/down.py"), 3)


def test_marker_in_two_places_or_none_is_rejected(tmp_path):
    write(tmp_path, "a.py", "x = 1  # guard: twice\ny = 2  # guard: twice")

    code = MarkedCode(tmp_path)

    for name in ("twice", "never"):
        with pytest.raises(LookupError, match=f"guard: {name}"):
            code.find_place(name)


@pytest.mark.parametrize(
    "line", ["x = 1  # guard: Two words", "x = 1  #guard: a", "# guard: alone", "x = 1 # guards: a"]
)
def test_comment_that_resembles_a_marker_is_rejected(tmp_path, line):
    write(tmp_path, "a.py", line)

    with pytest.raises(ValueError, match=r"a\.py:1"):
        MarkedCode(tmp_path)


def test_marker_beside_two_elements_is_rejected():
    with pytest.raises(LookupError, match="a line of its own"):
        marked_node(ast.parse("f(\n    a, b,\n    c,\n)"), 2)


def test_each_mutant_differs_from_the_code_and_is_valid_python(code):
    before = cache(lambda path: ast.unparse(code.parse(path)) + "\n")
    for mutant in ALL_MUTANTS:
        for path, source in mutated_sources(mutant.edits, code).items():
            compile(source, path, "exec")
            assert source != before(path), mutant


def test_tests_that_must_fail_exist():
    for file, _, name in {mutant.test.partition("::") for mutant in ALL_MUTANTS}:
        assert f"def {name.partition('[')[0]}(" in (ROOT / file).read_text()


def test_report_has_a_row_for_each_result_and_marks_those_without_a_failure(tmp_path):
    mutant = Mutant("a-guard", "what it does", "tests/x.py::test_y", BOTH)
    report = Report("sqlite", tmp_path / "reports")

    report.add(mutant, "assert 1 | 2")
    for verdict in (SURVIVED, NOT_RUN):
        report.add(mutant, "", verdict)

    assert (tmp_path / "reports" / "sqlite.md").read_text().splitlines()[-3:] == [
        r"| `a-guard` | what it does | `test_y` | `assert 1 \| 2` |",
        "| `a-guard` | what it does | `test_y` | **survived** |",
        "| `a-guard` | what it does | `test_y` | **test did not run** |",
    ]


def test_command_lists_mutants_by_a_word_and_runs_nothing(capsys):
    assert main(["--list", "account-lock-order"]) == 0
    guard, test = capsys.readouterr().out.splitlines()
    assert guard.startswith("account-lock-order: ")
    assert test.strip() in {mutant.test for mutant in ALL_MUTANTS}


def test_command_fails_for_a_word_that_no_mutant_has(capsys):
    assert main(["no-such-guard"]) == 2
    assert "No mutant has 'no-such-guard'" in capsys.readouterr().out


def write(root, path, text):
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_text(dedent(text) + "\n")
