"""The place of loans: products, applications, schedules, repayments, arrears."""

from django.apps import AppConfig


class LoansConfig(AppConfig):
    """Registered, and empty until its issue is built."""

    name = "loans"
