"""Mutation tests of the guards against races: `python -m tools.mutation_tests --help`."""
