"""Writes the tables of docs/settings.md from the code that reads the settings: `make settings`."""

import ast
import re
from dataclasses import dataclass
from pathlib import Path, PurePath

ROOT = Path(__file__).resolve().parent.parent
DOCUMENT = ROOT / "docs" / "settings.md"
SOURCES = ("bankportal/settings.py", "bankportal/server/options.py", "bankportal/rate_limits.py")
BEGIN = "<!-- `make settings` writes what follows, from the comments in bankportal/settings.py. -->\n"
END = "<!-- End of what `make settings` writes. -->\n"
SECRETS = {"secret", "url", "key_ring"}  # readers of bankportal.env that also read NAME_FILE
TITLE = re.compile(r" *# --- (.+?) -+")
MAKE_RUN = re.compile(r"^run: export (\w+) := \$\(call setting,\1,(\w+)\)$", re.MULTILINE)


@dataclass(frozen=True)
class Setting:
    """One row of a table."""

    section: str
    name: str
    secret: bool
    default: str
    meaning: str


def generated() -> str:
    """The document with tables made anew; the text around them stays."""
    text = DOCUMENT.read_text()
    before, after = text.split(BEGIN)[0], text.split(END)[1]
    return f"{before}{BEGIN}\n{tables(settings())}\n{END}{after}"


def settings() -> list[Setting]:
    """All settings, in the order of the code."""
    make_run = dict(MAKE_RUN.findall((ROOT / "Makefile").read_text()))
    return [setting for source in SOURCES for setting in settings_in((ROOT / source).read_text(), make_run)]


def settings_in(text: str, make_run: dict[str, str]) -> list[Setting]:
    """The settings that a module reads. `make_run` has the defaults that the Makefile sets.

    Raises ValueError for a setting without a comment.
    """
    tree, lines = ast.parse(text), text.splitlines()
    fallbacks = {
        id(node.values[0]): node.values[1]
        for node in ast.walk(tree)
        if isinstance(node, ast.BoolOp) and isinstance(node.op, ast.Or)
    }
    reads = sorted((node for node in ast.walk(tree) if is_read(node)), key=lambda node: node.lineno)
    return [setting_of(read, lines, fallbacks.get(id(read)), make_run) for read in reads]


def is_read(node: ast.AST) -> bool:
    """Whether it is a call `env.reader("NAME", …)`."""
    function = getattr(node, "func", None)
    return isinstance(function, ast.Attribute) and getattr(function.value, "id", None) == "env"


def setting_of(read: ast.Call, lines: list[str], fallback: ast.expr | None, make_run: dict[str, str]) -> Setting:
    """The row for one call of a reader; `fallback` stands behind the `or` that follows the call."""
    name, reader = ast.literal_eval(read.args[0]), read.func.attr
    above = lines[: read.lineno - 1]
    comment = comment_at_end(above)
    default = comment.pop(0).removeprefix("Default: ") if comment[:1] and comment[0].startswith("Default: ") else ""
    if not comment:
        raise ValueError(f"Say in a comment `#:` above the line what {name} means.")
    given = fallback or next(iter([*read.args[1:2], *(k.value for k in read.keywords if k.arg == "default")]), None)
    return Setting(
        section=next((match[1] for line in reversed(above) if (match := TITLE.fullmatch(line))), ""),
        name=name,
        secret=reader in SECRETS,
        default=default or default_text(given, make_run.get(name)),
        meaning=" ".join([*comment, *allowed_values(read)]),
    )


def comment_at_end(lines: list[str]) -> list[str]:
    """The lines of the comment `#:` with which `lines` end."""
    comment: list[str] = []
    while lines and lines[-1 - len(comment)].lstrip().startswith("#: "):
        comment.append(lines[-1 - len(comment)].strip().removeprefix("#: "))
    return comment[::-1]


def default_text(expression: ast.expr | None, make_run: str | None) -> str:
    """The default, and what it is instead under `DEBUG` and with `make run`."""
    production, development = (code(value_of(expression, debug=debug)) for debug in (False, True))
    parts = [production]
    if development != production:
        parts.append(f"`DEBUG`: {development}")
    if make_run is not None:
        parts.append(f"`make run`: {code(make_run)}")
    return "; ".join(parts)


def value_of(expression: ast.expr | None, *, debug: bool) -> object:
    """Raises NameError for a default that takes more than `DEBUG` to know: write it as `#: Default: …`."""
    if expression is None:
        return None
    names = {"__builtins__": {}, "DEBUG": debug, "BASE_DIR": PurePath()}
    return eval(compile(ast.Expression(expression), "default", "eval"), names)


def code(value: object) -> str:
    """As an operator writes it."""
    if value in {"", None}:
        return "none"
    return f"`{int(value) if isinstance(value, bool) else value}`"


def allowed_values(read: ast.Call) -> list[str]:
    """The bounds of a number, the words of a choice."""
    if read.func.attr == "number":
        bounds = {k.arg: value_of(k.value, debug=False) for k in read.keywords}
        return [f"From {bounds['least']} to {bounds['most']}."]
    if read.func.attr == "one_of":
        return [f"One of {', '.join(code(choice) for choice in ast.literal_eval(read.args[2]))}."]
    return []


def tables(rows: list[Setting]) -> str:
    """A heading and a table for each section."""
    sections: dict[str, list[str]] = {}
    for row in rows:
        secret = " *F*" if row.secret else ""
        sections.setdefault(row.section, []).append(f"| `{row.name}`{secret} | {row.default} | {row.meaning} |\n")
    head = "| name | default | meaning |\n|---|---|---|\n"
    return "\n".join(f"## {title[0].upper()}{title[1:]}\n\n{head}{''.join(lines)}" for title, lines in sections.items())


if __name__ == "__main__":
    DOCUMENT.write_text(generated())
