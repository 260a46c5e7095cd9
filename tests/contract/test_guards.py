"""Code, list and docs/proofs.md name the same guards against races, and each can be taken out wherever it stands."""

import ast
from functools import cache
from pathlib import Path
from textwrap import dedent

import pytest

from tests.concurrency import mutations, proofs, replacements
from tests.concurrency.all_guards import ALL_GUARDS
from tests.concurrency.markers import ROOT, MarkedCode, marked_node
from tests.concurrency.mutations import called_through, mutated_sources, operand_left_out, taken_out, through, value

EMPTY = "__import__('tests.concurrency.replacements', fromlist=['empty']).empty"
MUTATIONS = [  # what is marked, how it is taken out, what is left
    ("if free:  # guard: g\n    take()", taken_out, "if False:\n    take()"),
    ("if a:\n    b()\nelif c:  # guard: g\n    d()", taken_out, "if a:\n    b()\nelif False:\n    d()"),
    ("if refused:  # guard: g\n    raise", mutations.always, "if True:\n    raise"),
    ("try:\n    a()\nexcept E as e:  # guard: g\n    b()", taken_out, "try:\n    a()\nexcept () as e:\n    b()"),
    ("with a:  # guard: g\n    b()\n    c()", taken_out, "b()\nc()"),
    ("row = A.objects.select_for_update().get(pk=1)  # guard: g", taken_out, "row = A.objects.get(pk=1)"),
    ("a()\nend(  # guard: g\n    b, c\n)", taken_out, "a()\npass"),
    ("f(\n    a=1,\n    b=2,  # guard: g\n)", taken_out, "f(a=1)"),
    ("d = {\n    'a': 1,  # guard: g\n    'b': 2,\n}", taken_out, "d = {'b': 2}"),
    ("d = {\n    'a': 1,  # guard: g\n    'b': 2,\n}", value(3), "d = {'a': 3, 'b': 2}"),
    ("f(\n    a=1,  # guard: g\n    b=2,\n)", value(3), "f(a=3, b=2)"),
    ("x = [\n    (1, 2),\n    (3, 4),  # guard: g\n]", through(replacements.empty), f"x = [(1, 2), {EMPTY}((3, 4))]"),
    ("@a\n@b  # guard: g\ndef c():\n    d()", taken_out, "@a\ndef c():\n    d()"),
    ("TRIES = 5  # guard: g", value(1), "TRIES = 1"),
    ("x = a and b() and c  # guard: g", operand_left_out(-1), "x = a and b()"),
    ("if a or b:  # guard: g\n    c()", operand_left_out(0), "if b:\n    c()"),
    ("x = [a for a in (b, c)]  # guard: g", operand_left_out(-1), "x = [a for a in (b,)]"),
    ("return a  # guard: g", through(replacements.empty), f"return {EMPTY}(a)"),
    ("def a(b):  # guard: g\n    c()", through(replacements.empty), f"@{EMPTY}\ndef a(b):\n    c()"),
    ("x = a(b)  # guard: g", called_through(replacements.empty), f"x = {EMPTY}(a)(b)"),
    ("f(\n    a,\n    b=c,  # guard: g\n)", mutations.made_positional, "f(a, *c)"),
    ("def a(*, b, c):\n    x = c  # guard: g", mutations.first_argument, "def a(*, b, c):\n    x = b"),
    (
        'def a():\n    """Doc."""\n    b()\n    c()  # guard: g',
        mutations.moved_up,
        'def a():\n    """Doc."""\n    c()\n    b()',
    ),
]


@pytest.fixture(scope="module")
def code():
    return MarkedCode()


@pytest.mark.parametrize(("code", "mutation", "left"), MUTATIONS, ids=[f"{row[0][:30]!r}" for row in MUTATIONS])
def test_mutation_changes_the_marked_node_alone(tmp_path, code, mutation, left):
    write(tmp_path, "bank/ledger.py", code)

    assert mutated_sources({"g": mutation}, MarkedCode(tmp_path)) == {Path("bank/ledger.py"): left + "\n"}


def test_markers_in_the_code_and_names_in_the_list_are_the_same_each_once(code):
    named = sorted(place.name for place in code.places)
    used = {name for guard in ALL_GUARDS for name in guard.edits}

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


def test_each_guard_taken_out_changes_the_code_and_leaves_it_valid(code):
    before = cache(lambda path: ast.unparse(code.parse(path)) + "\n")
    for guard in ALL_GUARDS:
        for path, source in mutated_sources(guard.edits, code).items():
            compile(source, path, "exec")
            assert source != before(path), guard


def test_tests_that_must_fail_exist():
    for file, _, name in {guard.test.partition("::") for guard in ALL_GUARDS}:
        assert f"def {name.partition('[')[0]}(" in (ROOT / file).read_text()


def test_proofs_page_has_a_result_for_each_guard_and_database():
    rows = proofs.read()

    assert list(rows) == [proofs.row_key(guard) for guard in ALL_GUARDS]
    for guard in ALL_GUARDS:
        said = {database for database, text in rows[proofs.row_key(guard)].items() if text}
        assert said == set(guard.databases), guard


def test_proofs_page_keeps_the_other_database_when_a_run_is_written(tmp_path):
    page = tmp_path / "proofs.md"
    page.write_text("# Proofs\n\n| guard | gone |\n| `no-more` | x | `y` | `z` | |\n")
    guards = [guard for guard in ALL_GUARDS if len(guard.databases) == 2][:2]
    first, second = (proofs.row_key(guard) for guard in guards)

    proofs.write(guards, {first: "a | b"}, "sqlite", page)
    proofs.write(guards, {second: "c"}, "mariadb", page)

    assert page.read_text().startswith("# Proofs\n\n| guard |")
    assert proofs.read(page) == {first: {"mariadb": "", "sqlite": "a | b"}, second: {"mariadb": "c", "sqlite": ""}}


def write(root, path, text):
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_text(dedent(text) + "\n")
