"""The report of a run: a table in Markdown, a row for each mutant with what its test printed."""

from tools.mutation_tests.markers import ROOT

FOLDER = ROOT / "build" / "mutation-tests"
SURVIVED, NOT_RUN = "survived", "test did not run"  # such as a server that did not start
HEADER = "| guard | mutant | test | first failure |\n|---|---|---|---|\n"


class Report:
    """The file of one database; each result is written at once, so that an interrupted run leaves what it has."""

    def __init__(self, database, folder=FOLDER):
        folder.mkdir(parents=True, exist_ok=True)
        self.path = folder / f"{database}.md"
        self.path.write_text(f"# Mutation tests on {database}\n\n{HEADER}")

    def add(self, mutant, message, verdict=""):
        """`message` is the failure of the mutant's test, `verdict` why there is none."""
        test = mutant.test.partition("::")[2]
        cells = [_code(mutant.guards), mutant.change, _code(test), f"**{verdict}**" if verdict else _code(message)]
        with self.path.open("a") as file:
            file.write(f"| {' | '.join(cells)} |\n")


def _code(text):
    text = text.replace("|", r"\|")
    return f"`{text}`" if text else ""
