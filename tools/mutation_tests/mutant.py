"""A mutant: the code without a guard, and the test that must fail with it."""

from dataclasses import dataclass, field

from tools.mutation_tests.operators import remove

BOTH, SQLITE, MARIADB = ("sqlite", "mariadb"), ("sqlite",), ("mariadb",)


@dataclass(frozen=True)
class Mutant:
    """`guards` are the names of its markers in the code, separated by spaces; mostly it is one.

    `change` says what the mutated code does, and `operator` changes the code at the marker. `test` fails on each of
    `databases`; on the others another guard still holds.
    """

    guards: str
    change: str
    test: str
    databases: tuple[str, ...] = SQLITE
    operator: object = field(default=remove, repr=False)

    @property
    def edits(self):
        """`{marker: operator}`."""
        return dict.fromkeys(self.guards.split(), self.operator)
