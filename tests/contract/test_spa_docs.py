"""The table of error codes in docs/spa.md and the table of browsers in docs/browsers.md are complete."""

import re

from core.exceptions import ApplicationError
from tests.servers import ROOT

SECTION = (ROOT / "docs/spa.md").read_text().split("\n## How to handle each code\n")[1].split("\n## ")[0]


def documented_codes():
    """`{(status, code)}` of the table."""
    rows = re.findall(r"^\| ([\d, ]+) \| (.*?) \|", SECTION, re.MULTILINE)
    pairs = set()
    for statuses, codes in rows:
        names = re.findall(r"`(\w+)`", codes)
        given = [int(status) for status in statuses.split(", ")]
        pairs |= set(zip(given if len(given) > 1 else given * len(names), names, strict=True))
    return pairs


def raised_codes():
    """`{(status, code)}` of all error classes."""

    def with_subclasses(error):
        yield error
        for child in error.__subclasses__():
            yield from with_subclasses(child)

    # A class without a code of its own is a base class: only its subclasses are raised.
    return {(error.status, error.code) for error in with_subclasses(ApplicationError) if "code" in vars(error)}


def test_spa_docs_list_every_error_code_with_its_status():
    assert raised_codes() - documented_codes() == set()


def test_spa_docs_list_no_unknown_error_code():
    assert documented_codes() - raised_codes() == set()


def test_browser_table_lists_every_scenario_in_every_engine():
    rows = re.findall(r"^\| (.+) \|$", (ROOT / "docs/browsers.md").read_text(), re.MULTILINE)
    heads, *scenarios = [row.split(" | ") for row in rows]
    source = (ROOT / "examples/spa/browsers/scenarios.ts").read_text()

    assert [re.sub(r" [\d.]+$", "", head) for head in heads] == ["Scenario", "Chromium", "Firefox ESR", "WebKitGTK"]
    others = ["not run"] * 2  # the engines without a passkey that a test can use
    for name, *cells in scenarios:
        assert cells == ["cookie, body", *(others if "a passkey is added" in name else ["cookie, body"] * 2)], name
    named = set(re.findall(r'scenario\(\s*"([^"]+)"', source))
    assert named == {name.split(": ", 1)[1] for name, *_ in scenarios}
