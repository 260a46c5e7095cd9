"""The amortization methods, day counts and statuses of loans, and the statuses of instalments."""

from django.db.models import TextChoices


class Method(TextChoices):
    """Equal instalments, equal principal parts, or flat interest on the original amount."""

    DECLINING_BALANCE = "declining_balance", "Declining balance"
    EQUAL_PRINCIPAL = "equal_principal", "Equal principal"
    FLAT = "flat", "Flat"


class DayCount(TextChoices):
    """Months of 30 days in a year of 360, or calendar days in a year of 365, also in leap years."""

    THIRTY_360 = "30/360", "30/360"
    ACTUAL_365 = "actual/365", "Actual/365"


class Prepayment(TextChoices):
    """What money beyond the current instalment changes: fewer instalments, or smaller ones."""

    SHORTER_TERM = "shorter_term", "Shorter term"
    LOWER_INSTALMENT = "lower_instalment", "Lower instalment"


class LoanEventType(TextChoices):
    """The postings of a loan but its repayments, and the reversals of all."""

    DISBURSEMENT = "disbursement", "Disbursement"
    FEE = "fee", "Fee"
    WRITE_OFF = "write_off", "Write-off"
    RECOVERY = "recovery", "Recovery"
    REVERSAL = "reversal", "Reversal"


class LoanStatus(TextChoices):
    """The status of a loan; there is a debt on active loans only."""

    APPLIED = "applied", "Applied"
    APPROVED = "approved", "Approved"
    REJECTED = "rejected", "Rejected"
    CANCELLED = "cancelled", "Cancelled"
    ACTIVE = "active", "Active"
    REPAID = "repaid", "Repaid"
    WRITTEN_OFF = "written_off", "Written off"


class RowStatus(TextChoices):
    """The status of an instalment."""

    PAID = "paid", "Paid"
    LATE = "late", "Late"
    PARTLY_PAID = "partly_paid", "Partly paid"
    UPCOMING = "upcoming", "Upcoming"
