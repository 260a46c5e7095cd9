"""Tests of users: people, passwords, sign-in."""
