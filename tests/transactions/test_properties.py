"""Random operations keep the ledger consistent, and consecutive statements continue each other."""

import itertools
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from tests.transactions.ledger_assertions import check_ledger
from tests.transactions.operations import ROLES, START, Bank, create_people
from transactions.models import Entry
from transactions.statements.selectors import statement_visible_to

ACCOUNT_INDEXES = st.integers(0, 4)
AMOUNTS = st.sampled_from([1, 2, 100, 99_999]) | st.integers(1, 1_500_000)
WAITS = st.integers(0, 600)  # minutes


def operation(operations, actors):
    return st.tuples(
        st.sampled_from(operations), st.sampled_from(actors), ACCOUNT_INDEXES, ACCOUNT_INDEXES, AMOUNTS, WAITS
    )


OPERATIONS = st.lists(
    operation(["deposit"], ["c0", "c1"])
    | operation(["transfer"], ["m0", "m1", "m2", "c0"])
    | operation(["withdraw", "reverse", "freeze", "unfreeze"], ["g0"])
    | operation(["deposit", "withdraw", "transfer", "reverse"], list(ROLES)),
    min_size=3,
    max_size=14,
)
BOUNDARIES = st.lists(st.integers(-60, 9000), min_size=1, max_size=4, unique=True).map(sorted)  # minutes from the start


@pytest.mark.slow
class TestOperationSequences(TestCase):
    """Hypothesis' test case runs every example in a transaction of its own."""

    @classmethod
    def setUpTestData(cls):
        cls.people = create_people()

    # No shrinking: it would take minutes, and fourteen operations are short enough to read.
    @settings(
        max_examples=20,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        derandomize=True,
        phases=[Phase.explicit, Phase.generate],
    )
    @given(operations=OPERATIONS, boundaries=BOUNDARIES)
    def test_ledger_is_consistent_and_statements_are_continuous_after_any_operations(self, operations, boundaries):
        bank = Bank(self.people)
        for operation in operations:
            bank.run(*operation)
        check_ledger()
        for number in bank.numbers:
            self.check_statements(bank, number, boundaries)

    def check_statements(self, bank, number, boundaries):
        """Checks statements of consecutive periods, from before the first entry to after the last."""
        offsets = [-10_000, *boundaries, 10_000_000]
        moments = [START + timedelta(minutes=minutes) for minutes in offsets]
        closing, seen = 0, []
        for since, before in itertools.pairwise(moments):
            statement = statement_visible_to(self.people["g0"], number, since, before)
            assert statement.opening_balance == closing
            closing = statement.closing_balance
            assert closing == statement.opening_balance + statement.total_credits - statement.total_debits
            assert closing == (statement.entries[-1].balance_after if statement.entries else statement.opening_balance)
            seen += [entry.seq for entry in statement.entries]
        assert closing == statement.account.balance
        assert seen == list(range(1, Entry.objects.filter(account=statement.account).count() + 1))
