"""Benchmarks; each runs as a module of its own, such as `python -m bench.auth_check`."""
