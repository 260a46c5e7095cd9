"""Tests of accounts: opening, status, numbers and permissions."""
