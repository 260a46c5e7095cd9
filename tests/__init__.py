"""The tests: one folder an app, plus contract/ (true of the whole) and concurrency/ (real processes)."""
