"""The curl examples of the documents, run as they stand there: commands in one bash, output line by line."""

import os
import re
import shutil
import subprocess
import sys

import pytest

from tests.servers import DEFAULT_LIMITS, ROOT, DemoServer

MANAGE = f"{sys.executable} {ROOT}/manage.py"
SECONDS = 60  # for one document; a hanging curl must not hang the suite
DOCUMENTS = {"README.md": 5, "docs/tutorial.md": 100, "docs/troubleshooting.md": 6}  # with at least so many commands
MARK = "\x1e"  # ends the output of each command


def examples(document):
    """`[(command, expected lines)]` from the `console` blocks of a document."""
    steps = []
    for block in re.findall(r"^```console\n(.*?)^```$", (ROOT / document).read_text(), re.DOTALL | re.MULTILINE):
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
    script = folder / "examples.sh"
    script.write_text("".join(f"{command}\nprintf '{MARK}'\n" for command in commands))
    environ = {**settings, "PATH": os.environ["PATH"], "HOME": str(folder), "LANG": "C.UTF-8", "NO_PROXY": "*"}
    done = subprocess.run(
        ["bash", str(script)], cwd=folder, env=environ, timeout=SECONDS, text=True,
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    # A terminal does not show the byte order mark of a CSV file.
    return [output.removeprefix("\ufeff").splitlines() for output in done.stdout.split(MARK)[:-1]]


needs_curl = pytest.mark.skipif(not (shutil.which("curl") and shutil.which("bash")), reason="needs curl and bash")


@pytest.fixture(scope="module")
def demo_server():
    name = f"examples_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
    with DemoServer(name, workers=1, **DEFAULT_LIMITS) as server:
        yield server


@needs_curl
@pytest.mark.slow
@pytest.mark.parametrize("document", DOCUMENTS)
def test_examples_print_what_the_document_shows(document, demo_server, tmp_path):
    steps = examples(document)
    assert len(steps) >= DOCUMENTS[document]
    here = {"localhost:8000": f"127.0.0.1:{demo_server.port}", ".venv/bin/python manage.py": MANAGE}
    commands = [command for command, _ in steps]
    for in_document, in_test in here.items():
        commands = [command.replace(in_document, in_test) for command in commands]
    outputs = run_in_one_bash(commands, tmp_path, demo_server.environ)

    assert len(outputs) == len(steps)
    wrong = [
        f"$ {command}\n--- {document}\n{chr(10).join(expected)}\n--- in fact\n{chr(10).join(actual)}"
        for (command, expected), actual in zip(steps, outputs, strict=True)
        if not is_as_expected(expected, actual)
    ]
    assert not wrong, "\n\n".join(wrong)


@needs_curl
@pytest.mark.slow
def test_the_curl_lines_that_make_run_prints_work_as_printed(demo_server, tmp_path):
    printed = demo_server.manage("load_demo")
    assert "Serving on" not in printed  # it is not served yet
    assert "bind_browser" not in printed
    login, check = re.findall(r"^  (curl .*?[^\\\n])\n", printed, re.DOTALL | re.MULTILINE)
    (signed_in,) = run_in_one_bash([login], tmp_path, demo_server.environ)
    token = re.search(r'"access":"([^"]+)"', "".join(signed_in))[1]
    (checked,) = run_in_one_bash([check.replace("YOUR_TOKEN", token)], tmp_path, demo_server.environ)
    assert '"authenticated":true' in "".join(checked)


def test_all_documents_with_examples_are_run():
    folders = (".", "docs", "docs/adr", "docs/postman", "examples/spa")
    documents = [file for folder in folders for file in (ROOT / folder).glob("*.md")]
    with_examples = [file for file in documents if "```console" in file.read_text()]
    assert {str(file.relative_to(ROOT)) for file in with_examples} == set(DOCUMENTS)


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
