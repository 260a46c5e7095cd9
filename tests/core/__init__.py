"""Tests of core: errors, limits, pagination, input."""
