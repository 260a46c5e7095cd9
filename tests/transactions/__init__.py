"""Tests of transactions: postings, limits, idempotency, statements, verification of the ledger."""
