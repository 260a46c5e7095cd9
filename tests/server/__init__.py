"""The HTTP server over raw sockets, with no proxy in front, as `make run` and production start it."""
