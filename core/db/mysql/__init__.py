"""A database backend: Django's for MySQL, which sends several statements as one message."""
