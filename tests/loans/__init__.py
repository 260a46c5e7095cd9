"""Tests of loans: days, schedules."""
