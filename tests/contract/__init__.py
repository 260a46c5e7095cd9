"""Tests of contract: what is true of the whole."""
