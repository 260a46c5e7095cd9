"""Tests of Django's admin: its door and its pages."""
