"""Which of a member's own payments need a confirmation by a second factor."""

from django.conf import settings

from core.money import to_minor


def is_large(amount: int, currency: str) -> bool:
    """Whether an amount in minor units is at least `STEP_UP_AMOUNT`; 0 turns this off."""
    least = to_minor(settings.STEP_UP_AMOUNT, currency, allow_zero=True)
    return bool(least) and amount >= least
