"""Tests of transactions: postings, limits, idempotency, statements, the verifier."""
