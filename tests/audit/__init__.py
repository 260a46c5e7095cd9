"""Tests of audit: the trail."""
