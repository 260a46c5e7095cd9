"""The kinds of loan: how it is paid back, how its days are counted, where it stands."""

from django.db.models import TextChoices


class Method(TextChoices):
    """Equal instalments, equal principal parts, or interest on the whole amount to the end."""

    DECLINING_BALANCE = "declining_balance", "Declining balance"
    EQUAL_PRINCIPAL = "equal_principal", "Equal principal"
    FLAT = "flat", "Flat"


class DayCount(TextChoices):
    """Months of 30 days in a year of 360, or the calendar's days in a year of 365, leap years too."""

    THIRTY_360 = "30/360", "30/360"
    ACTUAL_365 = "actual/365", "Actual/365"


class LoanStatus(TextChoices):
    """From the application to the end; money is owed on an active loan only."""

    APPLIED = "applied", "Applied"
    APPROVED = "approved", "Approved"
    REJECTED = "rejected", "Rejected"
    CANCELLED = "cancelled", "Cancelled"
    ACTIVE = "active", "Active"
    REPAID = "repaid", "Repaid"
    WRITTEN_OFF = "written_off", "Written off"


class RowStatus(TextChoices):
    """Of one instalment."""

    PAID = "paid", "Paid"
    LATE = "late", "Late"
    PARTLY_PAID = "partly_paid", "Partly paid"
    UPCOMING = "upcoming", "Upcoming"
