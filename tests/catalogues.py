"""The catalogues in `locale/`, and the sentences of the source that they must have."""

import ast
import gettext
import re
import subprocess
from functools import cache
from pathlib import Path
from typing import NamedTuple

import django
import rest_framework
from django.template import engines
from django.templatetags.i18n import BlockTranslateNode, TranslateNode

from tests.servers import ROOT

LANGUAGES = ["es", "ar"]
LOCALE = ROOT / "locale"
# What `make messages` leaves out; the rest has no sentences for customers.
NOT_EXTRACTED = ("tests/", "tools/", "bench/", "examples/")
PLACEHOLDER = re.compile(r"%\((\w+)\)([sd])|%([sd])|\{(\w+)(?::\w+)?\}")
_MARKERS = {"gettext": 1, "gettext_lazy": 1, "gettext_noop": 1, "ngettext": 2, "ngettext_lazy": 2, "pgettext": 1}


class Entry(NamedTuple):
    """A sentence of a catalogue, with its context, and its translation in each plural form."""

    context: str
    sentence: str
    plural: str
    forms: list[str]
    flags: set[str]

    @property
    def key(self):
        return (self.context, self.sentence)


def source_files(pattern):
    """Files of the project of which `make messages` reads the sentences."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", pattern]
    names = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()
    return [ROOT / name for name in names if not name.startswith(NOT_EXTRACTED) and (ROOT / name).exists()]


def entries(language):
    """The entries of a `.po` file, without its header."""
    return list(_entries((LOCALE / language / "LC_MESSAGES" / "django.po").read_text()))[1:]


def _entries(text):
    for block in text.split("\n\n"):
        flags = set(re.findall(r"[\w-]+", " ".join(re.findall(r"^#,(.*)$", block, re.MULTILINE))))
        texts, name = {}, None
        for line in block.splitlines():
            match = re.fullmatch(r'(?:(msg\w+(?:\[\d\])?) )?(".*")', line)
            if match:
                name = match[1] or name
                texts[name] = texts.get(name, "") + ast.literal_eval(match[2])
        if "msgid" in texts:
            forms = [part for name, part in texts.items() if name.startswith("msgstr")]
            yield Entry(texts.get("msgctxt", ""), texts["msgid"], texts.get("msgid_plural", ""), forms, flags)


def compiled(language):
    """What gettext reads from the `.mo` file: the forms by sentence."""
    with (LOCALE / language / "LC_MESSAGES" / "django.mo").open("rb") as file:
        catalogue = gettext.GNUTranslations(file)._catalog
    found = {}
    for key, text in catalogue.items():
        name, form = key if isinstance(key, tuple) else (key, 0)
        context, _, sentence = name.rpartition("\x04")
        if name:
            found.setdefault((context, sentence), {})[form] = text
    return {key: [forms[place] for place in sorted(forms)] for key, forms in found.items()}


def marked_sentences():
    """The sentences that the source and the mails mark for translation, with their contexts."""
    found = set()
    for file in source_files("*.py"):
        found |= {key for key, _ in marked_in(ast.parse(file.read_text()), file)}
    for file in source_files("*/mail/*.txt"):
        found |= _marked_in_template(file)
    return found


def marked_in(tree, file):
    """The sentences that a module marks, and the node of each."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _MARKERS:
            literals = [each.value if isinstance(each, ast.Constant) else None for each in node.args]
            count = 2 if node.func.id == "pgettext" else _MARKERS[node.func.id]
            assert all(isinstance(text, str) for text in literals[:count]), f"{file}:{node.lineno}: not a literal"
            yield (("", literals[0]) if node.func.id != "pgettext" else tuple(literals[:2])), node


def _marked_in_template(file):
    nodes = engines["django"].from_string(file.read_text()).template.nodelist
    simple = {node.filter_expression.var.literal for node in nodes.get_nodes_by_type(TranslateNode)}
    blocks = {node.render_token_list(node.singular)[0] for node in nodes.get_nodes_by_type(BlockTranslateNode)}
    return {("", text) for text in simple | blocks}


def placeholders(text):
    return sorted(match[0] for match in PLACEHOLDER.finditer(text))


@cache
def _patterns():
    """The sentences of our catalogue and of the libraries' Spanish ones: those without values, and patterns."""
    fixed, patterns = {sentence for _, sentence in marked_sentences()}, []
    for package, folder in ((rest_framework, "locale"), (django, "conf/locale"), (django, "contrib/auth/locale")):
        file = Path(package.__file__).parent / folder / "es" / "LC_MESSAGES" / "django.mo"
        with file.open("rb") as opened:
            names = [key[0] if isinstance(key, tuple) else key for key in gettext.GNUTranslations(opened)._catalog]
        fixed |= {name.rpartition("\x04")[2] for name in names}
    for entry in entries("es"):
        fixed |= {entry.plural} if entry.plural else set()
    for sentence in fixed:
        if PLACEHOLDER.search(sentence):
            literal = [re.escape(part) for part in PLACEHOLDER.sub("\x00", sentence).split("\x00")]
            patterns.append(".*".join(literal))
    return frozenset(fixed), re.compile("|".join(patterns), re.DOTALL)


@cache
def is_translated(text):
    """Whether the English text consists of sentences of the catalogues, which may have values."""
    fixed, patterns = _patterns()
    if text in fixed or patterns.fullmatch(text) is not None:
        return True
    ends = (match.end() for match in re.finditer(r"\. ", text))
    return any(is_translated(text[: end - 1]) and is_translated(text[end:]) for end in ends)
