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
    CASH_TRANSFER = "cash_transfer", "Cash transfer"  # between the vault and a till
    CASH_DIFFERENCE = "cash_difference", "Cash over or short"  # found when a till was counted
    CAPITAL = "capital", "Capital"  # cash of the bank's owners, into the vault or out of it
    BANK_CASH = "bank_cash", "Cash at the bank"  # from the bank's own account at another bank, or to it


LOAN_TYPES = frozenset(
    {
        TransactionType.LOAN_DISBURSEMENT,
        TransactionType.LOAN_REPAYMENT,
        TransactionType.LOAN_WRITE_OFF,
        TransactionType.LOAN_RECOVERY,
        TransactionType.FEE,
    }
)


class CashSource(TextChoices):
    """Where cash in the vault comes from, and where it goes to."""

    EQUITY = "equity", "The bank's owners"
    BANK = "bank", "The bank's account at another bank"


class Direction(TextChoices):
    """A credit increases a customer's balance, a debit decreases it."""

    CREDIT = "credit", "Credit"
    DEBIT = "debit", "Debit"
