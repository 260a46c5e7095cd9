"""Counts postings."""

from core.metrics.values import Counter
from transactions.enums import TransactionType

POSTINGS = Counter(
    "bank_postings",
    "Committed transactions of the ledger, by kind.",
    ("kind",),
    known=[str(kind) for kind in TransactionType],
)
