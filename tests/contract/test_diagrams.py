"""The diagrams in docs/architecture.md: those of the tables agree with the models, and all can be drawn."""

import re

import pytest
from django.apps import apps

from tests.servers import ROOT

DOCUMENT = ROOT / "docs" / "architecture.md"
NOT_OURS = {"auth", "admin", "contenttypes", "sessions"}  # Django's own tables; nothing of the bank refers to them
CARDINALITY = r"(?:\|\||\|o|\}o|\}\||o\||o\{|\|\{)"
RELATION = re.compile(rf"(\w+) {CARDINALITY}--{CARDINALITY} (\w+) : \"[^\";#]+\"")
COLUMN = re.compile(r"(\w+) (\w+)(?: ((?:PK|FK|UK)(?:, (?:PK|FK|UK))*))?(?: \"[^\";#]+\")?")
MESSAGE = re.compile(r"(\w+)--?>>(\w+): [^;#]+")
MODELS = {model._meta.db_table: model for model in apps.get_models() if model._meta.app_label not in NOT_OURS}


def diagrams(kind):
    """Their texts, without the first line."""
    return re.findall(rf"^```mermaid\n{kind}\n(.*?)^```$", DOCUMENT.read_text(), re.DOTALL | re.MULTILINE)


def read_diagrams():
    """The tables, `{name: {column: keys}}`, and the relations as pairs of names."""
    tables, relations, open_table = {}, [], None
    for line in map(str.strip, "".join(diagrams("erDiagram")).splitlines()):
        if line == "}":
            open_table = None
        elif open_table is not None:
            _, name, keys = COLUMN.fullmatch(line).groups()
            open_table[name] = set(keys.split(", ")) if keys else set()
        elif line.endswith(" {"):
            open_table = tables[line.removesuffix(" {")] = {}
        else:
            relations.append(RELATION.fullmatch(line).groups())
    return tables, relations


TABLES, RELATIONS = read_diagrams()


def keys_of(field):
    return {
        key
        for key, applies in {
            "PK": field.primary_key,
            "FK": field.is_relation,
            "UK": field.unique and not field.primary_key,
        }.items()
        if applies
    }


def test_diagrams_have_exactly_the_tables_of_the_models():
    assert set(TABLES) == set(MODELS)


@pytest.mark.parametrize("table", TABLES)
def test_columns_of_a_diagram_are_columns_of_the_model_with_the_same_keys(table):
    columns = {field.attname: keys_of(field) for field in MODELS[table]._meta.concrete_fields}

    assert TABLES[table].items() <= columns.items()


@pytest.mark.parametrize("table", TABLES)
def test_each_key_of_a_model_is_in_the_diagram(table):
    fields = MODELS[table]._meta.concrete_fields

    assert {field.attname for field in fields if keys_of(field)} <= set(TABLES[table])


def test_relations_of_the_diagrams_are_the_foreign_keys_of_the_models():
    foreign_keys = {
        (field.related_model._meta.db_table, table)
        for table, model in MODELS.items()
        for field in model._meta.concrete_fields
        if field.is_relation
    }

    assert set(RELATIONS) == foreign_keys


@pytest.mark.parametrize("diagram", diagrams("sequenceDiagram"), ids=lambda text: text.splitlines()[0].strip())
def test_sequence_diagram_declares_its_participants_and_closes_its_blocks(diagram):
    lines = [line.strip() for line in diagram.splitlines()]
    declared = {line.split()[1] for line in lines if line.startswith("participant ")}
    messages = [found for line in lines if (found := MESSAGE.fullmatch(line))]
    opened = sum(line.split()[0] in {"alt", "opt", "loop", "par"} for line in lines)

    assert {name for message in messages for name in message.groups()} == declared
    assert opened == lines.count("end")
    rest = [line for line in lines if not MESSAGE.fullmatch(line) and line != "end"]
    assert {line.split()[0] for line in rest} <= {"participant", "Note", "alt", "else", "opt"}
