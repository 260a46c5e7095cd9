"""Tests of accounts: opening, states, numbers, who sees what."""
