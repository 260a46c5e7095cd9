"""Delivers queued mails in this process, as the sender of a server does in a thread of its own."""

from django.db import connection

from outbox.sender import take_wake_up
from outbox.services import send_due_mails


def deliver_mails():
    """Sends the mails that were committed since the last call. Captured queries are those of the request alone."""
    if not take_wake_up():
        return
    is_captured, connection.force_debug_cursor = connection.force_debug_cursor, False
    try:
        send_due_mails()
    finally:
        connection.force_debug_cursor = is_captured
