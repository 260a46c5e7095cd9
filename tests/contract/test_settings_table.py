"""The README's settings table names exactly the variables that the code reads, with their defaults."""

import ast
import re

from tests.servers import ROOT

# `env` itself, what must be said before Django is there, and a command that prints the server's own `PORT`.
MAY_TOUCH_ENVIRON = {
    "bankportal/env.py",
    "bankportal/wsgi.py",
    "demo/management/commands/load_demo.py",
    "users/management/commands/createsuperuser.py",  # DJANGO_SUPERUSER_*, as Django's: input, not settings
}


def documented():
    """`{name: (default, is_secret)}` of the table's rows."""
    section = (ROOT / "README.md").read_text().split("\n## Settings\n")[1].split("\n## ")[0]
    rows = re.findall(r"^\| `(\w+)`( \*F\*)? \| (.*?) \| .+ \|$", section, re.MULTILINE)
    return {name: (default, bool(secret)) for name, secret, default in rows}


def sources():
    """`(path, text)` of every module of every app."""
    for app in ROOT.iterdir():
        if (app / "__init__.py").exists() and app.name not in {"tests", "bench", "tools"}:
            for file in app.rglob("*.py"):
                yield str(file.relative_to(ROOT)), file.read_text()


def is_read(node):
    """Whether it is a call `env.reader("NAME", …)`."""
    function = getattr(node, "func", None)
    return isinstance(function, ast.Attribute) and getattr(function.value, "id", None) == "env"


def nodes():
    for _, text in sources():
        yield from ast.walk(ast.parse(text))


def name_of(read):
    return ast.literal_eval(read.args[0])


def defaults():
    """`{name: default}` with `DEBUG` off: what the call is given, or what stands behind its `or`."""
    found = {}
    for node in nodes():
        if is_read(node):
            given = [*node.args[1:2], *(k.value for k in node.keywords if k.arg == "default")]
            found |= {name_of(node): value_of(expression) for expression in given}
        elif isinstance(node, ast.BoolOp) and isinstance(node.op, ast.Or) and is_read(node.values[0]):
            found[name_of(node.values[0])] = value_of(node.values[1])
    return {name: value for name, value in found.items() if value}


def value_of(expression):
    """As the table writes it; None for what takes more than `DEBUG` to know."""
    try:
        value = eval(compile(ast.Expression(expression), "default", "eval"), {"__builtins__": {}, "DEBUG": False})
    except NameError:
        return None
    if isinstance(value, bool):
        value = int(value)
    return "none" if value in {"", None} else f"`{value}`"


def test_the_table_names_exactly_the_variables_that_the_code_reads():
    assert set(documented()) == {name_of(node) for node in nodes() if is_read(node)}


def test_the_table_marks_exactly_the_secrets_that_may_come_from_a_file():
    marked = {name for name, (_, secret) in documented().items() if secret}
    assert marked == {name_of(node) for node in nodes() if is_read(node) and node.func.attr in {"secret", "url"}}


def test_the_table_has_the_defaults_of_the_code():
    table = {name: default.partition(";")[0] for name, (default, _) in documented().items()}
    known = defaults()
    assert len(known) > 25
    assert {name: table[name] for name in known} == known


def test_nothing_reads_the_environment_past_the_strict_readers():
    """It would be missing from the table."""
    assert {path for path, text in sources() if "os.environ" in text or "getenv" in text} <= MAY_TOUCH_ENVIRON
