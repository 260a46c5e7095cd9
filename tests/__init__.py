"""The tests: one folder per app; contract/ for the whole project, concurrency/ and outages/ with real processes."""
