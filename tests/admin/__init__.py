"""Tests of Django's admin: its sign-in and its pages."""
