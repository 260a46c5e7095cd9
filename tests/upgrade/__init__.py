"""The upgrade of a bank that an older version made; see make_dumps.py."""
