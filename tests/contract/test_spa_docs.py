"""docs/spa.md says what each code asks of the client: of each that the code base has, and of no other."""

import re

from core.exceptions import ApplicationError
from tests.servers import ROOT

SECTION = (ROOT / "docs/spa.md").read_text().split("\n## What each code asks of the client\n")[1].split("\n## ")[0]


def documented():
    """`{(status, code)}` of the table."""
    rows = re.findall(r"^\| ([\d, ]+) \| (.*?) \|", SECTION, re.MULTILINE)
    pairs = set()
    for statuses, codes in rows:
        names = re.findall(r"`(\w+)`", codes)
        given = [int(status) for status in statuses.split(", ")]
        pairs |= set(zip(given if len(given) > 1 else given * len(names), names, strict=True))
    return pairs


def existing():
    def below(refusal):
        yield refusal
        for child in refusal.__subclasses__():
            yield from below(child)

    # A class without a code of its own is a family, raised as one of its children.
    return {(refusal.status, refusal.code) for refusal in below(ApplicationError) if "code" in vars(refusal)}


def test_every_code_is_in_the_table_with_its_status():
    assert existing() - documented() == set()


def test_the_table_has_no_code_that_does_not_exist():
    assert documented() - existing() == set()


def test_the_table_of_browsers_is_whole_and_of_the_scenarios_as_they_are():
    rows = re.findall(r"^\| (.+) \|$", (ROOT / "docs/browsers.md").read_text(), re.MULTILINE)
    heads, *scenarios = [row.split(" | ") for row in rows]
    source = (ROOT / "examples/spa/browsers/scenarios.ts").read_text()

    assert [re.sub(r" [\d.]+$", "", head) for head in heads] == ["Scenario", "Chromium", "Firefox ESR", "WebKitGTK"]
    assert {cell for _, *cells in scenarios for cell in cells} == {"cookie, body"}
    named = set(re.findall(r'scenario\(\s*"([^"]+)"', source))
    assert named == {name.split(": ", 1)[1] for name, *_ in scenarios}
