"""SQLite and MariaDB keep the same books: each does the same operations and is held against the same figures.

`PARITY_OPERATIONS=5000` does more (25 s). After a change of the rules that is meant: `UPDATE_PARITY=1` with each of the
two numbers, and a look at the diff of `parity_digest.json`.
"""

import hashlib
import json
import os
from collections import Counter
from pathlib import Path

import pytest

from tests.transactions.ledger_assertions import check_books, export
from tests.transactions.operations import Bank, at_random, people

FILE = Path(__file__).with_name("parity_digest.json")
OPERATIONS = int(os.environ.get("PARITY_OPERATIONS", "600"))


@pytest.fixture
def figures(db):
    """What a digest is made of, with enough beside it that a difference says where."""
    bank = Bank(people())
    at_random(bank, 2026, OPERATIONS)
    check_books()
    books = export()
    text = json.dumps([books, bank.outcomes], sort_keys=True)
    return {
        "accounts": {name: values for name, values in books["accounts"].items() if name in bank.numbers},
        "outcomes": dict(sorted(Counter(bank.outcomes).items())),
        "kinds": dict(sorted(Counter(row[0] for row in books["transactions"]).items())),
        "sha256": hashlib.sha256(text.encode()).hexdigest(),
    }


def test_the_same_operations_give_the_same_books_on_every_database(figures):
    known = json.loads(FILE.read_text())
    if os.environ.get("UPDATE_PARITY"):
        FILE.write_text(json.dumps({**known, str(OPERATIONS): figures}, indent=1, sort_keys=True) + "\n")
    else:
        assert figures == known[str(OPERATIONS)]


@pytest.mark.parametrize("operations", ["600", "5000"])
def test_those_operations_meet_every_kind_of_transaction_and_of_refusal(operations):
    known = json.loads(FILE.read_text())[operations]
    assert set(known["kinds"]) == {"deposit", "withdrawal", "transfer", "reversal"}
    assert {"account_frozen", "already_reversed", "insufficient_funds", "limit_exceeded", "not_found",
            "not_reversible", "same_account"} <= set(known["outcomes"])  # fmt: skip
