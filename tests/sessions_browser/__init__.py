"""Tests of sessions_browser: tokens, rotation, sessions."""
