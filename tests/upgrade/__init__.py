"""The upgrade of a bank of an older version; see make_dumps.py."""
