"""The place of loans: products, applications, schedules, repayments, arrears."""

from django.apps import AppConfig


class LoansConfig(AppConfig):
    """Registered."""

    name = "loans"
