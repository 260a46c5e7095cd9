"""Tests of concurrency: races, with real processes."""
