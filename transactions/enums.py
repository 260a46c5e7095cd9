"""The types of transactions, and the two sides of an entry."""

from django.db.models import TextChoices


class TransactionType(TextChoices):
    """The type of a transaction."""

    DEPOSIT = "deposit", "Deposit"
    WITHDRAWAL = "withdrawal", "Withdrawal"
    TRANSFER = "transfer", "Transfer"
    REVERSAL = "reversal", "Reversal"
    LOAN_DISBURSEMENT = "loan_disbursement", "Loan disbursement"
    LOAN_REPAYMENT = "loan_repayment", "Loan repayment"
    LOAN_WRITE_OFF = "loan_write_off", "Loan written off"
    LOAN_RECOVERY = "loan_recovery", "Recovery of a loan written off"
    FEE = "fee", "Fee"  # of a loan's disbursement
    INTEREST = "interest", "Interest"  # on savings, for a later version: no transaction has this type yet


LOAN_TYPES = frozenset(
    {
        TransactionType.LOAN_DISBURSEMENT,
        TransactionType.LOAN_REPAYMENT,
        TransactionType.LOAN_WRITE_OFF,
        TransactionType.LOAN_RECOVERY,
        TransactionType.FEE,
    }
)


class Direction(TextChoices):
    """A credit increases a customer's balance, a debit decreases it."""

    CREDIT = "credit", "Credit"
    DEBIT = "debit", "Debit"
