"""SQLite and MariaDB produce the same ledger: each runs the same operations and is compared with the same figures.

`PARITY_OPERATIONS=5000` runs more operations (25 s). After an intended change of the rules, run with `UPDATE_PARITY=1`
for each of the two numbers and review the diff of `parity_digest.json`.
"""

import hashlib
import json
import os
from collections import Counter
from pathlib import Path

import pytest

from tests.transactions.ledger_assertions import check_ledger, export
from tests.transactions.operations import Bank, create_people, run_random_operations

FILE = Path(__file__).with_name("parity_digest.json")
OPERATIONS = int(os.environ.get("PARITY_OPERATIONS", "600"))


@pytest.fixture
def figures(db):
    """The digest of the ledger, with details that help to locate a difference."""
    bank = Bank(create_people())
    run_random_operations(bank, 2026, OPERATIONS)
    check_ledger()
    ledger = export()
    text = json.dumps([ledger, bank.outcomes], sort_keys=True)
    return {
        "accounts": {name: values for name, values in ledger["accounts"].items() if name in bank.numbers},
        "outcomes": dict(sorted(Counter(bank.outcomes).items())),
        "kinds": dict(sorted(Counter(row[0] for row in ledger["transactions"]).items())),
        "sha256": hashlib.sha256(text.encode()).hexdigest(),
    }


@pytest.mark.slow
def test_same_operations_produce_the_same_ledger_on_every_database(figures):
    expected = json.loads(FILE.read_text())
    if os.environ.get("UPDATE_PARITY"):
        FILE.write_text(json.dumps({**expected, str(OPERATIONS): figures}, indent=1, sort_keys=True) + "\n")
    else:
        assert figures == expected[str(OPERATIONS)]


@pytest.mark.parametrize("operations", ["600", "5000"])
def test_parity_operations_cover_all_transaction_types_and_errors(operations):
    expected = json.loads(FILE.read_text())[operations]
    assert set(expected["kinds"]) == {"deposit", "withdrawal", "transfer", "reversal"}
    assert {"account_frozen", "already_reversed", "insufficient_funds", "limit_exceeded", "not_found",
            "not_reversible", "same_account"} <= set(expected["outcomes"])  # fmt: skip
