"""Writes mails into the outbox, sends them, and deletes old ones."""

from outbox.services.queue import queue_mail, queue_nothing
from outbox.services.sending import SendResult, send_due_mails

__all__ = ["SendResult", "queue_mail", "queue_nothing", "send_due_mails"]
