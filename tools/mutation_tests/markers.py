"""Finds the guards that the code names in trailing comments (`# guard: account-lock`), wherever the code stands."""

import ast
import io
import re
import tokenize
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MARKER = re.compile(r"# guard: ([a-z0-9]+(?:-[a-z0-9]+)*)$")
LOOKS_LIKE_ONE = re.compile(r"#\s*guards?\s*:", re.IGNORECASE)
NOT_UNDER_TEST = {"tests", "tools", "bench", "docs", "examples", "node_modules", "build", "var"}
COMPOUND = (ast.stmt, ast.ExceptHandler)


@dataclass(frozen=True)
class Place:
    """Where a guard is named; `path` is relative to the root of the project."""

    name: str
    path: Path
    line: int


class MarkedCode:
    """The code under test below a root, searched once. Raises ValueError for a comment that only looks like a marker.

    `places` are those of all markers, in the order of files and lines.
    """

    def __init__(self, root=ROOT):
        self.root = root
        self.places = [place for path in _modules(root) for place in _places_in(root / path, path)]

    def find_place(self, name):
        """The one place of that name. Raises LookupError where there is none or more than one."""
        places = [place for place in self.places if place.name == name]
        if len(places) != 1:
            raise LookupError(f"{len(places)} places are marked `# guard: {name}`: {places}")
        return places[0]

    def parse(self, path):
        """The syntax tree of a module."""
        return ast.parse((self.root / path).read_text())


def marked_node(tree, line):
    """The node that a marker on this line stands for.

    That is the statement (or `except` clause) whose header includes the line; but where a call, a dictionary, a list
    or a condition is spread over several lines and exactly one of its elements fills this one, that element; and on
    the line of a decorator, the decorator. Raises LookupError.
    """
    headers = [node for node in ast.walk(tree) if isinstance(node, COMPOUND) and line in _header(node)]
    if not headers:
        raise LookupError(f"no statement on line {line}")
    statement = max(headers, key=lambda node: node.lineno)
    elements = [
        element
        for parent in _expressions(statement)
        for element in _elements(parent)
        if element.lineno == element.end_lineno == line
    ]
    if len(elements) > 1:
        raise LookupError(f"line {line} has {len(elements)} elements: put each on a line of its own")
    return elements[0] if elements else statement


def _modules(root):
    """Of the code under test, relative to the root."""
    for path in sorted(root.iterdir()):
        if path.name.startswith(".") or path.name in NOT_UNDER_TEST:
            continue
        found = sorted(path.rglob("*.py")) if path.is_dir() else [path] * (path.suffix == ".py")
        yield from (module.relative_to(root) for module in found)


def _places_in(file, path):
    text = file.read_text()
    if not LOOKS_LIKE_ONE.search(text):
        return
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.COMMENT and LOOKS_LIKE_ONE.search(token.string):
            found = MARKER.search(token.string)
            if not found or not token.line[: token.start[1]].strip():
                raise ValueError(f"{path}:{token.start[0]}: write `# guard: a-name` at the end of a line of code")
            yield Place(found[1], path, token.start[0])


def _header(node):
    """The lines of a statement without those of the statements inside it."""
    first = min([node.lineno, *(decorator.lineno for decorator in getattr(node, "decorator_list", []))])
    body = getattr(node, "body", None)
    if not isinstance(body, list):
        return range(first, node.end_lineno + 1)
    inner = body[0]
    return range(first, min([inner.lineno, *(d.lineno for d in getattr(inner, "decorator_list", []))]))


def _expressions(statement):
    """The statement and the expressions in its header, not the statements inside it."""
    waiting = [statement]
    while waiting:
        node = waiting.pop()
        yield node
        waiting += [child for child in ast.iter_child_nodes(node) if not isinstance(child, COMPOUND)]


def _elements(parent):
    """What of this node may be marked by itself."""
    if getattr(parent, "decorator_list", None):
        return parent.decorator_list
    if not isinstance(parent, ast.expr) or parent.lineno == parent.end_lineno:
        return []
    names = ("args", "keywords", "elts", "values") if not isinstance(parent, ast.Lambda) else ()
    return [child for name in names for child in getattr(parent, name, []) if child is not None]
