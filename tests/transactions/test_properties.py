"""Any operations by anybody in any order: no money is made or lost, and every statement continues the one before."""

import itertools
from datetime import timedelta

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from tests.transactions.ledger_assertions import check_books
from tests.transactions.operations import BEGINNING, CAST, Bank, people
from transactions.models import Entry
from transactions.statements.selectors import statement_visible_to

PLACES = st.integers(0, 4)
AMOUNTS = st.sampled_from([1, 2, 100, 99_999]) | st.integers(1, 1_500_000)
WAITS = st.integers(0, 600)  # minutes


def operation(verbs, actors):
    return st.tuples(st.sampled_from(verbs), st.sampled_from(actors), PLACES, PLACES, AMOUNTS, WAITS)


OPERATIONS = st.lists(
    operation(["deposit"], ["c0", "c1"])
    | operation(["transfer"], ["m0", "m1", "m2", "c0"])
    | operation(["withdraw", "reverse", "freeze", "unfreeze"], ["g0"])
    | operation(["deposit", "withdraw", "transfer", "reverse"], list(CAST)),
    min_size=3,
    max_size=14,
)
CUTS = st.lists(st.integers(-60, 9000), min_size=1, max_size=4, unique=True).map(sorted)  # minutes from the beginning


class TestAnySequence(TestCase):
    """Hypothesis' own test case gives every example a transaction of its own."""

    @classmethod
    def setUpTestData(cls):
        cls.people = people()

    # Without shrinking, which would take minutes to say what fourteen operations say at once.
    @settings(
        max_examples=20,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        derandomize=True,
        phases=[Phase.explicit, Phase.generate],
    )
    @given(operations=OPERATIONS, cuts=CUTS)
    def test_keeps_the_books_whole_and_the_statements_joined(self, operations, cuts):
        bank = Bank(self.people)
        for operation in operations:
            bank.do(*operation)
        check_books()
        for number in bank.numbers:
            self.check_statements(bank, number, cuts)

    def check_statements(self, bank, number, cuts):
        """Of periods that follow each other, from before the first entry to after the last."""
        bounds = [-10_000, *cuts, 10_000_000]
        moments = [BEGINNING + timedelta(minutes=minutes) for minutes in bounds]
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
