"""Watches the messages that this process sends to the database (MariaDB)."""

from django.db import connection


def sent_messages(monkeypatch):
    """A list that grows with each message: its statements, or the name of the driver's command."""
    from MySQLdb.connections import Connection  # not installed where the tests run on SQLite only

    sent = []

    def watch(name, label):
        original = getattr(Connection, name)

        def send(link, *args):
            sent.append(label or args[0].decode())
            return original(link, *args)

        monkeypatch.setattr(Connection, name, send)

    for name, label in (("query", ""), ("commit", "COMMIT"), ("rollback", "ROLLBACK"), ("autocommit", "autocommit")):
        watch(name, label)
    connection.ensure_connection()
    sent.clear()
    return sent
