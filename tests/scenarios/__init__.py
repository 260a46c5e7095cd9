"""Tests of scenarios: end to end, as a client sees it."""
