"""Payments at a given time, by the services, because a session would expire."""

import time_machine

from core.client_info import SYSTEM_CLIENT
from core.money import to_minor
from transactions.payments.services import post_deposit, post_withdrawal


def post_at(moment, actor, number, amount, description=""):
    """Posts a deposit, or a withdrawal if `amount` is negative."""
    service = post_withdrawal if amount.startswith("-") else post_deposit
    minor = to_minor(amount.lstrip("-"), "USD")
    with time_machine.travel(moment, tick=False):
        service(actor=actor, number=number, amount=minor, description=description, client=SYSTEM_CLIENT)
