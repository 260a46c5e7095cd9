"""Bounds of input that several places share."""

MAX_ID = 2**63 - 1  # what an id column holds
MAX_TEXT = 200  # characters of a search
