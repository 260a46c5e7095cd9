"""Only `core.dates` turns instants into days: no code uses UTC days, or the database's time zones, by accident."""

import ast
import re

import pytest

from tests.contract.test_code_structure import modules
from tests.servers import ROOT

# The only module that converts instants to days.
MAY_CONVERT = {"core/bank_calendar.py"}
FOLDERS = {"accounts", "audit", "backoffice", "bankportal", "core", "demo", "loans", "reports", "sessions_browser",
           "transactions", "users"}  # fmt: skip
TRUNCATING = re.compile(r"(Trunc|Extract)[A-Z]\w*")
# Lookups of Django that need the time zones of the database.
LOOKUP = re.compile(r"\w+__(date|year|iso_year|month|day|week|week_day|iso_week_day|quarter|time|hour)(__\w+)?")
SQL = re.compile(r"\s*(SELECT|INSERT|UPDATE|DELETE)\b", re.IGNORECASE)
TIME_ZONE_SQL = re.compile(
    r"convert_tz|curdate|current_date|'localtime'|\bnow\(\)|date\(\s*(\w+\.)?\w+_at", re.IGNORECASE
)
# Methods, and the class that has them if others may have a method of this name.
METHODS = {"date": None, "localdate": None, "localtime": None, "today": {"date", "datetime"}, "combine": {"datetime"}}


def of_call(node):
    if isinstance(node.func, ast.Attribute) and node.func.attr in METHODS:
        owners = METHODS[node.func.attr]
        if owners is None or getattr(node.func.value, "id", None) in owners:
            yield f"{node.func.attr}()"


def of_import(node):
    yield from (alias.name for alias in node.names if TRUNCATING.fullmatch(alias.name))


def of_keyword(node):
    if node.arg and LOOKUP.fullmatch(node.arg):
        yield node.arg


def of_constant(node):
    text = node.value if isinstance(node.value, str) else ""
    if LOOKUP.fullmatch(text) or (SQL.match(text) and TIME_ZONE_SQL.search(text)):
        yield text


def of_name(node):
    if node.id == "date_hierarchy":
        yield node.id


RULES = {ast.Call: of_call, ast.Import: of_import, ast.ImportFrom: of_import, ast.keyword: of_keyword,
         ast.Constant: of_constant, ast.Name: of_name}  # fmt: skip


def violations(source):
    """`(line, what)` of everything that could make a day of another zone."""
    for node in ast.walk(ast.parse(source)):
        for what in RULES.get(type(node), lambda _: ())(node):
            yield getattr(node, "lineno", 0), what


def product_files():
    for file in modules():
        path = file.relative_to(ROOT)
        if path.parts[0] in FOLDERS and "migrations" not in path.parts and str(path) not in MAY_CONVERT:
            yield file


@pytest.mark.parametrize(
    "code",
    [
        "now().date()",
        "loan.disbursed_at.date()",
        "date.today()",
        "datetime.today()",
        "timezone.localdate()",
        "datetime.combine(day, time(), UTC)",
        "from django.db.models.functions import TruncDate",
        "from django.db.models.functions import Count, ExtractYear",
        "rows.filter(booked_at__date=day)",
        "rows.filter(booked_at__year__gte=2026)",
        "rows.filter(**{'booked_at__month': 3})",
        "cursor.execute('SELECT DATE(t.booked_at) FROM transactions t')",
        "cursor.execute(\"SELECT CONVERT_TZ(booked_at, '+00:00', %s) FROM transactions\")",
        "class A:\n    date_hierarchy = 'booked_at'",
    ],
)
def test_day_of_another_zone_is_found(code):
    assert list(violations(code))


@pytest.mark.parametrize(
    "code", ["bank_day(now())", "today()", "row.value_date.isoformat()", "rows.filter(day__gte=day)"]
)
def test_day_of_the_bank_is_not_reported(code):
    assert list(violations(code)) == []


@pytest.mark.slow
def test_days_are_made_in_the_banks_time_zone_only():
    found = [
        f"{file.relative_to(ROOT)}:{line}: {what}"
        for file in product_files()
        for line, what in violations(file.read_text())
    ]

    assert found == []


def test_formats_of_days_are_of_days_and_not_of_instants():
    """`f"{booked_at:%Y-%m-%d}"` prints the UTC day; `in_bank_time` and `bank_day` do not."""
    instant = re.compile(r"\{[\w.]*_at:%")
    found = [
        f"{file.relative_to(ROOT)}: {match}" for file in product_files() for match in instant.findall(file.read_text())
    ]

    assert found == []


SPA = [
    file
    for end in ("ts", "tsx")
    for file in (ROOT / "examples" / "spa" / "src").rglob(f"*.{end}")
    if ".test." not in file.name and "testing" not in file.parts
]
# Parts of a text or of a `Date` that are the day in UTC or on the user's device.
OTHER_DAYS = re.compile(
    r"toISOString\(\)\.(slice|split|substring)|_at\.(slice|split|substring)\(|\.getDate\(\)|\.getMonth\(\)|toLocaleDateString"
)


def test_example_application_makes_days_in_the_banks_time_zone_only():
    assert len(SPA) > 50
    found = {file.name for file in SPA if OTHER_DAYS.search(file.read_text())}

    # It computes with dates, not with instants.
    assert found <= {"bank-time.ts"}
