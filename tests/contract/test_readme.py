"""The README's tour with curl, run as it stands there: its commands in one bash, its output line by line."""

import os
import re
import shutil
import subprocess
import sys

import pytest

from tests.servers import DEFAULT_LIMITS, ROOT, DemoServer

MANAGE = f"{sys.executable} {ROOT}/manage.py"
SECONDS = 60  # for the whole tour; a hanging curl must not hang the suite
MARK = "\x1e"  # ends the output of each command


def tour():
    """`[(command, expected lines)]` from the `console` blocks of the tour's section."""
    section = (ROOT / "README.md").read_text().split("\n## Tour with curl\n")[1].split("\n## ")[0]
    steps = []
    for block in re.findall(r"^```console\n(.*?)^```$", section, re.DOTALL | re.MULTILINE):
        for line in block.splitlines():
            if line.startswith("$ "):
                steps.append((line.removeprefix("$ "), []))
            else:
                steps[-1][1].append(line)
    return steps


def is_as_expected(expected, actual):
    """Line by line; `…` stands for anything within a line."""
    return len(expected) == len(actual) and all(
        re.fullmatch(".*".join(map(re.escape, wanted.split("…"))), line)
        for wanted, line in zip(expected, actual, strict=True)
    )


def run_in_one_bash(commands, folder, settings):
    """The lines that each command printed."""
    script = folder / "tour.sh"
    script.write_text("".join(f"{command}\nprintf '{MARK}'\n" for command in commands))
    environ = {**settings, "PATH": os.environ["PATH"], "HOME": str(folder), "LANG": "C.UTF-8", "NO_PROXY": "*"}
    done = subprocess.run(
        ["bash", str(script)], cwd=folder, env=environ, timeout=SECONDS, text=True,
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    return [output.splitlines() for output in done.stdout.split(MARK)[:-1]]


needs_curl = pytest.mark.skipif(not (shutil.which("curl") and shutil.which("bash")), reason="needs curl and bash")


@pytest.fixture(scope="module")
def demo_server():
    name = f"readme_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
    with DemoServer(name, workers=1, **DEFAULT_LIMITS) as server:
        yield server


@needs_curl
def test_the_tour_gives_what_the_readme_says(demo_server, tmp_path):
    steps = tour()
    assert len(steps) > 40
    here = {"localhost:8000": f"127.0.0.1:{demo_server.port}", ".venv/bin/python manage.py": MANAGE}
    commands = [command for command, _ in steps]
    for in_readme, in_test in here.items():
        commands = [command.replace(in_readme, in_test) for command in commands]
    outputs = run_in_one_bash(commands, tmp_path, demo_server.environ)

    assert len(outputs) == len(steps)
    wrong = [
        f"$ {command}\n--- README\n{chr(10).join(expected)}\n--- in fact\n{chr(10).join(actual)}"
        for (command, expected), actual in zip(steps, outputs, strict=True)
        if not is_as_expected(expected, actual)
    ]
    assert not wrong, "\n\n".join(wrong)


@needs_curl
def test_the_curl_lines_that_make_run_prints_work_as_printed(demo_server, tmp_path):
    printed = demo_server.manage("load_demo")
    assert "Serving on" not in printed  # it is not served yet
    assert "bind_browser" not in printed
    login, check = re.findall(r"^  (curl .*?[^\\\n])\n", printed, re.DOTALL | re.MULTILINE)
    (signed_in,) = run_in_one_bash([login], tmp_path, demo_server.environ)
    token = re.search(r'"access":"([^"]+)"', "".join(signed_in))[1]
    (checked,) = run_in_one_bash([check.replace("YOUR_TOKEN", token)], tmp_path, demo_server.environ)
    assert '"authenticated":true' in "".join(checked)


@pytest.mark.parametrize(
    ("expected", "actual", "same"),
    [
        (['{"id":…}'], ['{"id":17}'], True),
        (['{"id":…}'], ['{"id":17} [200]'], False),
        (["a.c"], ["abc"], False),
        ([" [204]"], [" [204]"], True),
        ([" [204]"], [], False),
        ([], ["unexpected"], False),
    ],
)
def test_the_comparison_itself(expected, actual, same):
    assert is_as_expected(expected, actual) is same


def documents():
    readmes = [ROOT / folder / "README.md" for folder in ("docs/postman", "examples/spa")]
    return [*readmes, *(file for folder in (".", "docs", "docs/adr") for file in sorted((ROOT / folder).glob("*.md")))]


@pytest.mark.parametrize("document", documents(), ids=lambda file: str(file.relative_to(ROOT)))
def test_every_link_leads_to_a_file_and_a_heading(document):
    for target in re.findall(r"\]\((?!https?:)([^)]+)\)", document.read_text()):
        path, _, heading = target.partition("#")
        file = (document.parent / path).resolve() if path else document
        assert file.exists(), target
        assert not heading or heading in headings(file), target


@pytest.mark.parametrize("document", documents(), ids=lambda file: str(file.relative_to(ROOT)))
def test_every_folder_and_file_that_is_named_is_there(document):
    """The threat model names the tests that prove it."""
    tops = "|".join(re.escape(entry.name) for entry in ROOT.iterdir() if (entry / "__init__.py").exists())
    for path in re.findall(rf"`((?:{tops}|docs|bench)/[\w./]*)`", document.read_text()):
        assert (ROOT / path).exists(), path
        assert not (ROOT / path).is_dir() or any((ROOT / path).glob("*")), path


def headings(file):
    """The anchors that a Markdown file has, as GitHub and GitLab make them."""
    titles = re.findall(r"^#+ (.+)$", file.read_text(), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title).strip().lower().replace(" ", "-") for title in titles}
